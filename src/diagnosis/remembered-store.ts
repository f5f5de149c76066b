import type { Sql } from '#src/db/transaction.ts';
import type { KnownFinding } from './known-finding.ts';
import { SEVERITIES, type Severity } from './words.ts';

/** Severities are kept as their place in {@link SEVERITIES}, so that SQL can order them. */
export function severityAt(place: number): Severity {
  const severity = SEVERITIES[place];
  if (severity === undefined) throw new Error(`no severity at place ${place}`);
  return severity;
}

interface Row extends Omit<KnownFinding, 'severity' | 'namespace'> {
  readonly severity: number;
  readonly namespace: string | null;
}

/**
 * What a run is reconciled with: all open findings of a cluster, and of the resolved ones those whose fingerprints are
 * given. Read inside the transaction that writes, after the run's row is locked.
 */
export async function readRemembered(
  sql: Sql,
  clusterId: string,
  fingerprints: readonly string[],
): Promise<readonly KnownFinding[]> {
  const { rows } = await sql.query<Row>(
    `SELECT f.id, f.fingerprint, f.check_id AS "check", f.variant, f.kind, f.namespace, f.name, f.root, f.state, f.severity,
       f.message, f.changes, f.labels, f.caused_by AS "causedBy", f.episode, v.subjects
     FROM findings f JOIN finding_revisions v ON v.finding_id = f.id AND v.from_sequence = f.revision_from
     WHERE f.cluster_id = $1 AND (f.state = 'OPEN' OR f.fingerprint = ANY($2::text[]))`,
    [clusterId, fingerprints],
  );
  return rows.map((row) => ({ ...row, severity: severityAt(row.severity), namespace: row.namespace ?? undefined }));
}
