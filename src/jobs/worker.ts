import { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { DatabaseError } from '#src/db/database-error.ts';
import type { Transaction } from '#src/db/transaction.ts';
import type { ImplementedTask, Task } from './define-task.ts';
import { createQueues, queueOf } from './queues.ts';
import { workOn } from './work-on.ts';

/** What `createWorker` needs. */
export interface WorkerOptions {
  /** Of the same database as everything else, or sending within a transaction could not work. */
  readonly url: string;
  readonly tasks: readonly ImplementedTask[];
  readonly logger: Logger;
}

/** How a job is sent. */
interface SendOptions {
  /** Needed by, and only for, tasks with the order FIFO_PER_KEY: such as a cluster's id. */
  readonly key?: string;
  /** The job is there when this transaction commits, and never if it does not. */
  readonly tx?: Transaction;
}

/** Does the jobs of all tasks together with the workers of other servers on the same Postgres. */
export interface Worker {
  /** Installs or upgrades the queues, then begins to work. */
  start(): Promise<void>;
  /** Gives the job's id. Only between `start` and `stop`. */
  send<Payload extends object>(task: Task<Payload>, payload: Payload, options?: SendOptions): Promise<string>;
  /**
   * Takes no more jobs, lets those that run finish, aborts what still runs after two thirds of `timeoutMs` and hands back what does not end then.
   * Resolves within about `timeoutMs` (default 8 s, at least 1.5 s). Runs once.
   */
  stop(options?: { timeoutMs?: number }): Promise<void>;
}

/**
 * Makes a worker over pg-boss, which has two connections of its own and one to LISTEN.
 *
 * A dead worker's jobs are noticed by their missing heartbeat: 15 s without one, looked for every 5 s, so after at most
 * about 20 s by whichever server lives (pg-boss' defaults, no heartbeat and one look a minute, give 15 minutes). A heartbeat is sent
 * every 5 s; a worker whose event loop stands still for 15 s loses its job to another, and is told so by its signal.
 */
export function createWorker({ url, tasks, logger }: WorkerOptions): Worker {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'kubeclinic jobs',
    max: 3,
    connectionTimeoutMillis: 10_000,
    options: '-c statement_timeout=60000',
    // Wakes workers when a job comes; polling stays underneath.
    useListenNotify: true,
    // Our schedules are our own.
    schedule: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    maintenanceIntervalSeconds: 3_600,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  // Without a listener pg-boss' errors would end the process. It tries again by itself.
  boss.on('error', (error) => logger.error({ reason: error.message }, 'the job queue had an error'));
  boss.on('warning', ({ message }) => logger.warn({ reason: message }, 'the job queue warns'));
  const stopping = new AbortController();
  let stopped: Promise<void> | undefined;

  async function stop(timeoutMs: number): Promise<void> {
    const timer = setTimeout(() => stopping.abort(new Error('The server stops.')), (timeoutMs * 2) / 3);
    // pg-boss waits for the jobs that run and puts what is left back into its queue. Its own queries have other bounds,
    // and the database may be gone.
    const late = Promise.withResolvers<'late'>();
    const lateTimer = setTimeout(() => late.resolve('late'), timeoutMs + 1_000);
    const end = await Promise.race([boss.stop({ timeout: timeoutMs, graceful: true, close: true }), late.promise]);
    if (end === 'late') logger.warn('the job queue did not stop in time; its jobs will be missed by their heartbeat');
    clearTimeout(timer);
    clearTimeout(lateTimer);
    stopping.abort(new Error('The server stops.'));
  }

  return {
    async start() {
      try {
        await boss.start();
        await createQueues(
          boss,
          tasks.map(({ task }) => task),
        );
        for (const task of tasks) await workOn(boss, task, { logger, stopping: stopping.signal });
      } catch (error) {
        await boss.stop({ graceful: false }).catch(() => {});
        throw new DatabaseError(
          `The job queue can't be started: ${error instanceof Error ? error.message : 'unknown error'}. The database user needs the right to create the schema pgboss.`,
          { cause: error },
        );
      }
    },
    async send(task, payload, { key, tx } = {}) {
      if ((task.order === 'FIFO_PER_KEY') !== (key !== undefined)) {
        throw new Error(
          `The task ${task.name} has the order ${task.order} and is sent ${key === undefined ? 'without a key' : 'with a key'}.`,
        );
      }
      const id = await boss.send(queueOf(task), task.schema.parse(payload), {
        ...(key === undefined ? {} : { singletonKey: key }),
        ...(tx === undefined
          ? {}
          : { db: { executeSql: (text: string, values?: unknown[]) => tx.sql.query(text, values) } }),
      });
      if (id === null) throw new Error(`The job queue did not take a job of the task ${task.name}.`);
      return id;
    },
    stop({ timeoutMs = 8_000 } = {}) {
      stopped ??= stop(timeoutMs);
      return stopped;
    },
  };
}
