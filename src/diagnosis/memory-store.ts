import { randomUUID } from 'node:crypto';
import type { DiagnosedFinding } from '#src/checks/engine/outcome.ts';
import type { Sql } from '#src/db/transaction.ts';
import type { KnownFinding } from './known-finding.ts';
import { type LatestEntry, readLatest, writeLatest } from './latest-store.ts';
import { mentionsOf } from './mentions.ts';
import type { Reconciliation } from './reconcile.ts';
import type { RunRequest } from './run.ts';
import { toJson } from './sql.ts';
import { SEVERITIES } from './words.ts';

/** The run whose sight is written. */
export interface WritingRun {
  readonly id: string;
  readonly sequence: number;
  readonly clusterId: string;
  readonly request: RunRequest;
  /** The cluster's clock. */
  readonly takenAt: Date;
  /** Names of the cluster's namespaces at that time. */
  readonly namespaces: ReadonlySet<string>;
}

/** A finding that the run saw, under its id. */
interface Seen {
  readonly id: string;
  readonly episode: number;
  readonly finding: DiagnosedFinding;
  readonly mentions: readonly string[];
}

const COLUMNS = `id uuid, episode int, fingerprint text, check_id text, variant text, problem text, kind text, namespace text, name text,
  root jsonb, part text, severity smallint, message text, changes jsonb, labels jsonb, caused_by text[], remedy text, text text,
  subjects jsonb, mentions text[]`;

/** One JSON array as the rows of all statements below: 5,000 findings are one parameter, not 100,000. */
function rowsOf(seen: readonly Seen[]): string {
  return toJson(
    seen.map(({ id, episode, finding, mentions }) => ({
      id,
      episode,
      fingerprint: finding.fingerprint,
      check_id: finding.check,
      variant: finding.variant,
      problem: finding.problem,
      kind: finding.kind,
      namespace: finding.namespace,
      name: finding.name,
      root: finding.root,
      part: finding.part,
      severity: SEVERITIES.indexOf(finding.severity),
      message: finding.message,
      changes: finding.changes,
      labels: finding.labels,
      caused_by: finding.causedBy,
      remedy: finding.remedy,
      text: finding.text,
      subjects: finding.subjects,
      mentions,
    })),
  );
}

/** The rows, unpacked once for all that a statement writes from them. */
const SEEN = `s AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($1::jsonb) AS s(${COLUMNS}))`;
const BEGIN_REVISIONS = `
  INSERT INTO finding_revisions (finding_id, from_sequence, episode, severity, message, name, changes, text, subjects, labels, mentions)
  SELECT s.id, $2::int, s.episode, s.severity, s.message, s.name, s.changes, s.text, s.subjects, s.labels, s.mentions FROM s`;

/** Findings that nobody knew, with their first episode and revision. */
async function open(sql: Sql, run: WritingRun, seen: readonly Seen[]): Promise<void> {
  if (seen.length === 0) return;
  await sql.query(
    `WITH ${SEEN}, revisions AS (${BEGIN_REVISIONS}), episodes AS (
       INSERT INTO finding_episodes (finding_id, number, opened_sequence, opened_by, opened_at, opened_taken_at)
       SELECT s.id, s.episode, $2::int, $5::uuid, now(), $3::timestamptz FROM s)
     INSERT INTO findings (id, cluster_id, fingerprint, check_id, variant, problem, kind, namespace, name, root, part, state, severity,
       message, changes, labels, caused_by, remedy, episode, revision_from, first_seen, since)
     SELECT s.id, $4::text, s.fingerprint, s.check_id, s.variant, s.problem, s.kind, s.namespace, s.name, s.root, s.part, 'OPEN', s.severity,
       s.message, s.changes, s.labels, s.caused_by, s.remedy, s.episode, $2::int, $3::timestamptz, $3::timestamptz FROM s`,
    [rowsOf(seen), run.sequence, run.takenAt, run.clusterId, run.id],
  );
}

async function beginEpisodes(sql: Sql, run: WritingRun, seen: readonly Seen[]): Promise<void> {
  if (seen.length === 0) return;
  await sql.query(
    `INSERT INTO finding_episodes (finding_id, number, opened_sequence, opened_by, opened_at, opened_taken_at)
     SELECT id, number, $3::int, $4::uuid, now(), $5::timestamptz FROM unnest($1::uuid[], $2::int[]) AS s(id, number)`,
    [seen.map(({ id }) => id), seen.map(({ episode }) => episode), run.sequence, run.id, run.takenAt],
  );
}

async function endRevisions(sql: Sql, run: WritingRun, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql.query(
    'UPDATE finding_revisions SET until_sequence = $2 WHERE finding_id = ANY($1::uuid[]) AND until_sequence IS NULL',
    [ids, run.sequence],
  );
}

/** Brings findings to a new standing, with a revision of it; a new episode also gives a new `since`. */
async function restate(sql: Sql, run: WritingRun, seen: readonly Seen[]): Promise<void> {
  if (seen.length === 0) return;
  await sql.query(
    `WITH ${SEEN}, revisions AS (${BEGIN_REVISIONS})
     UPDATE findings f SET state = 'OPEN', severity = s.severity, message = s.message, name = s.name, changes = s.changes,
       labels = s.labels, caused_by = s.caused_by, remedy = s.remedy, root = s.root, revision_from = $2::int,
       since = CASE WHEN f.episode = s.episode THEN f.since ELSE $3::timestamptz END, resolved_taken_at = NULL, episode = s.episode
     FROM s WHERE f.id = s.id`,
    [rowsOf(seen), run.sequence, run.takenAt],
  );
}

async function resolve(sql: Sql, run: WritingRun, resolved: readonly KnownFinding[]): Promise<void> {
  if (resolved.length === 0) return;
  const ids = resolved.map((finding) => finding.id);
  const last = await readLatest(sql, run.clusterId, ids);
  await sql.query(
    `UPDATE finding_episodes e SET resolved_sequence = $2, resolved_by = $3, resolved_at = now(), resolved_taken_at = $4, last_values = s.last
     FROM jsonb_to_recordset($1::jsonb) AS s(id uuid, number int, last jsonb) WHERE e.finding_id = s.id AND e.number = s.number`,
    [
      toJson(resolved.map(({ id, episode }) => ({ id, number: episode, last: last.get(id) }))),
      run.sequence,
      run.id,
      run.takenAt,
    ],
  );
  await sql.query(`UPDATE findings SET state = 'RESOLVED', resolved_taken_at = $2 WHERE id = ANY($1::uuid[])`, [
    ids,
    run.takenAt,
  ]);
}

/**
 * Writes what a run means for the memory, in the transaction of its end: a constant number of statements, and rows only
 * for what opened, changed or ended. Gives the ids of all findings that the run saw, by fingerprint.
 */
export async function writeMemory(
  sql: Sql,
  run: WritingRun,
  reconciliation: Reconciliation,
  known: readonly KnownFinding[],
): Promise<ReadonlyMap<string, string>> {
  const seenOf = (id: string, episode: number, finding: DiagnosedFinding): Seen => ({
    id,
    episode,
    finding,
    mentions: mentionsOf(finding, run.namespaces),
  });
  const opened = reconciliation.opened.map((finding) => seenOf(randomUUID(), 1, finding));
  const reopened = reconciliation.reopened.map((again) =>
    seenOf(again.known.id, again.known.episode + 1, again.finding),
  );
  const changed = [...reconciliation.changed, ...reconciliation.revised].map((again) =>
    seenOf(again.known.id, again.known.episode, again.finding),
  );
  const unchanged = reconciliation.unchanged.map((again) => seenOf(again.known.id, again.known.episode, again.finding));

  await open(sql, run, opened);
  await endRevisions(
    sql,
    run,
    [...changed, ...reconciliation.resolved].map(({ id }) => id),
  );
  await beginEpisodes(sql, run, reopened);
  await restate(sql, run, [...reopened, ...changed]);
  await resolve(sql, run, reconciliation.resolved);

  const seen = [...opened, ...reopened, ...changed, ...unchanged];
  const seenIds = new Set(seen.map(({ id }) => id));
  const resolvedIds = new Set(reconciliation.resolved.map(({ id }) => id));
  await writeLatest(sql, {
    clusterId: run.clusterId,
    request: run.request,
    seen: new Map(seen.map(({ id, finding, mentions }) => [id, entryOf(run, finding, mentions)])),
    unseen: known
      .filter(({ id, state }) => state === 'OPEN' && !seenIds.has(id) && !resolvedIds.has(id))
      .map(({ id }) => id),
  });
  return new Map(seen.map(({ id, finding }) => [finding.fingerprint, id]));
}

function entryOf(
  run: WritingRun,
  { text, data, evidence, next }: DiagnosedFinding,
  mentions: readonly string[],
): LatestEntry {
  return { text, data, evidence, next, mentions, sequence: run.sequence, takenAt: run.takenAt.toISOString() };
}
