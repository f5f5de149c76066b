import type { ObjectRef } from '#src/kubernetes/port.ts';
import type { Finding } from './finding.ts';
import type { LatestEntry } from './latest-store.ts';
import { severityAt } from './remembered-store.ts';
import { cutEvidence, cutSayings, cutText, type Sight } from './sight.ts';

/** A row of `findings` with its cluster's name, its present subjects and its volatile values. */
export interface FindingRow {
  readonly id: string;
  readonly cluster_id: string;
  readonly cluster_name: string;
  readonly fingerprint: string;
  readonly check_id: string;
  readonly variant: string;
  readonly problem: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly root: ObjectRef;
  readonly part: string | null;
  readonly state: 'OPEN' | 'RESOLVED';
  readonly severity: number;
  readonly message: string;
  readonly changes: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Only those that the sight may see. */
  readonly caused_by: readonly string[];
  readonly remedy: string;
  readonly episode: number;
  readonly first_seen: Date;
  readonly since: Date;
  readonly resolved_taken_at: Date | null;
  readonly subjects: readonly ObjectRef[];
  /** Names of hidden namespaces may also come with the causes. */
  readonly mentions: readonly string[];
  readonly latest: LatestEntry | null;
  /** The sentence of the revision, should the volatile values be missing. */
  readonly text: string;
}

/** The finding of a row, cut to a viewer's sight. */
export function findingOf(row: FindingRow, sight: Sight): Finding {
  const latest = row.latest ?? undefined;
  const mentions = [...new Set([...row.mentions, ...(latest?.mentions ?? [])])];
  const { subjects, text, changes } = cutSayings(
    sight,
    { subjects: row.subjects, text: latest?.text ?? row.text, changes: row.changes },
    mentions,
  );
  const data = Object.entries(latest?.data ?? {}).map(([key, value]) => {
    if (typeof value === 'number') return [key, value];
    return [
      key,
      typeof value === 'string' ? cutText(sight, value, mentions) : value.map((part) => cutText(sight, part, mentions)),
    ];
  });
  return {
    id: row.id,
    clusterId: row.cluster_id,
    cluster: row.cluster_name,
    fingerprint: row.fingerprint,
    check: row.check_id,
    variant: row.variant,
    problem: row.problem,
    message: row.message,
    severity: severityAt(row.severity),
    kind: row.kind,
    namespace: row.namespace ?? undefined,
    name: row.name,
    root: row.root,
    part: row.part ?? undefined,
    text,
    data: Object.fromEntries(data),
    changes,
    subjects,
    subjectCount: subjects.length,
    labels: row.labels,
    evidence: cutEvidence(sight, latest?.evidence ?? [], mentions),
    next: cutText(sight, latest?.next ?? '', mentions),
    remedy: row.remedy,
    causedBy: row.caused_by,
    state: row.state,
    firstSeen: row.first_seen,
    lastSeen: latest === undefined ? row.since : new Date(latest.takenAt),
    since: row.since,
    resolvedAt: row.resolved_taken_at ?? undefined,
    reopened: row.episode - 1,
  };
}
