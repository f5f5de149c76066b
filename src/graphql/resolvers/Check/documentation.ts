import type { CheckResolvers } from '../../generated/types.ts';

export const documentation: NonNullable<CheckResolvers['documentation']> = ({ id }) => `docs/checks/${id}.md`;
