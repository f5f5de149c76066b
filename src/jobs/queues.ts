import type { PgBoss, Queue } from 'pg-boss';
import type { Task } from './define-task.ts';

/** Name of the queue of a task. */
export function queueOf(task: Pick<Task, 'name'>): string {
  return task.name;
}

/** Name of the queue of a task's jobs that used up their tries. */
export function givenUpQueueOf(task: Pick<Task, 'name'>): string {
  return `${task.name}.given-up`;
}

/** pg-boss allows 10 s at least; three refreshes must be missed before a worker counts as dead. */
export const HEARTBEAT_SECONDS = 15;

/**
 * Makes the queues of all tasks, or brings those of an older version up to date. Safe when several servers start together.
 *
 * The policies, as tried with two workers on one database:
 * - FIFO_PER_KEY is pg-boss' `key_strict_fifo`: only a key's oldest job can be fetched, and only while none of the key is
 *   active, waiting for its retry or failed. That last one would stop a key for good, so a failed job goes to the
 *   given-up queue, whose work ends with deleting it: also, the next job begins only when the last one was brought to its end.
 * - Rejected: `singleton` with a key lets two fetches race for a key's first and second job, so the second may run first, and the loser
 *   finds nothing although another key's job waits. `groupConcurrency` counts without a lock: two servers can both count none.
 */
export async function createQueues(boss: PgBoss, tasks: readonly Task[]): Promise<void> {
  for (const task of tasks) {
    await createQueue(boss, givenUpQueueOf(task), {
      policy: 'standard',
      // Half a day, with pauses up to a minute: the database or the cluster may be away for long.
      retryLimit: 720,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 60,
      expireInSeconds: 60,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      notify: true,
    });
    await createQueue(boss, queueOf(task), {
      policy: task.order === 'FIFO_PER_KEY' ? 'key_strict_fifo' : 'standard',
      retryLimit: task.retries,
      retryDelay: task.retryDelaySeconds,
      expireInSeconds: task.timeoutSeconds,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      deadLetter: givenUpQueueOf(task),
      // What was done is remembered by those it was done for.
      deleteAfterSeconds: 3_600,
      notify: true,
    });
  }
}

async function createQueue(
  boss: PgBoss,
  name: string,
  { policy, ...options }: Omit<Queue, 'name'> & { policy: string },
): Promise<void> {
  await boss.createQueue(name, { policy, ...options });
  // Does nothing to a queue that is there: an older version may have made it with other numbers.
  await boss.updateQueue(name, options);
}
