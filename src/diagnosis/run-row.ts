import { HIDDEN } from './mentions.ts';
import { hasLooked } from './reconcile.ts';
import type { Coverage, Run, RunRequest, RunState } from './run.ts';
import { cutText, type Sight, seesNamespace } from './sight.ts';
import type { Outcome } from './words.ts';

/** An outcome as it is stored: with what is needed to show it to a viewer who sees only some namespaces. */
export type StoredOutcome = Outcome & {
  /** Findings by namespace; cluster-scoped ones under the empty name. */
  readonly byNamespace: Readonly<Record<string, number>>;
  /** Namespaces that reason or error name. */
  readonly mentions: readonly string[];
};

/** A row of `runs` with its `run_outcomes`. */
export interface RunRow {
  readonly id: string;
  readonly cluster_id: string;
  readonly sequence: number;
  readonly cluster_name: string;
  readonly state: RunState;
  readonly request: RunRequest;
  readonly trigger: Run['trigger'];
  readonly started_by: string;
  readonly correlation_id: string;
  readonly queued_at: Date;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
  readonly reason: string | null;
  readonly cancelled_by: string | null;
  readonly version: number;
  readonly checks_done: number;
  readonly checks_total: number;
  readonly taken_at: Date | null;
  readonly outcomes: readonly StoredOutcome[] | null;
  readonly coverage: Coverage | null;
}

/** Columns of a {@link RunRow}, from `runs r` and `run_outcomes o`. */
export const RUN_COLUMNS = `r.id, r.cluster_id, r.sequence, r.cluster_name, r.state, r.request, r.trigger, r.started_by,
  r.correlation_id, r.queued_at, r.started_at, r.ended_at, r.reason, r.cancelled_by, r.version, r.checks_done, r.checks_total,
  o.taken_at, o.outcomes, o.coverage`;

function cutState(stored: StoredOutcome, sight: Sight): Outcome {
  const { byNamespace, mentions, ...outcome } = stored;
  if (sight.namespaces === undefined) return outcome;
  const { check, variant, milliseconds } = outcome;
  if (hasLooked(outcome)) {
    let count = 0;
    for (const [namespace, findings] of Object.entries(byNamespace))
      if (seesNamespace(sight, namespace)) count += findings;
    return count === 0
      ? { check, variant, milliseconds, state: 'OK' }
      : { check, variant, milliseconds, state: 'FINDINGS', count };
  }
  if (outcome.state === 'UNKNOWN' || outcome.state === 'SKIPPED')
    return { ...outcome, reason: cutText(sight, outcome.reason, mentions) };
  // An exception's text is nobody's sentence: it may hold any object's name.
  return {
    check,
    variant,
    milliseconds,
    state: 'CRASHED',
    error: 'The check failed; what it says is shown to viewers of the whole cluster.',
  };
}

/** Numbers of objects are the whole cluster's, so a viewer with namespaces is given none. */
function cutCoverage(coverage: Coverage, sight: Sight): Coverage {
  if (sight.namespaces === undefined) return coverage;
  return { ...coverage, objects: undefined, kinds: coverage.kinds.map((kind) => ({ ...kind, objects: undefined })) };
}

/** Labels name applications, so the selector of a run that also looks elsewhere is not this viewer's to read. */
function cutScope({ namespaces, labelSelector }: RunRequest['scope'], sight: Sight): RunRequest['scope'] {
  const isInside = namespaces?.every((name) => seesNamespace(sight, name)) ?? sight.namespaces === undefined;
  return {
    ...(namespaces === undefined ? {} : { namespaces: namespaces.filter((name) => seesNamespace(sight, name)) }),
    ...(labelSelector === undefined ? {} : { labelSelector: isInside ? labelSelector : HIDDEN }),
  };
}

function cutRequest(request: RunRequest, sight: Sight): RunRequest {
  return { scope: cutScope(request.scope, sight), checks: request.checks ?? undefined, params: request.params };
}

function must<T>(value: T | null, row: RunRow, column: string): T {
  if (value === null) throw new Error(`run ${row.id} is ${row.state} without ${column}`);
  return value;
}

/** The run of a row, cut to a viewer's sight: scope, counts and texts name only namespaces it may see. */
export function runOf(row: RunRow, sight: Sight): Run {
  const base = {
    id: row.id,
    sequence: row.sequence,
    clusterId: row.cluster_id,
    cluster: row.cluster_name,
    request: cutRequest(row.request, sight),
    startedBy: row.started_by,
    trigger: row.trigger,
    correlationId: row.correlation_id,
    queuedAt: row.queued_at,
  };
  const startedAt = row.started_at ?? undefined;
  switch (row.state) {
    case 'QUEUED':
      return { ...base, state: 'QUEUED' };
    case 'RUNNING':
      return { ...base, state: 'RUNNING', startedAt: must(row.started_at, row, 'started_at') };
    case 'FINISHED':
      return {
        ...base,
        state: 'FINISHED',
        startedAt: must(row.started_at, row, 'started_at'),
        endedAt: must(row.ended_at, row, 'ended_at'),
        takenAt: must(row.taken_at, row, 'taken_at'),
        outcomes: must(row.outcomes, row, 'outcomes').map((outcome) => cutState(outcome, sight)),
        coverage: cutCoverage(must(row.coverage, row, 'coverage'), sight),
      };
    case 'FAILED':
      return {
        ...base,
        state: 'FAILED',
        startedAt,
        endedAt: must(row.ended_at, row, 'ended_at'),
        reason: row.reason ?? '',
      };
    case 'CANCELLED':
      return {
        ...base,
        state: 'CANCELLED',
        startedAt,
        endedAt: must(row.ended_at, row, 'ended_at'),
        cancelledBy: row.cancelled_by ?? '',
      };
    default:
      throw new Error(`run ${row.id} has an unknown state`);
  }
}
