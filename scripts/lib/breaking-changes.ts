import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

/** A breaking change that was made on purpose. The list is a record: nothing is taken out of it. */
export interface AllowedChange {
  /** As it is printed: kind and place, such as `FIELD_REMOVED Run.startedBy`. */
  readonly change: string;
  readonly why: string;
}

/** A change that breaks somebody's documents. */
export interface BreakingChange {
  /** Kind and place. */
  readonly change: string;
  /** In words. */
  readonly message: string;
}

/** What of the new schema breaks documents that the old one answers, without what is allowed. */
export async function breakingChanges(
  before: string,
  after: string,
  allowed: readonly AllowedChange[],
): Promise<readonly BreakingChange[]> {
  const known = new Set(allowed.map(({ change }) => change));
  const changes = await diff(buildSchema(before), buildSchema(after));
  return changes
    .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
    .map(({ type, path, message }) => ({ change: `${type} ${path ?? 'schema'}`, message }))
    .filter(({ change }) => !known.has(change));
}
