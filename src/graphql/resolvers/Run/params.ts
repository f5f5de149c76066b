import type { RunResolvers } from '../../generated/types.ts';

export const params: NonNullable<RunResolvers['params']> = ({ request }) => request.params;
