import type { ClusterResolvers } from '../../generated/types.ts';

export const uid: NonNullable<ClusterResolvers['uid']> = ({ id }) => id;
