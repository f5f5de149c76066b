import type { DiagnosedFinding } from '#src/checks/engine/outcome.ts';

/** One stretch of time in which a finding was open. Cluster times beside ours. */
export interface Episode {
  readonly openedAt: Date;
  /** The cluster's clock of the snapshot in which it was first seen. */
  readonly openedTakenAt: Date;
  readonly openedBy: string;
  readonly resolvedAt: Date | undefined;
  readonly resolvedTakenAt: Date | undefined;
  readonly resolvedBy: string | undefined;
}

/** A remembered report: identity, its latest words, and its life. `openedBy` and the like are run ids. */
export interface Finding extends DiagnosedFinding {
  readonly id: string;
  readonly clusterId: string;
  readonly cluster: string;
  readonly state: 'OPEN' | 'RESOLVED';
  /** First episode's beginning, the cluster's clock. */
  readonly firstSeen: Date;
  /** When a run last saw it, the cluster's clock. */
  readonly lastSeen: Date;
  /** The current or last episode's beginning, the cluster's clock: since when it is as bad as this. */
  readonly since: Date;
  readonly resolvedAt: Date | undefined;
  /** How often it came back. */
  readonly reopened: number;
  /** How many objects have it, as far as this viewer may see them. */
  readonly subjectCount: number;
}

/** Which findings to list; all given parts must hold. */
export interface FindingFilter {
  readonly cluster?: string;
  readonly state?: 'OPEN' | 'RESOLVED';
  readonly severityAtLeast?: DiagnosedFinding['severity'];
  readonly checks?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly kind?: string;
  readonly name?: string;
  /** Words that the sentence must contain, case-insensitively. */
  readonly text?: string;
  /** Only findings that no other explains. */
  readonly rootCausesOnly?: boolean;
}
