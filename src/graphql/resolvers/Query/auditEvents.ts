import { pageRequest } from '../../connection.ts';
import type { QueryResolvers } from '../../generated/types.ts';
import { withoutNulls } from '../../input.ts';

export const auditEvents: NonNullable<QueryResolvers['auditEvents']> = (_query, args, { viewer, services }) =>
  services.audit.list(viewer, withoutNulls(args.filter ?? {}), pageRequest(args));
