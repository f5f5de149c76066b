import { pageRequest } from '../../connection.ts';
import type { RunComparisonResolvers } from '../../generated/types.ts';
import { withoutNulls } from '../../input.ts';

export const findings: NonNullable<RunComparisonResolvers['findings']> = (comparison, args) =>
  comparison.page(withoutNulls(args.filter ?? {}), pageRequest(args));
