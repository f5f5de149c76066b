import type { CheckOutcomeResolvers } from '../../generated/types.ts';

export const reason: NonNullable<CheckOutcomeResolvers['reason']> = (outcome) => {
  if (outcome.state === 'CRASHED') return outcome.error;
  return 'reason' in outcome ? outcome.reason : undefined;
};
