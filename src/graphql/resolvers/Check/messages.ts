import type { CheckResolvers } from '../../generated/types.ts';

export const messages: NonNullable<CheckResolvers['messages']> = (check) =>
  Object.entries(check.messages).map(([id, message]) => ({ id, message, check }));
