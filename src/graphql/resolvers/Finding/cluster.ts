import type { FindingResolvers } from '../../generated/types.ts';

export const cluster: NonNullable<FindingResolvers['cluster']> = ({ clusterId }, _args, { loaders }) =>
  loaders.cluster(clusterId);
