import type { CheckOutcomeResolvers } from '../../generated/types.ts';

export const checkName: NonNullable<CheckOutcomeResolvers['checkName']> = ({ check }) => check;
