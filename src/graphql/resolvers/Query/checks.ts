import { pageByKey } from '../../connection.ts';
import type { QueryResolvers } from '../../generated/types.ts';

export const checks: NonNullable<QueryResolvers['checks']> = (_query, args, { services }) => {
  const checks = services.checks.filter((check) => (args.stage ?? check.stage) === check.stage);
  const byName = checks.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return pageByKey(byName, (check) => check.id, args);
};
