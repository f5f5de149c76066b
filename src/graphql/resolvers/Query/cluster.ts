import type { QueryResolvers } from '../../generated/types.ts';

export const cluster: NonNullable<QueryResolvers['cluster']> = (_query, { name }, { viewer, services }) =>
  services.clusters.get(viewer, name);
