import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { createAuthenticator } from './access/authenticate.ts';
import { createAuthorizer } from './access/authorizer.ts';
import { openTokenStore } from './access/tokens.ts';
import { createAuditService } from './audit/audit-service.ts';
import { createAuditStore } from './audit/audit-store.ts';
import { CHECKS } from './checks/catalogue/index.ts';
import { type ClusterRegistry, createClusterRegistry } from './clusters/cluster-registry.ts';
import { openDigest } from './clusters/installation-key.ts';
import type { Config } from './config/config.ts';
import { type Database, openDatabase } from './db/database.ts';
import { startEmbeddedPostgres } from './db/embedded-postgres.ts';
import { createComparisonService } from './diagnosis/comparison-service.ts';
import { createComparisonStore } from './diagnosis/comparison-store.ts';
import { createCountStore } from './diagnosis/count-store.ts';
import { createFindingService } from './diagnosis/finding-service.ts';
import { createFindingStore } from './diagnosis/finding-store.ts';
import { createProgressBoard } from './diagnosis/progress-board.ts';
import { createRunClaimStore } from './diagnosis/run-claim-store.ts';
import { createRunExecution } from './diagnosis/run-execution.ts';
import { createRunFinishStore } from './diagnosis/run-finish-store.ts';
import { createRunNews } from './diagnosis/run-news-store.ts';
import { createRunRecovery } from './diagnosis/run-recovery.ts';
import { createRunService } from './diagnosis/run-service.ts';
import { createRunStore, type Wake } from './diagnosis/run-store.ts';
import type { Services } from './graphql/context.ts';
import { createGraphql } from './graphql/server.ts';
import { createBrowserGuard } from './http/browser-guard.ts';
import { createMetrics, type Metrics } from './http/metrics.ts';
import { createRateLimiter } from './http/rate-limiter.ts';
import { createReadiness } from './http/readiness.ts';
import { createRefusalLog } from './http/refusal-log.ts';
import { createHttpServer } from './http/server.ts';
import { executeRuns, implementExecuteRuns } from './jobs/tasks/execute-runs.ts';
import { createWorker } from './jobs/worker.ts';
import { connectCluster } from './kubernetes/connect.ts';
import type { Pace } from './kubernetes/pace.ts';
import { createLogger } from './lib/logger.ts';
import { createReleaseList, type ReleaseList } from './lib/release-list.ts';
import { openRecording } from './recordings/recording.ts';
import { startRecordingServer } from './recordings/recording-server.ts';

/** What the demo and tests put in place of the usual. */
export interface AppOverrides {
  readonly logger?: Logger;
  /** An embedded Postgres that begins empty and gives durability for speed. */
  readonly throwAwayDatabase?: boolean;
  readonly checks?: typeof CHECKS;
  readonly startRecordingServer?: typeof startRecordingServer;
  /** How fast clusters are asked again. */
  readonly pace?: Partial<Pace>;
}

/** A server that runs. */
export interface RunningApp {
  /** Where a client on this machine reaches it. */
  readonly url: string;
  readonly services: Services;
  readonly clusters: ClusterRegistry;
  readonly database: Database;
}

/** A server with its life. */
export interface App {
  /** Acquires everything and begins to listen. Rejects when something can't be had; then `stop` gives back the rest. */
  start(): Promise<RunningApp>;
  /** Stops taking work, ends or hands back what runs, and gives back all that was acquired, last first. Runs once. */
  stop(): Promise<void>;
}

/** No cluster has defaults of its own yet; they come with the configuration file. */
const NO_DEFAULTS = {};

/**
 * Stopping has 9 s, also when all of it hangs on one stuck database: 2 s for requests that are being answered, these and
 * one more for the worker, 1.5 s for the pool, and what is left for the embedded Postgres.
 */
const WORKER_STOP_MS = 3_000;

async function openData(
  config: Config,
  overrides: AppOverrides,
  { logger, held }: { readonly logger: Logger; readonly held: ReleaseList },
) {
  let url = config.databaseUrl;
  if (url === undefined) {
    const postgres = await startEmbeddedPostgres({
      dataDir: config.dataDir,
      logger,
      ...(overrides.throwAwayDatabase === true ? { durable: false, fresh: true } : {}),
    });
    held.add('embedded Postgres', postgres.stop);
    url = postgres.url;
  }
  const database = await openDatabase({ url, logger });
  held.add('database', database.close);
  return { url, database };
}

/** Everything that remembers and judges, over one database. */
function createDomain(
  database: Database,
  {
    clusters,
    logger,
    metrics,
    checks,
  }: {
    readonly clusters: ClusterRegistry;
    readonly logger: Logger;
    readonly metrics: Pick<Metrics, 'check'>;
    readonly checks: typeof CHECKS;
  },
) {
  const authorizer = createAuthorizer();
  const runs = createRunStore(database);
  const claims = createRunClaimStore(database);
  const news = createRunNews(database);
  const board = createProgressBoard();
  const shared = { clusters, news, board, catalogue: checks, paramDefaults: () => NO_DEFAULTS, now: () => new Date() };
  const execution = createRunExecution({
    ...shared,
    claims,
    finishes: createRunFinishStore({ ...database, news }),
    worker: `${hostname()}-${randomUUID().slice(0, 8)}`,
    logger,
    stopwatch: () => performance.now(),
    onOutcome: ({ check, state, milliseconds }) =>
      metrics.check({ check, outcome: state, seconds: milliseconds / 1_000 }),
  });
  return {
    authorizer,
    claims,
    execution,
    services: (wake: Wake): Services => ({
      checks,
      clusters,
      runs: createRunService({ ...shared, runs, authorizer, wake }),
      findings: createFindingService({ findings: createFindingStore(database), authorizer }),
      comparisons: createComparisonService({ runs, comparisons: createComparisonStore(database), authorizer }),
      audit: createAuditService({ store: createAuditStore(database), authorizer, logger }),
    }),
  };
}

async function startAll(
  config: Config,
  overrides: AppOverrides,
  { logger, held }: { readonly logger: Logger; readonly held: ReleaseList },
): Promise<RunningApp> {
  const tokens =
    config.tokensFile === undefined ? undefined : await openTokenStore({ file: config.tokensFile, logger });
  if (tokens !== undefined) held.add('tokens', () => tokens.close());
  const authenticator = createAuthenticator({ host: config.host, tokens, allowAnonymous: config.allowAnonymous });
  logger.info({ host: config.host }, authenticator.summary);

  const { url: databaseUrl, database } = await openData(config, overrides, { logger, held });
  const digest = await openDigest(config.dataDir);
  const clusters = createClusterRegistry({
    recordings: config.recordings,
    openRecording,
    startRecordingServer: overrides.startRecordingServer ?? startRecordingServer,
    connect: (request) => connectCluster({ ...request, digest, logger, pace: overrides.pace ?? {} }),
    authorizer: createAuthorizer(),
    logger,
  });
  held.add('clusters', clusters.stop);
  await clusters.start();

  const counts = createCountStore(database);
  const metrics = createMetrics({
    sources: {
      runs: counts.runsByState,
      openFindings: counts.openFindings,
      clusters: clusters.stats,
    },
    onSourceError: (source, error) => logger.error({ source, err: error }, 'a metric could not be read'),
  });
  held.add('metrics', metrics.close);

  const domain = createDomain(database, { clusters, logger, metrics, checks: overrides.checks ?? CHECKS });
  const worker = createWorker({ url: databaseUrl, tasks: [implementExecuteRuns(domain.execution)], logger });
  const wake: Wake = async (queue, tx) =>
    void (await worker.send(executeRuns, queue, { key: queue.clusterId, ...(tx === undefined ? {} : { tx }) }));
  held.add('worker', () => worker.stop({ timeoutMs: WORKER_STOP_MS }));
  await worker.start();
  const recovery = createRunRecovery({ claims: domain.claims, wake, logger });
  held.add('recovery', recovery.start());
  await recovery.look();

  const services = domain.services(wake);
  const graphql = await createGraphql({ services, authorizer: domain.authorizer, logger });
  held.add('GraphQL', graphql.stop);
  const http = await createHttpServer({
    host: config.host,
    port: config.port,
    logger,
    guard: createBrowserGuard({
      listenHost: config.host,
      allowedHosts: config.allowedHosts,
      corsOrigins: config.corsOrigins,
    }),
    authenticator,
    limiter: createRateLimiter({ perMinute: config.rateLimit }),
    refusals: createRefusalLog({ audit: services.audit, onDropped: metrics.refusalDropped }),
    metrics,
    readiness: createReadiness({
      sources: { ...readinessOf(database), clusters },
      onFailure: (part, error) => logger.error({ part, err: error }, 'not ready'),
    }),
    graphql,
  });
  held.add('HTTP server', http.stop);
  const { url } = await http.listen();
  logger.info({ url, clusters: config.recordings.length, checks: services.checks.length }, 'Kubeclinic listens');
  return { url, services, clusters, database };
}

/** The database's one health, told apart by the part that is down. */
function readinessOf(database: Database) {
  const ask = (part: 'DATABASE' | 'MIGRATIONS') => async (): Promise<void> => {
    const health = await database.ready();
    if (health.state === 'DOWN' && health.part === part) throw new Error(health.reason);
  };
  return { database: ask('DATABASE'), migrations: ask('MIGRATIONS') };
}

/** Puts a server together. Nothing is acquired before `start`. */
export function createApp(config: Config, overrides: AppOverrides = {}): App {
  const logger = overrides.logger ?? createLogger({ level: config.logLevel, to: 1 });
  const held = createReleaseList((name, error) => logger.error({ err: error, part: name }, 'could not be given back'));
  return {
    start: () => startAll(config, overrides, { logger, held }),
    stop: held.releaseAll,
  };
}
