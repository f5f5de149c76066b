import type { CheckMessageResolvers } from '../../generated/types.ts';

export const problem: NonNullable<CheckMessageResolvers['problem']> = ({ id, message }) => message.problem ?? id;
