import type { ClusterResolvers } from '../../generated/types.ts';

export const kinds: NonNullable<ClusterResolvers['kinds']> = ({ kinds }) =>
  [...kinds].map(([kind, state]) => ({ kind, ...state }));
