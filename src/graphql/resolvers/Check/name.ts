import type { CheckResolvers } from '../../generated/types.ts';

export const name: NonNullable<CheckResolvers['name']> = ({ id }) => id;
