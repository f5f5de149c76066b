import type { CheckOutcomeResolvers } from '../../generated/types.ts';

export const variant: NonNullable<CheckOutcomeResolvers['variant']> = ({ variant }) =>
  variant === '' ? undefined : variant;
