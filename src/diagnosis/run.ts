import type { Outcome, Scope } from '#src/checks/engine/outcome.ts';
import type { KindState } from '#src/kubernetes/port.ts';

/** What a run is to do. */
export interface RunRequest {
  readonly scope: Scope;
  /** Ids of checks; undefined: all. */
  readonly checks: readonly string[] | undefined;
  /** Params by check id, over the cluster's defaults. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** What a run saw and what it cost. */
export interface Coverage {
  readonly kinds: readonly { readonly kind: string; readonly state: KindState; readonly objects: number | undefined }[];
  /** Undefined, as with each kind, for a viewer who may not know the whole cluster's numbers. */
  readonly objects: number | undefined;
  /** API calls that the run itself caused; 0 on a warm store. */
  readonly apiCalls: number;
  readonly milliseconds: number;
}

interface RunBase {
  readonly id: string;
  /** Order of the runs of one cluster. */
  readonly sequence: number;
  /** Our id of the cluster: its stable identity. */
  readonly clusterId: string;
  /** The cluster's label, as it was when the run was asked for. */
  readonly cluster: string;
  readonly request: RunRequest;
  readonly startedBy: string;
  readonly trigger: 'MANUAL' | 'SCHEDULE' | 'DEMO';
  readonly correlationId: string;
  readonly queuedAt: Date;
}

interface Started {
  readonly startedAt: Date;
}

interface Ended extends Started {
  readonly endedAt: Date;
}

export interface QueuedRun extends RunBase {
  readonly state: 'QUEUED';
}
export interface RunningRun extends RunBase, Started {
  readonly state: 'RUNNING';
}
export interface FinishedRun extends RunBase, Ended {
  readonly state: 'FINISHED';
  /** The cluster's clock of the snapshot. */
  readonly takenAt: Date;
  readonly outcomes: readonly Outcome[];
  readonly coverage: Coverage;
}
export interface FailedRun extends RunBase {
  readonly state: 'FAILED';
  readonly startedAt: Date | undefined;
  readonly endedAt: Date;
  readonly reason: string;
}
export interface CancelledRun extends RunBase {
  readonly state: 'CANCELLED';
  readonly startedAt: Date | undefined;
  readonly endedAt: Date;
  readonly cancelledBy: string;
}

/** One execution of a set of checks over one scope of one cluster. */
export type Run = QueuedRun | RunningRun | FinishedRun | FailedRun | CancelledRun;
export type RunState = Run['state'];

/** What a subscriber hears of a run; `cursor` grows with every event of the run. */
export interface RunProgress {
  readonly cursor: string;
  readonly type: 'QUEUED' | 'STARTED' | 'CHECKED' | 'FINISHED' | 'FAILED' | 'CANCELLED' | 'RELIST';
  readonly at: Date;
  /** The run as it is now. */
  readonly run: Run;
  /** How many checks have ended, of how many. */
  readonly checksDone: number;
  readonly checksTotal: number;
}
