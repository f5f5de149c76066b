import { pageByKey } from '../../connection.ts';
import type { QueryResolvers } from '../../generated/types.ts';

export const clusters: NonNullable<QueryResolvers['clusters']> = (_query, args, { viewer, services }) => {
  const clusters = services.clusters.list(viewer).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return pageByKey(clusters, (cluster) => cluster.name, args);
};
