import type { EpisodeResolvers } from '../../generated/types.ts';

export const openedRun: NonNullable<EpisodeResolvers['openedRun']> = ({ openedBy }, _args, { loaders }) =>
  loaders.runs.load(openedBy);
