import type { Viewer } from '#src/access/viewer.ts';
import type { Page, PageRequest } from '#src/lib/page.ts';
import type { Change, ComparedFinding, ComparisonCounts } from './comparison.ts';
import type { Episode, Finding, FindingFilter } from './finding.ts';
import type { Run, RunProgress, RunRequest, RunState } from './run.ts';

/** What starting needs. `cluster` is a name. */
export interface RunStart extends RunRequest {
  readonly cluster: string;
  readonly trigger: Run['trigger'];
  readonly correlationId: string;
  /** The same key of the same viewer within 24 h gives the same run; another input with it is a CONFLICT. */
  readonly idempotencyKey: string | undefined;
}

/** Which runs to list. */
export interface RunFilter {
  readonly cluster?: string;
  readonly states?: readonly RunState[];
}

/** Starting, watching and cancelling runs. All verbs authorise the viewer first and reject with an AppError. */
export interface RunService {
  start(viewer: Viewer, start: RunStart): Promise<Run>;
  cancel(viewer: Viewer, runId: string): Promise<Run>;
  get(viewer: Viewer, runId: string): Promise<Run | undefined>;
  list(viewer: Viewer, filter: RunFilter, page: PageRequest): Promise<Page<Run>>;
  /** Ends after the run's last event. `return()` stops listening at once. After `after`, what is missed is sent as RELIST. */
  progress(
    viewer: Viewer,
    request: { readonly runId: string; readonly after: string | undefined },
  ): Promise<AsyncIterableIterator<RunProgress>>;
}

/** Reading what is remembered. */
export interface FindingService {
  get(viewer: Viewer, findingId: string): Promise<Finding | undefined>;
  /** Ordered by severity (worst first), then namespace, kind, name, id. */
  list(viewer: Viewer, filter: FindingFilter, page: PageRequest): Promise<Page<Finding>>;
  /** Newest first; at most 1,000. */
  episodes(viewer: Viewer, findingId: string): Promise<readonly Episode[]>;
  /** Findings by fingerprint within a cluster, for `causedBy`; in the order asked, what is hidden or gone left out. */
  byFingerprints(viewer: Viewer, clusterId: string, fingerprints: readonly string[]): Promise<readonly Finding[]>;
}

/** Two runs of one cluster, side by side. */
export interface ComparisonView {
  readonly base: Run;
  readonly head: Run;
  counts(): Promise<ComparisonCounts>;
  page(filter: { readonly changes?: readonly Change[] }, page: PageRequest): Promise<Page<ComparedFinding>>;
}

export interface ComparisonService {
  /** Both must be FINISHED runs of one cluster; rejects with an AppError otherwise. */
  compareRuns(viewer: Viewer, baseId: string, headId: string): Promise<ComparisonView>;
}
