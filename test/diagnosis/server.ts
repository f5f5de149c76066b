import { pino } from 'pino';
import { createAuthorizer } from '#src/access/authorizer.ts';
import { type Check, defineCheck } from '#src/checks/engine/define-check.ts';
import { createProgressBoard } from '#src/diagnosis/progress-board.ts';
import { createRunExecution, type RunExecution } from '#src/diagnosis/run-execution.ts';
import { createRunRecovery, type RunRecovery } from '#src/diagnosis/run-recovery.ts';
import { createRunService } from '#src/diagnosis/run-service.ts';
import type { RunService, RunStart } from '#src/diagnosis/services.ts';
import { executeRuns, implementExecuteRuns } from '#src/jobs/tasks/execute-runs.ts';
import { createWorker } from '#src/jobs/worker.ts';
import { KIND_NAMES, type KindName } from '#src/kubernetes/kinds.ts';
import type { KubernetesObject } from '#src/kubernetes/objects.ts';
import type { ClusterConnection, KindState } from '#src/kubernetes/port.ts';
import { snapshotOf } from '#test/harness/snapshot-of.ts';
import type { World } from './world.ts';

/** Accuses every pod with the label `sick`. */
export const sickPods = defineCheck({
  id: 'sick-pods',
  title: 'Pod says that it is sick',
  stage: 'POD',
  severity: 'ERROR',
  needs: ['Pod'],
  messages: {
    sick: { text: '{{subjects}} of {{rootKind}} {{rootName}} says {{word}}.', next: 'kubectl get pod {{name}}' },
  },
  remedy: 'Ask it.',
  *run({ snapshot }) {
    for (const pod of snapshot.list('Pod')) {
      const word = pod.metadata.labels?.['sick'];
      if (word !== undefined) yield { on: pod, message: 'sick', data: { word } };
    }
  },
});

/** A cluster made of literals, whose kinds may be held in SYNCING until the test lets them go. */
export interface FakeCluster extends ClusterConnection {
  objects: readonly KubernetesObject[];
  uid: string;
  /** Kinds are SYNCING until `letGo`; gives a promise of the moment in which a run waits for them. */
  hold(): Promise<void>;
  letGo(): void;
}

/** A synced cluster with these objects. */
export function fakeCluster(name: string, objects: readonly KubernetesObject[] = []): FakeCluster {
  let held: { open: PromiseWithResolvers<void>; waited: PromiseWithResolvers<void> } | undefined;
  const cluster: FakeCluster = {
    name,
    objects,
    uid: `${name}-uid`,
    connection: () => ({ state: 'CONNECTED' }),
    identity: () => cluster.uid,
    version: () => 'v1.34.4',
    now: () => new Date('2026-03-01T12:00:00Z'),
    kindStates: () =>
      new Map(
        KIND_NAMES.map((kind): [KindName, KindState] => [kind, { state: held === undefined ? 'SYNCED' : 'SYNCING' }]),
      ),
    async settled(signal) {
      const aborted = Promise.withResolvers<void>();
      signal.addEventListener('abort', () => aborted.resolve(), { once: true });
      held?.waited.resolve();
      await Promise.race([held?.open.promise, aborted.promise]);
    },
    async until() {},
    snapshot: () => snapshotOf(cluster.objects),
    podLog: () => Promise.reject(new Error('no logs here')),
    stats: () => ({ apiCalls: 0, bytes: 0, relists: 0, watchErrors: 0, unparsable: 0, watching: 0 }),
    async close() {},
    hold() {
      held = { open: Promise.withResolvers(), waited: Promise.withResolvers() };
      return held.waited.promise;
    },
    letGo() {
      const before = held;
      held = undefined;
      before?.open.resolve();
    },
  };
  return cluster;
}

/** A server of the diagnosis on a world's database: services, job worker and recovery. */
export interface Server {
  readonly service: RunService;
  readonly execution: RunExecution;
  readonly recovery: RunRecovery;
  /** Begins to take jobs. */
  work(): Promise<void>;
  stop(): Promise<void>;
}

/** Makes a server that is connected to these clusters. */
export function createServer(
  world: World,
  clusters: readonly ClusterConnection[],
  options: { name?: string; catalogue?: readonly Check[] } = {},
): Server {
  const logger = pino({ level: 'silent' });
  const catalogue = options.catalogue ?? [sickPods];
  const board = createProgressBoard();
  const authorizer = createAuthorizer();
  const connection = (name: string) => clusters.find((cluster) => cluster.name === name);
  const known: Parameters<typeof createRunService>[0]['clusters'] = {
    connection,
    get(viewer, name) {
      const found = connection(name);
      if (found === undefined || viewer.clusters?.includes(name) === false) return undefined;
      return {
        id: found.identity(),
        name,
        source: 'RECORDING',
        version: found.version(),
        connection: found.connection(),
        kinds: found.kindStates(),
        now: found.now(),
      };
    },
  };
  const shared = {
    news: world.news,
    board,
    clusters: known,
    catalogue,
    paramDefaults: () => ({}),
    now: () => new Date(),
  };
  const execution = createRunExecution({
    ...shared,
    claims: world.claims,
    finishes: world.finishes,
    worker: options.name ?? 'server',
    logger,
    stopwatch: () => performance.now(),
  });
  const worker = createWorker({ url: world.url, tasks: [implementExecuteRuns(execution)], logger });
  let isWorking = false;
  const wake: Parameters<typeof createRunService>[0]['wake'] = async (queue, tx) => {
    if (isWorking) await worker.send(executeRuns, queue, { key: queue.clusterId, ...(tx === undefined ? {} : { tx }) });
  };
  return {
    service: createRunService({ ...shared, runs: world.runs, authorizer, wake }),
    execution,
    recovery: createRunRecovery({ claims: world.claims, wake, logger }),
    async work() {
      await worker.start();
      isWorking = true;
    },
    stop: () => worker.stop({ timeoutMs: 1_500 }),
  };
}

/** A start of everything in the cluster `shop`. */
export function startOf(over: Partial<RunStart> = {}): RunStart {
  return {
    cluster: 'shop',
    scope: {},
    checks: undefined,
    params: {},
    trigger: 'MANUAL',
    correlationId: 'c-1',
    idempotencyKey: undefined,
    ...over,
  };
}
