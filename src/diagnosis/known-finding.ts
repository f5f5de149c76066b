import type { DiagnosedFinding } from '#src/checks/engine/outcome.ts';

/** How a finding stands in one revision: a difference here is worth a row, one in anything else is not. */
export type Standing = Pick<
  DiagnosedFinding,
  'severity' | 'message' | 'name' | 'changes' | 'subjects' | 'labels' | 'causedBy'
>;

/** What is remembered of a finding before a run; of a RESOLVED one the last standing. */
export interface KnownFinding
  extends Pick<DiagnosedFinding, 'fingerprint' | 'check' | 'variant' | 'kind' | 'namespace' | 'root'>,
    Standing {
  readonly id: string;
  readonly state: 'OPEN' | 'RESOLVED';
  /** Number of the current or last episode, from 1. */
  readonly episode: number;
}
