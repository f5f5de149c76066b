import type { FindingResolvers } from '../../generated/types.ts';

export const variant: NonNullable<FindingResolvers['variant']> = ({ variant }) =>
  variant === '' ? undefined : variant;
