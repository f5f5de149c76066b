import { pageByKey } from '../../connection.ts';
import type { RunResolvers } from '../../generated/types.ts';
import type { CheckOutcomeModel } from '../../mappers.ts';

/** A check runs once per variant of its params. */
const keyOf = ({ check, variant }: CheckOutcomeModel): string => `${check} ${variant}`;

export const outcomes: NonNullable<RunResolvers['outcomes']> = (run, args) => {
  if (run.state !== 'FINISHED') return undefined;
  const { states } = args;
  const wanted = states ? run.outcomes.filter(({ state }) => states.includes(state)) : run.outcomes;
  const byName = wanted.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return pageByKey(byName, keyOf, args);
};
