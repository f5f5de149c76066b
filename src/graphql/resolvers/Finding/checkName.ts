import type { FindingResolvers } from '../../generated/types.ts';

export const checkName: NonNullable<FindingResolvers['checkName']> = ({ check }) => check;
