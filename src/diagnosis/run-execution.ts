import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Check } from '#src/checks/engine/define-check.ts';
import type { Outcome } from '#src/checks/engine/outcome.ts';
import { runChecks } from '#src/checks/engine/run-checks.ts';
import type { ClusterService } from '#src/clusters/cluster.ts';
import type { ClusterConnection } from '#src/kubernetes/port.ts';
import type { ProgressBoard } from './progress-board.ts';
import type { Claim, RunClaimStore } from './run-claim-store.ts';
import type { RunFinishStore } from './run-finish-store.ts';
import { type KeptClaim, keepClaim } from './run-lease.ts';
import type { RunNews } from './run-news-store.ts';
import { readScope } from './scope.ts';
import { sightingOf } from './sighting.ts';

/** What executing runs needs. */
export interface RunExecutionDeps {
  readonly claims: RunClaimStore;
  readonly finishes: RunFinishStore;
  readonly news: RunNews;
  readonly board: ProgressBoard;
  readonly clusters: Pick<ClusterService, 'connection'>;
  readonly catalogue: readonly Check[];
  readonly paramDefaults: (cluster: string) => Readonly<Record<string, object>>;
  /** Names this server in the rows that it works on. */
  readonly worker: string;
  readonly logger: Logger;
  readonly now: () => Date;
  /** Milliseconds, monotonic. */
  readonly stopwatch: () => number;
  /** Hears of every check that a run has done, for metrics. */
  readonly onOutcome?: (outcome: Outcome) => void;
  /** How long a cluster's kinds may still be read for the first time. Default 30 s; what is not seen then is UNKNOWN. */
  readonly settleMs?: number;
}

/** What a job says: look at this cluster's queue. */
interface ClusterQueue {
  readonly clusterId: string;
  /** The cluster's label, by which a server knows its connection. */
  readonly cluster: string;
}

/** Does what jobs ask for. */
export interface RunExecution {
  /**
   * Takes the oldest unfinished run of a cluster and brings it to an end; nothing to do is no error. Rejects when it
   * should be tried again: this server is not connected to the cluster or stops, or the database is away.
   */
  next(queue: ClusterQueue, signal: AbortSignal): Promise<void>;
  /** All tries failed: marks the oldest unfinished run FAILED, so that it does not wait for ever. */
  giveUp(queue: ClusterQueue, reason: string): Promise<void>;
}

/** A run reads memory; what takes longer than this hangs. */
const TIME_LIMIT_MS = 240_000;

/** Between two looks at a run in the hands of a worker that may be dead. */
const BUSY_PAUSE_MS = 1_000;
const BUSY_LOOKS = 30;

/** A fact about the run that ends it; its text is ours and is shown. */
class RunCannotGoOn extends Error {}

/** Makes the executor of runs. */
export function createRunExecution(deps: RunExecutionDeps): RunExecution {
  const {
    claims,
    finishes,
    news,
    board,
    clusters,
    catalogue,
    paramDefaults,
    worker,
    logger,
    now,
    stopwatch,
    onOutcome,
    settleMs = 30_000,
  } = deps;

  async function claim({ clusterId }: ClusterQueue, signal: AbortSignal): Promise<Claim | undefined> {
    for (let look = 0; look < BUSY_LOOKS; look += 1) {
      signal.throwIfAborted();
      const answer = await claims.claimNext(clusterId, worker);
      for (const runId of answer.failed) await news.tell(runId);
      if (answer.state === 'CLAIMED') return answer.claim;
      if (answer.state === 'NONE') return undefined;
      await setTimeout(BUSY_PAUSE_MS, undefined, { signal });
    }
    throw new Error('another worker keeps the run that is next');
  }

  /** A server that has just started may not have reached the cluster yet. */
  async function reached(connection: ClusterConnection, signal: AbortSignal): Promise<string> {
    const known = (): boolean => connection.identity() !== undefined;
    if (!known()) await connection.until(known, AbortSignal.any([signal, AbortSignal.timeout(settleMs)]));
    return connection.identity() ?? '';
  }

  function checksOf({ run }: Claim): readonly Check[] {
    const { checks: wanted } = run.request;
    const unknown = wanted?.find((id) => !catalogue.some((check) => check.id === id));
    if (unknown !== undefined)
      throw new RunCannotGoOn(`The server that took the run does not know the check "${unknown}".`);
    return wanted === undefined ? catalogue : catalogue.filter((check) => wanted.includes(check.id));
  }

  async function examine(held: Claim, kept: KeptClaim, connection: ClusterConnection): Promise<void> {
    const { run } = held;
    const { signal } = kept;
    const identity = await reached(connection, signal);
    if (identity !== run.clusterId) throw new RunCannotGoOn(`Behind the name "${run.cluster}" is another cluster now.`);
    const checks = checksOf(held);
    const begin = stopwatch();
    const before = connection.snapshot().apiCalls;
    const isWarm = [...connection.kindStates().values()].every(({ state }) => state !== 'SYNCING');
    if (!isWarm) await connection.settled(AbortSignal.any([signal, AbortSignal.timeout(settleMs)]));
    signal.throwIfAborted();

    const snapshot = connection.snapshot();
    const ourNow = now();
    const diagnosis = await runChecks({
      checks,
      snapshot,
      scope: readScope(run.request.scope),
      defaults: paramDefaults(run.cluster),
      // Checked to be objects when the run was asked for.
      params: run.request.params as Readonly<Record<string, object>>,
      now: new Date(snapshot.takenAt),
      ourNow,
      stopwatch,
      signal,
      onChecked(outcome, done) {
        onOutcome?.(outcome);
        kept.progress(done);
      },
    });
    const sighting = sightingOf({
      snapshot,
      diagnosis,
      ourNow,
      // Filling the store is what costs calls; a run over a warm one makes none, whatever the watches do meanwhile.
      apiCalls: isWarm ? 0 : snapshot.apiCalls - before,
      milliseconds: stopwatch() - begin,
    });
    signal.throwIfAborted();
    const written = await finishes.finish(held, sighting);
    const log = logger.child({ runId: run.id, correlationId: run.correlationId, cluster: run.cluster });
    if (written === undefined) log.info('run was cancelled or taken over before its end; nothing was written');
    else
      log.info(
        {
          milliseconds: Math.round(stopwatch() - begin),
          findings: diagnosis.findings.length,
          opened: written.opened.length,
          resolved: written.resolved.length,
        },
        'run finished',
      );
  }

  /** Ends what went wrong in the row; rejects where the job should come again. */
  async function settleFailure(held: Claim, kept: KeptClaim, error: unknown): Promise<void> {
    const { run, attempt } = held;
    const log = logger.child({ runId: run.id, correlationId: run.correlationId, cluster: run.cluster });
    const why = kept.why();
    if (why === 'LOST') return log.info('run was cancelled or taken over; its worker stopped');
    if (why === 'STOPPING') {
      if (await claims.handBack(run.id, attempt)) await news.tell(run.id);
      log.info('run handed back: the server stops');
      throw new Error('the server stops', { cause: error });
    }
    const reason =
      why === 'TIME_LIMIT'
        ? `The run took longer than ${TIME_LIMIT_MS / 1000} s.`
        : error instanceof RunCannotGoOn
          ? error.message
          : 'The run met an internal error; the log of the server has it under the correlation id.';
    log.error({ err: error, reason }, 'run failed');
    if (await claims.fail(run.id, attempt, reason)) await news.tell(run.id);
  }

  return {
    async next(queue, signal) {
      const connection = clusters.connection(queue.cluster);
      if (connection === undefined) throw new Error(`this server is not connected to the cluster "${queue.cluster}"`);
      const held = await claim(queue, signal);
      if (held === undefined) return;
      const kept = await keepClaim(held, { claims, news, board, logger, outer: signal, timeLimitMs: TIME_LIMIT_MS });
      try {
        await news.tell(held.run.id);
        await examine(held, kept, connection);
      } catch (error) {
        await settleFailure(held, kept, error);
      } finally {
        kept.release();
      }
    },
    async giveUp({ clusterId, cluster }, reason) {
      const runId = await claims.failHead(clusterId, reason);
      if (runId === undefined) return;
      logger.error({ runId, cluster, reason }, 'run given up');
      await news.tell(runId);
    },
  };
}
