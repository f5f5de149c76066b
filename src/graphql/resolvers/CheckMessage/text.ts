import type { CheckMessageResolvers } from '../../generated/types.ts';

export const text: NonNullable<CheckMessageResolvers['text']> = ({ message }) => message.text;
