import type { DiagnosedFinding, Severity } from './words.ts';

/** A finding as it stood in one run. */
export interface FindingState {
  readonly severity: Severity;
  readonly message: string;
  readonly text: string;
  /** Only what counts as a change. */
  readonly changes: Readonly<Record<string, string>>;
  readonly subjects: DiagnosedFinding['subjects'];
}

/** One field that differs between both runs. */
export interface FieldChange {
  readonly field: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Why a finding can't be compared. */
export type NotComparableReason =
  | 'CHECK_NOT_RUN'
  | 'CHECK_UNKNOWN'
  | 'CHECK_SKIPPED'
  | 'CHECK_CRASHED'
  | 'OTHER_PARAMS'
  | 'OTHER_SCOPE';

interface ComparedBase {
  readonly findingId: string;
  readonly fingerprint: string;
  readonly check: string;
  readonly problem: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly root: DiagnosedFinding['root'];
}

/** One finding in two runs. */
export type ComparedFinding = ComparedBase &
  (
    | { readonly change: 'NEW'; readonly head: FindingState; readonly reopened: boolean }
    | { readonly change: 'RESOLVED'; readonly base: FindingState }
    | {
        readonly change: 'CHANGED';
        readonly base: FindingState;
        readonly head: FindingState;
        readonly fields: readonly FieldChange[];
      }
    | {
        readonly change: 'UNCHANGED';
        readonly base: FindingState;
        readonly head: FindingState;
        readonly otherSubjects: boolean;
      }
    | {
        readonly change: 'NOT_COMPARABLE';
        readonly base: FindingState | undefined;
        readonly head: FindingState | undefined;
        readonly reason: NotComparableReason;
        readonly explanation: string;
      }
  );

export type Change = ComparedFinding['change'];

/** How many of each, as far as this viewer may see them. */
export type ComparisonCounts = Readonly<Record<Change, number>>;
