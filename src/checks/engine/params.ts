import { createHash } from 'node:crypto';
import type { Check } from './define-check.ts';

/** The params that a check runs with, and which variant of it they make. */
export interface CheckParams {
  readonly params: unknown;
  /** Empty when they equal the cluster's defaults. */
  readonly variant: string;
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function parse(check: Check, given: object): unknown {
  if (check.params === undefined) {
    if (Object.keys(given).length > 0) throw new Error(`check ${check.id} takes no params`);
    return {};
  }
  return check.params.parse(given);
}

/** Parses a run's params over the cluster's defaults. Throws a ZodError where a value does not fit. */
export function resolveParams(check: Check, clusterDefaults: object, given: object): CheckParams {
  const usual = parse(check, clusterDefaults);
  const params = parse(check, { ...clusterDefaults, ...given });
  const wanted = canonical(params);
  if (wanted === canonical(usual)) return { params, variant: '' };
  return { params, variant: createHash('sha256').update(wanted).digest('hex').slice(0, 16) };
}
