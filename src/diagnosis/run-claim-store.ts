import type { Database } from '#src/db/database.ts';
import type { Sql } from '#src/db/transaction.ts';
import type { Run } from './run.ts';
import { type RunRow, runOf } from './run-row.ts';
import { WHOLE } from './sight.ts';

/** A run in a worker's hands. Only who holds the present `attempt` may write. */
export interface Claim {
  readonly run: Run;
  readonly attempt: number;
  /** Of the row after the claim; part of the progress cursor. */
  readonly version: number;
}

type ClaimAnswer =
  | { readonly state: 'CLAIMED'; readonly claim: Claim; readonly failed: readonly string[] }
  /** Another worker is at it, or nothing waits. `failed`: runs given up on the way. */
  | { readonly state: 'BUSY' | 'NONE'; readonly failed: readonly string[] };

/** What a worker does with the rows of runs. Leases are kept by the database's clock, so servers' clocks may differ. */
export interface RunClaimStore {
  /** Takes the cluster's oldest unfinished run, if nobody alive has it; gives up runs that killed their workers. */
  claimNext(clusterId: string, worker: string): Promise<ClaimAnswer>;
  /** False when the run was cancelled, ended or taken over: stop working. */
  renew(runId: string, attempt: number, checksDone: number): Promise<boolean>;
  /** The same question without renewing. */
  holds(runId: string, attempt: number): Promise<boolean>;
  /** Puts the run back into its place in the queue. */
  handBack(runId: string, attempt: number): Promise<boolean>;
  fail(runId: string, attempt: number, reason: string): Promise<boolean>;
  /** Clusters with a run that a worker could take now. */
  waiting(): Promise<readonly { readonly clusterId: string; readonly cluster: string }[]>;
  /** Marks the cluster's oldest unfinished run FAILED and gives its id; undefined when there is none. Rejects while somebody works on it. */
  failHead(clusterId: string, reason: string): Promise<string | undefined>;
}

/** A dead worker's run is free after this: as long as a job's heartbeat, so that the job which comes again finds it free. */
export const LEASE_SECONDS = 15;

/** A run that takes its worker down each time would do so for ever. */
const MAX_CRASHES = 3;

/** Rows that a worker could take: first of their cluster, and in nobody's hands. */
const HEADS = `
  SELECT DISTINCT ON (r.cluster_id) r.cluster_id, r.cluster_name, r.state, r.lease_until
  FROM runs r WHERE r.state IN ('QUEUED', 'RUNNING') ORDER BY r.cluster_id, r.sequence`;
/** Under the row's lock. */
const FAIL = `UPDATE runs SET state = 'FAILED', ended_at = now(), lease_until = NULL, version = version + 1, crashes = $2, reason = $3 WHERE id = $1`;

const FREE = `(h.state = 'QUEUED' OR h.lease_until < now())`;

/** Makes the store. */
export function createRunClaimStore({ pool, transaction }: Pick<Database, 'pool' | 'transaction'>): RunClaimStore {
  async function head(
    sql: Sql,
    clusterId: string,
  ): Promise<{ id: string; state: string; crashes: number; expired: boolean } | undefined> {
    const { rows } = await sql.query<{ id: string; state: string; crashes: number; expired: boolean }>(
      `SELECT id, state, crashes, coalesce(lease_until < now(), false) AS expired FROM runs
       WHERE cluster_id = $1 AND state IN ('QUEUED', 'RUNNING') ORDER BY sequence LIMIT 1 FOR UPDATE`,
      [clusterId],
    );
    return rows[0];
  }

  async function take(sql: Sql, runId: string, worker: string, crashes: number): Promise<Claim> {
    const { rows } = await sql.query<RunRow & { attempt: number }>(
      `UPDATE runs SET state = 'RUNNING', started_at = now(), attempt = attempt + 1, crashes = $3, worker = $2,
         lease_until = now() + make_interval(secs => ${LEASE_SECONDS}), version = version + 1, checks_done = 0
       WHERE id = $1 RETURNING *, NULL AS taken_at, NULL AS outcomes, NULL AS coverage`,
      [runId, worker, crashes],
    );
    const row = rows[0];
    if (row === undefined) throw new Error(`run ${runId} vanished under its lock`);
    return { run: runOf(row, WHOLE), attempt: row.attempt, version: row.version };
  }

  async function changed(text: string, values: readonly unknown[]): Promise<boolean> {
    const { rowCount } = await pool.query(text, [...values]);
    return rowCount === 1;
  }

  return {
    claimNext: (clusterId, worker) =>
      transaction(async ({ sql }): Promise<ClaimAnswer> => {
        // One claim at a time per cluster. NO KEY: a finishing run's foreign keys must not wait for it.
        await sql.query('SELECT 1 FROM clusters WHERE id = $1 FOR NO KEY UPDATE', [clusterId]);
        const failed: string[] = [];
        for (let next = await head(sql, clusterId); next !== undefined; next = await head(sql, clusterId)) {
          if (next.state === 'RUNNING' && !next.expired) return { state: 'BUSY', failed };
          const crashes = next.state === 'RUNNING' ? next.crashes + 1 : next.crashes;
          if (crashes < MAX_CRASHES)
            return { state: 'CLAIMED', claim: await take(sql, next.id, worker, crashes), failed };
          await sql.query(FAIL, [
            next.id,
            crashes,
            `Given up: ${crashes} times in turn a server stopped without a word while it ran this.`,
          ]);
          failed.push(next.id);
        }
        return { state: 'NONE', failed };
      }),

    renew: (runId, attempt, checksDone) =>
      changed(
        `UPDATE runs SET lease_until = now() + make_interval(secs => ${LEASE_SECONDS}), checks_done = $3
         WHERE id = $1 AND attempt = $2 AND state = 'RUNNING'`,
        [runId, attempt, checksDone],
      ),

    async holds(runId, attempt) {
      const { rows } = await pool.query(`SELECT 1 FROM runs WHERE id = $1 AND attempt = $2 AND state = 'RUNNING'`, [
        runId,
        attempt,
      ]);
      return rows.length === 1;
    },

    handBack: (runId, attempt) =>
      changed(
        `UPDATE runs SET state = 'QUEUED', started_at = NULL, lease_until = NULL, worker = NULL, checks_done = 0, version = version + 1
         WHERE id = $1 AND attempt = $2 AND state = 'RUNNING'`,
        [runId, attempt],
      ),

    fail: (runId, attempt, reason) =>
      changed(
        `UPDATE runs SET state = 'FAILED', ended_at = now(), lease_until = NULL, reason = $3, version = version + 1
         WHERE id = $1 AND attempt = $2 AND state = 'RUNNING'`,
        [runId, attempt, reason],
      ),

    async waiting() {
      const { rows } = await pool.query<{ cluster_id: string; cluster_name: string }>(
        `SELECT h.cluster_id, h.cluster_name FROM (${HEADS}) h WHERE ${FREE} LIMIT 1000`,
      );
      return rows.map((row) => ({ clusterId: row.cluster_id, cluster: row.cluster_name }));
    },

    failHead: (clusterId, reason) =>
      transaction(async ({ sql }) => {
        await sql.query('SELECT 1 FROM clusters WHERE id = $1 FOR NO KEY UPDATE', [clusterId]);
        const next = await head(sql, clusterId);
        if (next === undefined) return undefined;
        if (next.state === 'RUNNING' && !next.expired)
          throw new Error(`run ${next.id} is in the hands of another worker`);
        await sql.query(FAIL, [next.id, next.crashes, reason]);
        return next.id;
      }),
  };
}
