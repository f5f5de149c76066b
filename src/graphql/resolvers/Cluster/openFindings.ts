import { pageRequest } from '../../connection.ts';
import type { ClusterResolvers } from '../../generated/types.ts';

export const openFindings: NonNullable<ClusterResolvers['openFindings']> = ({ name }, args, { viewer, services }) =>
  services.findings.list(viewer, { cluster: name, state: 'OPEN' }, pageRequest(args));
