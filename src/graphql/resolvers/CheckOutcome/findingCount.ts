import type { CheckOutcomeResolvers } from '../../generated/types.ts';

export const findingCount: NonNullable<CheckOutcomeResolvers['findingCount']> = (outcome) =>
  outcome.state === 'FINDINGS' ? outcome.count : 0;
