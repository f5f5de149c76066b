/**
 * What stands behind each GraphQL type: the parents that resolvers are given. Generated types import from here, so
 * that domain types keep their own names and `#src/…` paths.
 */
import type { AuditEvent } from '#src/audit/audit-event.ts';
import type { Check, Message } from '#src/checks/engine/define-check.ts';
import type { Evidence } from '#src/checks/engine/evidence.ts';
import type { Outcome } from '#src/checks/engine/outcome.ts';
import type { Cluster } from '#src/clusters/cluster.ts';
import type { ComparedFinding, FindingState } from '#src/diagnosis/comparison.ts';
import type { Episode, Finding } from '#src/diagnosis/finding.ts';
import type { Coverage, Run, RunProgress } from '#src/diagnosis/run.ts';
import type { ComparisonView } from '#src/diagnosis/services.ts';
import type { KindState, ObjectRef } from '#src/kubernetes/port.ts';
import type { Page } from '#src/lib/page.ts';

export type ClusterModel = Cluster;
export type CheckModel = Check;
export type RunModel = Run;
export type FindingModel = Finding;
export type EpisodeModel = Episode;
export type AuditEventModel = AuditEvent;
export type ObjectReferenceModel = ObjectRef;
export type RunScopeModel = Run['request']['scope'];
export type CheckOutcomeModel = Outcome;
export type RunCoverageModel = Coverage;
export type KindCoverageModel = Coverage['kinds'][number];
export type RunProgressModel = RunProgress;
export type RunComparisonModel = ComparisonView;
export type FindingSnapshotModel = FindingState;

/** A message with its id and the check that says it. */
export interface CheckMessageModel {
  readonly id: string;
  readonly message: Message;
  readonly check: Check;
}

/** A kind's name with its state. */
type KindStatusModel = { readonly kind: string } & KindState;
type KindIn<State extends KindState['state']> = Extract<KindStatusModel, { state: State }>;
export type KindSyncingModel = KindIn<'SYNCING'>;
export type KindSyncedModel = KindIn<'SYNCED'>;
export type KindStaleModel = KindIn<'STALE'>;
export type KindForbiddenModel = KindIn<'FORBIDDEN'>;
export type KindUnavailableModel = KindIn<'UNAVAILABLE'>;
export type KindAbsentModel = KindIn<'ABSENT'>;

export type FieldEvidenceModel = Extract<Evidence, { type: 'FIELD' }>;
export type EventEvidenceModel = Extract<Evidence, { type: 'EVENT' }>;

export type NewFindingModel = Extract<ComparedFinding, { change: 'NEW' }>;
export type ResolvedFindingModel = Extract<ComparedFinding, { change: 'RESOLVED' }>;
export type ChangedFindingModel = Extract<ComparedFinding, { change: 'CHANGED' }>;
export type UnchangedFindingModel = Extract<ComparedFinding, { change: 'UNCHANGED' }>;
export type NotComparableFindingModel = Extract<ComparedFinding, { change: 'NOT_COMPARABLE' }>;

export type ClusterPage = Page<Cluster>;
export type CheckPage = Page<Check>;
export type RunPage = Page<Run>;
export type CheckOutcomePage = Page<Outcome>;
export type FindingPage = Page<Finding>;
export type SubjectPage = Page<ObjectRef>;
export type EpisodePage = Page<Episode>;
export type ComparedFindingPage = Page<ComparedFinding>;
export type AuditEventPage = Page<AuditEvent>;
