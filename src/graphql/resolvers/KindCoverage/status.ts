import type { KindCoverageResolvers } from '../../generated/types.ts';

export const status: NonNullable<KindCoverageResolvers['status']> = ({ kind, state }) => ({ kind, ...state });
