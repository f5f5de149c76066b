import type { CheckMessageResolvers } from '../../generated/types.ts';

export const severity: NonNullable<CheckMessageResolvers['severity']> = ({ message, check }) =>
  message.severity ?? check.severity;
