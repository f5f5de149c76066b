import { pageRequest } from '../../connection.ts';
import type { QueryResolvers } from '../../generated/types.ts';
import { boundedList, withoutNulls } from '../../input.ts';

export const findings: NonNullable<QueryResolvers['findings']> = (_query, args, { viewer, services }) => {
  const filter = args.filter ?? {};
  boundedList(filter.checks, 100, ['filter', 'checks']);
  boundedList(filter.namespaces, 100, ['filter', 'namespaces']);
  return services.findings.list(viewer, withoutNulls(filter), pageRequest(args));
};
