import type { RunResolvers } from '../../generated/types.ts';

export const cluster: NonNullable<RunResolvers['cluster']> = ({ clusterId }, _args, { loaders }) =>
  loaders.cluster(clusterId);
