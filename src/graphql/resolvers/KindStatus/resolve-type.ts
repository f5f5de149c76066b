import type { KindStatusResolvers } from '../../generated/types.ts';

const TYPES = {
  SYNCING: 'KindSyncing',
  SYNCED: 'KindSynced',
  STALE: 'KindStale',
  FORBIDDEN: 'KindForbidden',
  UNAVAILABLE: 'KindUnavailable',
  ABSENT: 'KindAbsent',
} as const;

export const resolveType: NonNullable<KindStatusResolvers['__resolveType']> = ({ state }) => TYPES[state];
