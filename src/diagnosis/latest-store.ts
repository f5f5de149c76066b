import { createHash } from 'node:crypto';
import type { DiagnosedFinding, Scope } from '#src/checks/engine/outcome.ts';
import type { Sql } from '#src/db/transaction.ts';
import type { RunRequest } from './run.ts';
import { contains } from './scope.ts';
import { toJson } from './sql.ts';

/** The volatile values of an open finding, as a run last saw them. */
export interface LatestEntry extends Pick<DiagnosedFinding, 'text' | 'data' | 'evidence' | 'next'> {
  readonly sequence: number;
  /** The cluster's clock, RFC 3339. */
  readonly takenAt: string;
  readonly mentions: readonly string[];
}

/** So many kinds of narrow runs keep rows of their own; with one more, the next run takes all of them over. */
const MAX_ROWS = 32;

interface RowHead {
  readonly request_key: string;
  readonly scope: Scope;
  readonly checks: readonly string[] | null;
}

/** Runs that ask for the same write the same row. */
function requestKeyOf(request: RunRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([request.scope, request.checks ?? null]))
    .digest('hex')
    .slice(0, 32);
}

function takesOver(request: RunRequest, row: RowHead): boolean {
  if (!contains(request.scope, row.scope)) return false;
  return request.checks === undefined || row.checks?.every((check) => request.checks?.includes(check)) === true;
}

/** The newest entries of these findings, from all rows of a cluster or from those with these keys. */
export async function readLatest(
  sql: Sql,
  clusterId: string,
  findingIds: readonly string[],
  keys?: readonly string[],
): Promise<ReadonlyMap<string, LatestEntry>> {
  if (findingIds.length === 0) return new Map();
  const { rows } = await sql.query<{ key: string; value: LatestEntry }>(
    `SELECT DISTINCT ON (e.key) e.key, e.value FROM finding_latest l CROSS JOIN LATERAL jsonb_each(l.values) e
     WHERE l.cluster_id = $1 AND e.key = ANY($2::text[]) AND ($3::text[] IS NULL OR l.request_key = ANY($3::text[]))
     ORDER BY e.key, (e.value->>'sequence')::int DESC`,
    [clusterId, findingIds, keys],
  );
  return new Map(rows.map((row) => [row.key, row.value]));
}

/** What a run leaves in `finding_latest`. */
export interface LatestWrite {
  readonly clusterId: string;
  readonly request: RunRequest;
  /** Entries of what the run saw, by finding id. */
  readonly seen: ReadonlyMap<string, LatestEntry>;
  /** Open findings that it did not see: entries of rows that it replaces must be carried over. */
  readonly unseen: readonly string[];
}

/** Writes the one row of this kind of run and removes those that it takes over: O(1) rows however many findings. */
export async function writeLatest(sql: Sql, { clusterId, request, seen, unseen }: LatestWrite): Promise<void> {
  const key = requestKeyOf(request);
  const heads = await sql.query<RowHead>(
    'SELECT request_key, scope, checks FROM finding_latest WHERE cluster_id = $1',
    [clusterId],
  );
  const others = heads.rows.filter((row) => row.request_key !== key);
  const taken = others.length >= MAX_ROWS ? others : others.filter((row) => takesOver(request, row));
  const carried = await readLatest(sql, clusterId, unseen, [key, ...taken.map((row) => row.request_key)]);
  const values = { ...Object.fromEntries(carried), ...Object.fromEntries(seen) };
  if (taken.length > 0) {
    await sql.query('DELETE FROM finding_latest WHERE cluster_id = $1 AND request_key = ANY($2::text[])', [
      clusterId,
      taken.map((row) => row.request_key),
    ]);
  }
  await sql.query(
    `INSERT INTO finding_latest (cluster_id, request_key, scope, checks, values) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (cluster_id, request_key) DO UPDATE SET values = excluded.values`,
    [
      clusterId,
      key,
      JSON.stringify(request.scope),
      request.checks === undefined ? null : JSON.stringify(request.checks),
      toJson(values),
    ],
  );
}
