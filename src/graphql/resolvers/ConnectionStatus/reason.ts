import type { ConnectionStatusResolvers } from '../../generated/types.ts';

export const reason: NonNullable<ConnectionStatusResolvers['reason']> = (status) =>
  'reason' in status ? status.reason : undefined;
