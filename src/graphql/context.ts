import type { Viewer } from '#src/access/viewer.ts';
import type { AuditService } from '#src/audit/services.ts';
import type { Check } from '#src/checks/engine/define-check.ts';
import type { ClusterService } from '#src/clusters/cluster.ts';
import type { ComparisonService, FindingService, RunService } from '#src/diagnosis/services.ts';
import type { Loaders } from './loaders.ts';

/** All that resolvers may ask. */
export interface Services {
  /** The catalogue; the same for everybody. */
  readonly checks: readonly Check[];
  readonly clusters: ClusterService;
  readonly runs: RunService;
  readonly findings: FindingService;
  readonly comparisons: ComparisonService;
  readonly audit: AuditService;
}

/** Who asks for one operation, on any transport. */
export interface Caller {
  readonly viewer: Viewer;
  readonly correlationId: string;
  /** Aborted when the client has left or the time is up. */
  readonly signal: AbortSignal;
}

/** What belongs to one operation. */
export interface Context extends Caller {
  readonly services: Services;
  /** Made anew for every operation, and for every event of a subscription: what they keep is never stale. */
  readonly loaders: Loaders;
}
