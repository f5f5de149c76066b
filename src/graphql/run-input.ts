import { badInput } from '#src/errors/errors.ts';
import type { CheckParamsInput } from './generated/types.ts';

/** Params by check name. Each check may be named once. Throws BAD_USER_INPUT. */
export function paramsByCheck(inputs: readonly CheckParamsInput[]): Readonly<Record<string, unknown>> {
  const byCheck = new Map<string, unknown>();
  for (const [index, { check, params }] of inputs.entries()) {
    const field = ['input', 'params', String(index)];
    if (byCheck.has(check)) throw badInput(`The check ${check} has params twice.`, [...field, 'check']);
    if (typeof params !== 'object' || params === null || Array.isArray(params)) {
      throw badInput(`The params of the check ${check} must be an object.`, [...field, 'params']);
    }
    byCheck.set(check, params);
  }
  // A check may be named `__proto__` in the input: fromEntries defines, it does not assign.
  return Object.fromEntries(byCheck);
}
