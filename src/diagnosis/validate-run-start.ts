import { z } from 'zod';
import type { Check } from '#src/checks/engine/define-check.ts';
import { AppError, badInput } from '#src/errors/errors.ts';
import { nearestWord } from '#src/lib/nearest-word.ts';
import { parseLabelSelector } from '#src/lib/parse-label-selector.ts';
import type { RunRequest } from './run.ts';
import { sayIssue } from './say-issue.ts';
import type { RunStart } from './services.ts';

const MAX_NAMESPACES = 100;
const MAX_CHECKS = 200;
const MAX_SELECTOR = 1000;
const MAX_PARAMS = 20_000;
const MAX_KEY = 200;
/** RFC 1123 label, as Kubernetes wants a namespace's name. */
const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

function shown(word: string): string {
  return JSON.stringify(word.length > 80 ? `${word.slice(0, 80)}…` : word);
}

function checkNamespaces(namespaces: readonly string[]): readonly string[] {
  const field = ['input', 'scope', 'namespaces'];
  if (namespaces.length === 0)
    throw badInput('Name at least one namespace, or leave the list out to examine all.', field);
  if (namespaces.length > MAX_NAMESPACES) {
    throw new AppError(
      'LIMIT_EXCEEDED',
      `At most ${MAX_NAMESPACES} namespaces may be named; these are ${namespaces.length}.`,
      { field },
    );
  }
  for (const [index, name] of namespaces.entries()) {
    if (!NAMESPACE.test(name)) {
      throw badInput(
        `${shown(name)} is no namespace name: 1 to 63 lower-case letters, digits or "-", beginning and ending with a letter or digit.`,
        [...field, String(index)],
      );
    }
  }
  return [...new Set(namespaces)].sort();
}

function checkSelector(selector: string): string {
  const field = ['input', 'scope', 'labelSelector'];
  if (selector.length > MAX_SELECTOR) {
    throw new AppError(
      'LIMIT_EXCEEDED',
      `A label selector has at most ${MAX_SELECTOR} characters; this one has ${selector.length}.`,
      { field },
    );
  }
  const parsed = parseLabelSelector(selector);
  if (!parsed.ok)
    throw new AppError('INVALID_SELECTOR', `At character ${parsed.fault.position}: ${parsed.fault.message}.`, {
      field,
    });
  return selector.trim();
}

function unknownCheck(id: string, catalogue: readonly Check[], field: readonly string[]): AppError {
  const near = nearestWord(
    id,
    catalogue.map((check) => check.id),
  );
  return badInput(`There is no check ${shown(id)}.${near === undefined ? '' : ` The nearest is "${near}".`}`, field);
}

function checkChecks(ids: readonly string[], catalogue: readonly Check[]): readonly string[] {
  const field = ['input', 'checks'];
  if (ids.length === 0) throw badInput('Name at least one check, or leave the list out to run all.', field);
  if (ids.length > MAX_CHECKS) {
    throw new AppError('LIMIT_EXCEEDED', `At most ${MAX_CHECKS} checks may be named; these are ${ids.length}.`, {
      field,
    });
  }
  for (const [index, id] of ids.entries()) {
    if (!catalogue.some((check) => check.id === id)) throw unknownCheck(id, catalogue, [...field, String(index)]);
  }
  return [...new Set(ids)].sort();
}

/** A param that the check does not know is a typing error, not a wish: plain zod objects would drop it silently. */
function checkOneParams(
  check: Check,
  given: unknown,
  { defaults, field }: { readonly defaults: object; readonly field: readonly string[] },
): object {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw badInput(`The params of "${check.id}" must be an object.`, field);
  if (check.params === undefined) {
    if (Object.keys(given).length === 0) return given;
    throw badInput(`The check "${check.id}" takes no params.`, field);
  }
  const schema = check.params instanceof z.ZodObject ? check.params.strict() : check.params;
  const parsed = schema.safeParse({ ...defaults, ...given });
  if (parsed.success) return given;
  const issue = parsed.error.issues[0];
  const path = (issue?.path ?? []).map(String);
  throw badInput(
    `The params of "${check.id}" do not fit${path.length === 0 ? '' : ` at ${path.join('.')}`}: ${sayIssue(issue)}.`,
    [...field, ...path],
  );
}

interface Known {
  readonly catalogue: readonly Check[];
  /** The cluster's own params by check id. */
  readonly defaults: Readonly<Record<string, object>>;
}

function checkParams(
  params: Readonly<Record<string, unknown>>,
  checks: readonly string[] | undefined,
  { catalogue, defaults }: Known,
): Record<string, object> {
  const field = ['input', 'params'];
  if (JSON.stringify(params).length > MAX_PARAMS)
    throw new AppError('LIMIT_EXCEEDED', `Params have at most ${MAX_PARAMS} characters as JSON.`, { field });
  // Each is an item of the input's list, in the same order.
  const checked = Object.entries(params).map(([id, given], index): [string, object] => {
    const item = [...field, String(index)];
    const check = catalogue.find((candidate) => candidate.id === id);
    if (check === undefined) throw unknownCheck(id, catalogue, [...item, 'check']);
    if (checks !== undefined && !checks.includes(id))
      throw badInput(`The check "${id}" has params but is not among the checks of this run.`, [...item, 'check']);
    return [id, checkOneParams(check, given, { defaults: defaults[id] ?? {}, field: [...item, 'params'] })];
  });
  return Object.fromEntries(checked);
}

/** What of a start is kept: names checked, doubles gone, lists in order, so that equal requests are equal texts. Throws an AppError with its field. */
export function validateRunStart(start: RunStart, known: Known): RunRequest {
  if (
    start.idempotencyKey !== undefined &&
    (start.idempotencyKey.length === 0 || start.idempotencyKey.length > MAX_KEY)
  ) {
    throw badInput(`An idempotency key has 1 to ${MAX_KEY} characters.`, ['input', 'idempotencyKey']);
  }
  const { namespaces: wanted } = start.scope;
  const namespaces = wanted === undefined ? undefined : checkNamespaces(wanted);
  const labelSelector = checkSelector(start.scope.labelSelector ?? '');
  const checks = start.checks === undefined ? undefined : checkChecks(start.checks, known.catalogue);
  const params = checkParams(start.params, checks, known);
  return {
    scope: { ...(namespaces === undefined ? {} : { namespaces }), ...(labelSelector === '' ? {} : { labelSelector }) },
    checks,
    params,
  };
}
