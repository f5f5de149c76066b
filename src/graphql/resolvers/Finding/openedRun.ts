import type { FindingResolvers } from '../../generated/types.ts';

export const openedRun: NonNullable<FindingResolvers['openedRun']> = async ({ id }, _args, { loaders }) => {
  const [newest] = await loaders.episodes.load(id);
  return newest && loaders.runs.load(newest.openedBy);
};
