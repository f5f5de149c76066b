import { z } from 'zod';
import type { Check } from '#src/checks/engine/define-check.ts';

const NO_PARAMS = z.object({});
const schemas = new WeakMap<Check, unknown>();

/** JSON Schema of what may be given as a check's params: all optional, with their defaults. Made once per check. */
export function paramsSchema(check: Check): unknown {
  const known = schemas.get(check);
  if (known !== undefined) return known;
  // A run with a param that the check does not know is refused, which a plain zod object does not tell.
  const schema = { ...z.toJSONSchema(check.params ?? NO_PARAMS, { io: 'input' }), additionalProperties: false };
  schemas.set(check, schema);
  return schema;
}
