import type { Condition } from './conditions.ts';
import { asClause } from './text.ts';

/** A condition's reason and message as parts of a sentence, with words where it has none. */
export function saidIn(condition: Condition | undefined): { readonly reason: string; readonly explanation: string } {
  return {
    reason: condition?.reason || 'no reason given',
    explanation: asClause(condition?.message ?? '') || 'no explanation given',
  };
}

/** Names for a sentence: at most so many, then how many more there are. */
export function firstOf(names: readonly string[], max: number): readonly string[] {
  return names.length <= max ? names : [...names.slice(0, max), `${names.length - max} more`];
}
