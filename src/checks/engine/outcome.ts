import type { ObjectRef } from '#src/kubernetes/port.ts';
import type { ReportData, Severity } from './define-check.ts';
import type { Evidence } from './evidence.ts';

/** Which objects a run may accuse. It limits who is accused, never what is read. */
export interface Scope {
  /** Empty or absent: all namespaces and cluster-scoped objects. */
  readonly namespaces?: readonly string[];
  /** Kubernetes' selector grammar, matched against the accused object's or its root's labels. */
  readonly labelSelector?: string;
}

/** What a check did in a run. */
export type CheckState =
  | { readonly state: 'OK' }
  | { readonly state: 'FINDINGS'; readonly count: number }
  /** Could not look. What it did see is reported all the same; nothing is resolved. */
  | { readonly state: 'UNKNOWN'; readonly reason: string }
  | { readonly state: 'SKIPPED'; readonly reason: string }
  | { readonly state: 'CRASHED'; readonly error: string };

export type Outcome = CheckState & {
  readonly check: string;
  /** Empty for the cluster's default params, else a digest of them. */
  readonly variant: string;
  readonly milliseconds: number;
};

/** A finding as a run sees it: reports of one fingerprint merged, without a life. */
export interface DiagnosedFinding {
  /**
   * Identity within a cluster: check, variant, problem, kind, namespace, root owner and part; a sha256 in hex. Without
   * the cluster in it, it serves comparison between clusters too; with the cluster's id beside it, it is unique.
   */
  readonly fingerprint: string;
  /** The check's id. */
  readonly check: string;
  readonly variant: string;
  readonly problem: string;
  readonly message: string;
  readonly severity: Severity;
  /** The accused object: of several subjects the first by name. */
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly root: ObjectRef;
  /** Container or key. */
  readonly part: string | undefined;
  /** The full sentence. */
  readonly text: string;
  readonly data: ReportData;
  /** The part of `data` whose change makes the finding CHANGED, as canonical text by key. */
  readonly changes: Readonly<Record<string, string>>;
  /** All objects that have the problem, at most 1,000, ordered by namespace and name. */
  readonly subjects: readonly ObjectRef[];
  /** Labels of the accused object and its root, for a selector's look at a finding whose object is gone. */
  readonly labels: Readonly<Record<string, string>>;
  readonly evidence: readonly Evidence[];
  /** The next command for a person. */
  readonly next: string;
  readonly remedy: string;
  /** Fingerprints of the findings that this one follows from. */
  readonly causedBy: readonly string[];
}

/** All that the checks said about one snapshot. */
export interface Diagnosis {
  readonly outcomes: readonly Outcome[];
  readonly findings: readonly DiagnosedFinding[];
}
