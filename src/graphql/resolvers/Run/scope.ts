import type { RunResolvers } from '../../generated/types.ts';

export const scope: NonNullable<RunResolvers['scope']> = ({ request }) => request.scope;
