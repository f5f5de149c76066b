import type { JobWithMetadata, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { GivenUpReason, ImplementedTask } from './define-task.ts';
import { givenUpQueueOf, HEARTBEAT_SECONDS, queueOf } from './queues.ts';

/** Beside being woken: a key that another server's job kept busy is free without a notification. */
const POLL_SECONDS = 1;

const POLLING = {
  pollingIntervalSeconds: POLL_SECONDS,
  notifyPollingIntervalSeconds: POLL_SECONDS,
  heartbeatRefreshSeconds: HEARTBEAT_SECONDS / 3,
};

/** Begins to do the jobs of a task, and to end those that used up their tries. */
export async function workOn(
  boss: PgBoss,
  implemented: ImplementedTask,
  options: { logger: Logger; stopping: AbortSignal },
): Promise<void> {
  const { task } = implemented;
  for (let slot = 0; slot < task.concurrency; slot++) {
    const id: string = await boss.work<object, void>(queueOf(task), POLLING, async (jobs) => {
      const [job] = jobs;
      if (job === undefined) return;
      const attempt = job.retryCount + 1;
      const logger = options.logger.child({ task: task.name, jobId: job.id, attempt });
      try {
        await implemented.run(job.data, {
          jobId: job.id,
          attempt,
          signal: AbortSignal.any([job.signal, options.stopping]),
          logger,
        });
      } catch (error) {
        if (options.stopping.aborted) logger.info('job handed back: the server stops');
        else
          logger.error(
            { err: error },
            attempt > task.retries ? 'job failed for the last time' : 'job failed, it will be tried again',
          );
        // The queue's table keeps what is thrown here: the log has the error, the table need not.
        throw new Error(options.stopping.aborted ? HANDED_BACK : 'failed, see the log');
      } finally {
        // The key may have its next job waiting: look at once instead of at the next poll.
        boss.notifyWorker(id);
      }
    });
  }
  await boss.work(givenUpQueueOf(task), { ...POLLING, includeMetadata: true }, async (jobs: JobWithMetadata[]) => {
    const [job] = jobs;
    if (job === undefined) return;
    const reason = reasonOf(job.sourceOutput);
    const logger = options.logger.child({ task: task.name, jobId: job.sourceId, reason });
    try {
      await implemented.givenUp(job.data, reason);
      // A failed job keeps its key occupied.
      if (job.sourceId !== null) await boss.deleteJob(queueOf(task), job.sourceId);
      logger.warn('job given up');
    } catch (error) {
      logger.error({ err: error }, 'job could not be given up, it will be tried again');
      throw new Error('failed, see the log');
    }
  });
}

const HANDED_BACK = 'handed back';

/** From what pg-boss (or we, above) noted as the reason of the last failure. */
function reasonOf(output: object | null): GivenUpReason {
  const text = JSON.stringify(output);
  if (text.includes('job heartbeat timeout')) return 'WORKER_DIED';
  if (text.includes('job timed out') || text.includes('handler execution exceeded')) return 'TIMED_OUT';
  if (text.includes('pg-boss shut down') || text.includes(HANDED_BACK)) return 'SERVER_STOPPED';
  return 'FAILED';
}
