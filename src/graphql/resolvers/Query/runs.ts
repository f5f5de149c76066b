import { pageRequest } from '../../connection.ts';
import type { QueryResolvers } from '../../generated/types.ts';
import { withoutNulls } from '../../input.ts';

export const runs: NonNullable<QueryResolvers['runs']> = (_query, args, { viewer, services }) =>
  services.runs.list(viewer, withoutNulls(args.filter ?? {}), pageRequest(args));
