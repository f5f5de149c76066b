import { z } from 'zod';
import type { Database } from '#src/db/database.ts';
import type { Transaction } from '#src/db/transaction.ts';
import { positionAfter } from '#src/errors/page-position.ts';
import { encodeCursor } from '#src/lib/cursor.ts';
import type { Page, PageRequest } from '#src/lib/page.ts';
import type { Run, RunRequest } from './run.ts';
import { RUN_COLUMNS, type RunRow, runOf } from './run-row.ts';
import type { RunFilter } from './services.ts';
import type { Sight } from './sight.ts';
import { bindings, isUuid } from './sql.ts';

/** A run that is to be. `viewer` owns the idempotency key. */
interface NewRun {
  readonly id: string;
  readonly clusterId: string;
  readonly cluster: string;
  readonly request: RunRequest;
  readonly trigger: Run['trigger'];
  readonly startedBy: string;
  readonly correlationId: string;
  readonly checksTotal: number;
  readonly idempotency: { readonly viewer: string; readonly key: string; readonly requestHash: string } | undefined;
}

/** What came of a start: a run of its own, the run that the same key made before, another input under that key, or no room. */
export type Queued =
  | { readonly outcome: 'QUEUED' | 'REPEATED'; readonly runId: string }
  | { readonly outcome: 'CONFLICT' | 'FULL' };

/** A run with the numbers of its progress; `version` grows with every change of state. */
export interface RunStanding {
  readonly run: Run;
  readonly version: number;
  readonly checksDone: number;
  readonly checksTotal: number;
}

/** Sees to it that some server looks at a cluster's queue; part of the transaction when there is one. */
export type Wake = (queue: { readonly clusterId: string; readonly cluster: string }, tx?: Transaction) => Promise<void>;

/** Reading, queueing and cancelling. What a sight does not reach is not found. */
export interface RunStore {
  /**
   * Gives the run its place in the cluster's queue, unless `limit` runs wait there. `wake` is called in the same
   * transaction: the job that will run it exists when the run does, and never without it.
   */
  queue(run: NewRun, options: { readonly limit: number; readonly wake: Wake }): Promise<Queued>;
  get(sight: Sight, runId: string): Promise<RunStanding | undefined>;
  /** Newest first. */
  list(sight: Sight, filter: RunFilter, page: PageRequest): Promise<Page<Run>>;
  /** False when it was neither QUEUED nor RUNNING. Its worker, if any, can't write any more. */
  cancel(runId: string, cancelledBy: string): Promise<boolean>;
}

const POSITION = z.tuple([z.iso.datetime(), z.int32(), z.uuid()]);
const KEY_HOURS = 24;

class QueueIsFull extends Error {}

/** Everything that a run list may show a sight: its clusters, and no run that is wholly about hidden namespaces. */
function visible(sight: Sight, bind: (value: unknown) => string): string {
  const parts = ['true'];
  if (sight.clusters !== undefined) parts.push(`c.name = ANY(${bind(sight.clusters)}::text[])`);
  if (sight.namespaces !== undefined) {
    parts.push(
      `(r.request->'scope'->'namespaces' IS NULL OR r.request->'scope'->'namespaces' ?| ${bind(sight.namespaces)}::text[])`,
    );
  }
  return parts.join(' AND ');
}

const FROM = 'FROM runs r JOIN clusters c ON c.id = r.cluster_id LEFT JOIN run_outcomes o ON o.run_id = r.id';

/** Makes the store. */
export function createRunStore({ pool, transaction }: Pick<Database, 'pool' | 'transaction'>): RunStore {
  return {
    queue: (run, { limit, wake }) =>
      transaction(async (tx): Promise<Queued> => {
        const { sql } = tx;
        if (run.idempotency !== undefined) {
          const { viewer, key, requestHash } = run.idempotency;
          await sql.query(
            `DELETE FROM idempotency_keys WHERE created_at < now() - make_interval(hours => ${KEY_HOURS})`,
          );
          const written = await sql.query(
            'INSERT INTO idempotency_keys (viewer, key, request_hash, run_id) VALUES ($1, $2, $3, $4) ON CONFLICT (viewer, key) DO NOTHING',
            [viewer, key, requestHash, run.id],
          );
          if (written.rowCount === 0) {
            const { rows } = await sql.query<{ request_hash: string; run_id: string }>(
              'SELECT request_hash, run_id FROM idempotency_keys WHERE viewer = $1 AND key = $2',
              [viewer, key],
            );
            const before = rows[0];
            return before?.request_hash === requestHash
              ? { outcome: 'REPEATED', runId: before.run_id }
              : { outcome: 'CONFLICT' };
          }
        }
        const sequence = await sql.query<{ last_sequence: number }>(
          `INSERT INTO clusters (id, name, last_sequence) VALUES ($1, $2, 1)
           ON CONFLICT (id) DO UPDATE SET name = excluded.name, last_seen_at = now(), last_sequence = clusters.last_sequence + 1
           RETURNING last_sequence`,
          [run.clusterId, run.cluster],
        );
        const written = await sql.query(
          `INSERT INTO runs (id, cluster_id, sequence, cluster_name, state, request, trigger, started_by, correlation_id, checks_total)
           SELECT $1::uuid, $2::text, $3::int, $4::text, 'QUEUED', $5::jsonb, $6::text, $7::text, $8::text, $9::int
           WHERE (SELECT count(*) FROM runs WHERE cluster_id = $2 AND state IN ('QUEUED', 'RUNNING')) < $10::int`,
          [
            run.id,
            run.clusterId,
            sequence.rows[0]?.last_sequence,
            run.cluster,
            JSON.stringify(run.request),
            run.trigger,
            run.startedBy,
            run.correlationId,
            run.checksTotal,
            limit,
          ],
        );
        if (written.rowCount === 0) throw new QueueIsFull();
        await wake({ clusterId: run.clusterId, cluster: run.cluster }, tx);
        return { outcome: 'QUEUED', runId: run.id };
      }).catch((error: unknown): Queued => {
        if (error instanceof QueueIsFull) return { outcome: 'FULL' };
        throw error;
      }),

    async get(sight, runId) {
      if (!isUuid(runId)) return undefined;
      const { values, bind } = bindings();
      const { rows } = await pool.query<RunRow>(
        `SELECT ${RUN_COLUMNS} ${FROM} WHERE r.id = ${bind(runId)} AND ${visible(sight, bind)}`,
        values,
      );
      const row = rows[0];
      if (row === undefined) return undefined;
      return {
        run: runOf(row, sight),
        version: row.version,
        checksDone: row.checks_done,
        checksTotal: row.checks_total,
      };
    },

    async list(sight, filter, { first, after }) {
      const position = positionAfter(after, POSITION);
      const { values, bind } = bindings();
      const conditions = [visible(sight, bind)];
      if (filter.cluster !== undefined) conditions.push(`c.name = ${bind(filter.cluster)}`);
      if (filter.states !== undefined) conditions.push(`r.state = ANY(${bind(filter.states)}::text[])`);
      const where = conditions.join(' AND ');
      const counted = [...values];
      const from =
        position === undefined
          ? ''
          : ` AND (r.queued_at, r.sequence, r.id) < (${bind(position[0])}::timestamptz, ${bind(position[1])}::int, ${bind(position[2])}::uuid)`;
      const { rows } = await pool.query<RunRow>(
        `SELECT ${RUN_COLUMNS} ${FROM} WHERE ${where}${from} ORDER BY r.queued_at DESC, r.sequence DESC, r.id DESC LIMIT ${bind(first + 1)}`,
        values,
      );
      return {
        items: rows.slice(0, first).map((row) => ({
          cursor: encodeCursor([row.queued_at.toISOString(), row.sequence, row.id]),
          node: runOf(row, sight),
        })),
        hasNextPage: rows.length > first,
        total: async () => {
          const count = await pool.query<{ count: number }>(
            `SELECT count(*)::int AS count ${FROM} WHERE ${where}`,
            counted,
          );
          return count.rows[0]?.count ?? 0;
        },
      };
    },

    async cancel(runId, cancelledBy) {
      const { rowCount } = await pool.query(
        `UPDATE runs SET state = 'CANCELLED', ended_at = now(), cancelled_by = $2, lease_until = NULL, version = version + 1
         WHERE id = $1 AND state IN ('QUEUED', 'RUNNING')`,
        [runId, cancelledBy],
      );
      return rowCount === 1;
    },
  };
}
