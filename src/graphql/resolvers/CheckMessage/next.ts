import type { CheckMessageResolvers } from '../../generated/types.ts';

export const next: NonNullable<CheckMessageResolvers['next']> = ({ message }) => message.next;
