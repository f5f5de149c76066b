import type { CheckResolvers } from '../../generated/types.ts';

export const uses: NonNullable<CheckResolvers['uses']> = ({ uses }) => uses ?? [];
