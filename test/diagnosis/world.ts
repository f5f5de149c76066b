import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { createAuthorizer } from '#src/access/authorizer.ts';
import type { Viewer } from '#src/access/viewer.ts';
import type { DiagnosedFinding, Outcome } from '#src/checks/engine/outcome.ts';
import { type Database, openDatabase } from '#src/db/database.ts';
import { createComparisonService } from '#src/diagnosis/comparison-service.ts';
import { createComparisonStore } from '#src/diagnosis/comparison-store.ts';
import { createFindingService } from '#src/diagnosis/finding-service.ts';
import { createFindingStore } from '#src/diagnosis/finding-store.ts';
import type { Reconciliation } from '#src/diagnosis/reconcile.ts';
import type { Run, RunRequest } from '#src/diagnosis/run.ts';
import { type Claim, createRunClaimStore } from '#src/diagnosis/run-claim-store.ts';
import { createRunFinishStore, type Sighting } from '#src/diagnosis/run-finish-store.ts';
import { createRunNews } from '#src/diagnosis/run-news-store.ts';
import { createRunStore, type Queued } from '#src/diagnosis/run-store.ts';
import { createTestDatabase } from '#test/harness/database.ts';

/** Who sees and may do all. */
export const ADMIN: Viewer = { name: 'local', via: 'LOCAL', role: 'ADMIN', clusters: undefined, namespaces: undefined };

/** An operator who sees only these namespaces. */
export function operatorOf(...namespaces: string[]): Viewer {
  return { name: `of-${namespaces.join('-')}`, via: 'TOKEN', role: 'OPERATOR', clusters: undefined, namespaces };
}

/** What a run is said to have seen. */
export interface Told {
  readonly findings?: readonly DiagnosedFinding[];
  /** Default: `crash` looked. */
  readonly outcomes?: readonly Outcome[];
  readonly request?: Partial<RunRequest>;
  /** The cluster's clock. Default: `2026-03-01T12:00:00Z` plus as many minutes as the run's sequence. */
  readonly takenAt?: string;
  readonly cluster?: { readonly id: string; readonly name: string };
  readonly namespaces?: readonly string[];
  readonly labelsNow?: Sighting['labelsNow'];
}

const SHOP = { id: 'shop-uid', name: 'shop' };
const LOOKED: Outcome = { check: 'crash', variant: '', milliseconds: 1, state: 'OK' };

/** A migrated database of its own with all stores and reading services of the diagnosis over it. */
export interface World {
  readonly db: Database;
  readonly url: string;
  readonly runs: ReturnType<typeof createRunStore>;
  readonly claims: ReturnType<typeof createRunClaimStore>;
  readonly finishes: ReturnType<typeof createRunFinishStore>;
  readonly news: ReturnType<typeof createRunNews>;
  readonly findings: ReturnType<typeof createFindingService>;
  readonly comparisons: ReturnType<typeof createComparisonService>;
  queue(told?: Told): Promise<string>;
  claim(clusterId?: string): Promise<Claim>;
  /** Queues, claims and finishes a run that has seen this. */
  tell(told: Told): Promise<{ readonly run: Run; readonly reconciliation: Reconciliation }>;
  sighting(told: Told, sequence: number): Sighting;
  close(): Promise<void>;
}

/** Makes a world; close it in `afterAll`. */
export async function createWorld(): Promise<World> {
  const database = await createTestDatabase();
  const db = await openDatabase({ url: database.url, logger: pino({ level: 'silent' }), connections: 5 });
  const authorizer = createAuthorizer();
  const news = createRunNews(db);
  const runs = createRunStore(db);
  const claims = createRunClaimStore(db);
  const finishes = createRunFinishStore({ transaction: db.transaction, news });

  async function queue({ cluster = SHOP, request = {} }: Told = {}): Promise<string> {
    const queued: Queued = await runs.queue(
      {
        id: randomUUID(),
        clusterId: cluster.id,
        cluster: cluster.name,
        request: { scope: {}, checks: undefined, params: {}, ...request },
        trigger: 'MANUAL',
        startedBy: 'local',
        correlationId: 'c-1',
        checksTotal: 1,
        idempotency: undefined,
      },
      { limit: 100, wake: async () => {} },
    );
    if (queued.outcome !== 'QUEUED') throw new Error(queued.outcome);
    return queued.runId;
  }

  async function claim(clusterId = SHOP.id): Promise<Claim> {
    const answer = await claims.claimNext(clusterId, 'test');
    if (answer.state !== 'CLAIMED') throw new Error(answer.state);
    return answer.claim;
  }

  function sighting(told: Told, sequence: number): Sighting {
    const findings = told.findings ?? [];
    return {
      diagnosis: { findings, outcomes: told.outcomes ?? [LOOKED] },
      coverage: {
        kinds: [{ kind: 'Pod', state: { state: 'SYNCED' }, objects: 7 }],
        objects: 7,
        apiCalls: 0,
        milliseconds: 5,
      },
      takenAt: new Date(told.takenAt ?? Date.parse('2026-03-01T12:00:00Z') + sequence * 60_000),
      namespaces: new Set(told.namespaces ?? ['shop', 'payments', 'default', 'kube-system']),
      labelsNow: told.labelsNow ?? (() => undefined),
    };
  }

  return {
    db,
    url: database.url,
    runs,
    claims,
    finishes,
    news,
    findings: createFindingService({ findings: createFindingStore(db), authorizer }),
    comparisons: createComparisonService({ runs, comparisons: createComparisonStore(db), authorizer }),
    queue,
    claim,
    sighting,
    async tell(told) {
      const runId = await queue(told);
      const held = await claim(told.cluster?.id);
      if (held.run.id !== runId) throw new Error('another run was first in the queue');
      const reconciliation = await finishes.finish(held, sighting(told, held.run.sequence));
      const standing = await runs.get({ clusters: undefined, namespaces: undefined }, runId);
      if (reconciliation === undefined || standing === undefined) throw new Error('the run could not be finished');
      return { run: standing.run, reconciliation };
    },
    async close() {
      await db.close();
      await database.drop();
    },
  };
}

/** All rows that the diagnosis has written, by table. */
export async function countRows({ db }: World): Promise<Record<string, number>> {
  const tables = ['runs', 'run_outcomes', 'findings', 'finding_episodes', 'finding_revisions', 'finding_latest'];
  const counts = await Promise.all(
    tables.map((table) => db.pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`)),
  );
  return Object.fromEntries(tables.map((table, index) => [table, counts[index]?.rows[0]?.count ?? 0]));
}

/** Row versions written (inserts, updates, deletes) since the statistics were last reset, by table; zero left out. */
export async function takeWrites({ db }: World): Promise<Record<string, number>> {
  // Each connection keeps its numbers to itself for a while unless asked.
  const clients = await Promise.all(Array.from({ length: 5 }, () => db.pool.connect()));
  for (const client of clients) await client.query('SELECT pg_stat_force_next_flush()');
  for (const client of clients) client.release();
  const { rows } = await db.pool.query<{ relname: string; writes: number }>(
    `SELECT relname, (n_tup_ins + n_tup_upd + n_tup_del)::int AS writes FROM pg_stat_user_tables WHERE schemaname = 'public' ORDER BY relname`,
  );
  await db.pool.query(`SELECT pg_stat_reset()`);
  return Object.fromEntries(rows.filter(({ writes }) => writes > 0).map(({ relname, writes }) => [relname, writes]));
}
