import type { CheckResolvers } from '../../generated/types.ts';

export const aliases: NonNullable<CheckResolvers['aliases']> = ({ aliases }) => aliases ?? [];
