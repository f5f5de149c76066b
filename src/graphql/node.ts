import type { Check } from '#src/checks/engine/define-check.ts';
import type { Cluster } from '#src/clusters/cluster.ts';
import type { Finding } from '#src/diagnosis/finding.ts';
import type { Run } from '#src/diagnosis/run.ts';
import { AppError } from '#src/errors/errors.ts';
import { unreachable } from '#src/lib/unreachable.ts';
import type { Context } from './context.ts';
import { decodeId } from './ids.ts';

/** Reads anything that implements Node; undefined when it is gone or hidden. Rejects with INVALID_ID. */
export async function readNode(
  context: Context,
  id: string,
  field: readonly string[],
): Promise<Cluster | Check | Run | Finding | undefined> {
  const { viewer, services, loaders } = context;
  const decoded = decodeId(id, field);
  switch (decoded.type) {
    case 'Cluster':
      return services.clusters.get(viewer, decoded.cluster);
    case 'Check':
      return services.checks.find((check) => check.id === decoded.uid);
    case 'Run':
      return loaders.run(decoded);
    case 'Finding':
      return loaders.finding(decoded);
    case 'AuditEvent':
      throw new AppError('INVALID_ID', "An AuditEvent can't be read by its id; ask `auditEvents`.", { field });
    default:
      return unreachable(decoded.type);
  }
}
