import { pageRequest } from '../../connection.ts';
import type { QueryResolvers } from '../../generated/types.ts';
import { withoutNulls } from '../../input.ts';

export const findings: NonNullable<QueryResolvers['findings']> = (_query, args, { viewer, services }) =>
  services.findings.list(viewer, withoutNulls(args.filter ?? {}), pageRequest(args));
