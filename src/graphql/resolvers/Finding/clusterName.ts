import type { FindingResolvers } from '../../generated/types.ts';

export const clusterName: NonNullable<FindingResolvers['clusterName']> = ({ cluster }) => cluster;
