import type { RunComparisonResolvers } from '../../generated/types.ts';

export const counts: NonNullable<RunComparisonResolvers['counts']> = async (comparison) => {
  const counts = await comparison.counts();
  return {
    new: counts.NEW,
    resolved: counts.RESOLVED,
    changed: counts.CHANGED,
    unchanged: counts.UNCHANGED,
    notComparable: counts.NOT_COMPARABLE,
  };
};
