import { createHash, randomUUID } from 'node:crypto';
import type { Authorizer } from '#src/access/authorizer.ts';
import type { Viewer } from '#src/access/viewer.ts';
import type { Check } from '#src/checks/engine/define-check.ts';
import type { ClusterService } from '#src/clusters/cluster.ts';
import { AppError, notFound } from '#src/errors/errors.ts';
import type { ClusterConnection } from '#src/kubernetes/port.ts';
import { abortable } from '#src/lib/abortable.ts';
import { authorize, authorizeScope } from './permit.ts';
import type { ProgressBoard } from './progress-board.ts';
import type { Run } from './run.ts';
import type { RunNews } from './run-news-store.ts';
import { followRun, progressPosition } from './run-progress.ts';
import type { RunStore, Wake } from './run-store.ts';
import type { RunService, RunStart } from './services.ts';
import { sightOf, WHOLE } from './sight.ts';
import { validateRunStart } from './validate-run-start.ts';

/** A cluster that is asked for faster than it can be examined; more runs than this would only tell the same again. */
const MAX_WAITING = 100;

/** What the service needs. */
export interface RunServiceDeps {
  readonly runs: RunStore;
  readonly news: RunNews;
  readonly board: ProgressBoard;
  readonly clusters: Pick<ClusterService, 'get' | 'connection'>;
  readonly authorizer: Authorizer;
  readonly catalogue: readonly Check[];
  /** Params by check id that a cluster's runs have by default. */
  readonly paramDefaults: (cluster: string) => Readonly<Record<string, object>>;
  readonly wake: Wake;
  readonly now: () => Date;
}

function identityOf(connection: ClusterConnection, cluster: string): string {
  const identity = connection.identity();
  if (identity !== undefined) return identity;
  const state = connection.connection();
  const why = state.state === 'FAILED' ? state.reason : 'it has not answered yet';
  throw new AppError('UNAVAILABLE', `The cluster "${cluster}" can't be examined before it was reached once: ${why}.`, {
    field: ['input', 'cluster'],
  });
}

/** Makes the service that starts, watches and cancels runs. */
export function createRunService(deps: RunServiceDeps): RunService {
  const { runs, news, board, clusters, authorizer, catalogue, paramDefaults, wake, now } = deps;

  async function visible(viewer: Viewer, runId: string): Promise<Run | undefined> {
    return (await runs.get(sightOf(viewer), runId))?.run;
  }

  async function required(viewer: Viewer, runId: string): Promise<Run> {
    const run = await visible(viewer, runId);
    if (run === undefined) throw notFound('The run');
    return run;
  }

  function connectionOf(viewer: Viewer, cluster: string): ClusterConnection {
    const known = clusters.get(viewer, cluster);
    const connection = known === undefined ? undefined : clusters.connection(cluster);
    if (connection !== undefined) return connection;
    if (known?.connection.state === 'FAILED') {
      throw new AppError(
        'UNAVAILABLE',
        `The cluster ${JSON.stringify(cluster)} can't be reached: ${known.connection.reason}`,
        {
          field: ['input', 'cluster'],
        },
      );
    }
    throw new AppError('NOT_FOUND', `The cluster ${JSON.stringify(cluster.slice(0, 100))} was not found.`, {
      field: ['input', 'cluster'],
    });
  }

  return {
    async start(viewer, start) {
      authorize(authorizer, viewer, 'START_RUN');
      const connection = connectionOf(viewer, start.cluster);
      authorize(authorizer, viewer, 'START_RUN', { cluster: start.cluster });
      const request = validateRunStart(start, { catalogue, defaults: paramDefaults(start.cluster) });
      authorizeScope(viewer, request.scope.namespaces ?? [], 'start');
      const queued = await runs.queue(
        {
          id: randomUUID(),
          clusterId: identityOf(connection, start.cluster),
          cluster: start.cluster,
          request,
          trigger: start.trigger,
          startedBy: viewer.name,
          correlationId: start.correlationId,
          checksTotal: (request.checks ?? catalogue).length,
          idempotency: idempotencyOf(viewer, start, request),
        },
        { limit: MAX_WAITING, wake },
      );
      switch (queued.outcome) {
        case 'CONFLICT':
          throw new AppError('CONFLICT', 'This idempotency key was used within 24 h with another input.', {
            field: ['input', 'idempotencyKey'],
          });
        case 'FULL':
          throw new AppError(
            'LIMIT_EXCEEDED',
            `${MAX_WAITING} runs of this cluster wait already; try again when some have ended.`,
            { field: ['input', 'cluster'] },
          );
        default:
          return required(viewer, queued.runId);
      }
    },

    async cancel(viewer, runId) {
      authorize(authorizer, viewer, 'CANCEL_RUN');
      await required(viewer, runId);
      // The viewer's own view of the run leaves out what decides here: the namespaces that it may not see.
      const whole = await runs.get(WHOLE, runId);
      authorizeScope(viewer, whole?.run.request.scope.namespaces ?? [], 'cancel');
      if (!(await runs.cancel(runId, viewer.name))) {
        const { state } = await required(viewer, runId);
        if (state !== 'CANCELLED')
          throw new AppError('CONFLICT', `The run has ended already: ${state}.`, { field: ['input', 'id'] });
      }
      await news.tell(runId);
      return required(viewer, runId);
    },

    async get(viewer, runId) {
      authorize(authorizer, viewer, 'READ');
      return visible(viewer, runId);
    },

    async list(viewer, filter, page) {
      authorize(authorizer, viewer, 'READ');
      return runs.list(sightOf(viewer), filter, page);
    },

    async progress(viewer, { runId, after }) {
      authorize(authorizer, viewer, 'READ');
      await required(viewer, runId);
      const position = after === undefined ? undefined : progressPosition(after, runId);
      const read = () => runs.get(sightOf(viewer), runId);
      return abortable((signal) => followRun({ runId, after: position, read, news, board, now }, signal));
    },
  };
}

function idempotencyOf(viewer: Viewer, { cluster, trigger, idempotencyKey }: RunStart, request: Run['request']) {
  if (idempotencyKey === undefined) return undefined;
  const requestHash = createHash('sha256')
    .update(JSON.stringify([cluster, trigger, request]))
    .digest('hex');
  return { viewer: `${viewer.via}:${viewer.name}`, key: idempotencyKey, requestHash };
}
