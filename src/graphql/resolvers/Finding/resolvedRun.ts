import type { FindingResolvers } from '../../generated/types.ts';

export const resolvedRun: NonNullable<FindingResolvers['resolvedRun']> = async ({ id }, _args, { loaders }) => {
  const [newest] = await loaders.episodes.load(id);
  return newest?.resolvedBy === undefined ? undefined : loaders.runs.load(newest.resolvedBy);
};
