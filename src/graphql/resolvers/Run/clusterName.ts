import type { RunResolvers } from '../../generated/types.ts';

export const clusterName: NonNullable<RunResolvers['clusterName']> = ({ cluster }) => cluster;
