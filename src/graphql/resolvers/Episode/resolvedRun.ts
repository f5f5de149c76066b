import type { EpisodeResolvers } from '../../generated/types.ts';

export const resolvedRun: NonNullable<EpisodeResolvers['resolvedRun']> = ({ resolvedBy }, _args, { loaders }) =>
  resolvedBy === undefined ? undefined : loaders.runs.load(resolvedBy);
