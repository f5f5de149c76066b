import type { RunResolvers } from '../../generated/types.ts';

export const checks: NonNullable<RunResolvers['checks']> = ({ request }) => request.checks;
