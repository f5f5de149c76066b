import type { Logger } from 'pino';
import type { z } from 'zod';

/** In which order the jobs of a task are done, over all servers on one Postgres. */
type TaskOrder =
  /** Any, side by side. */
  | 'ANY'
  /** One at a time per key, oldest first; keys side by side. A job that is retried keeps those behind it waiting. */
  | 'FIFO_PER_KEY';

/** What a job of a task is, for the sender and the worker alike. */
export interface Task<Payload extends object = object> {
  /** Lower case with hyphens; it names the queue, so a change leaves what is queued behind. */
  readonly name: string;
  /** Checked when sending and when working. A payload should be ids: it waits, and what it speaks of may change. */
  readonly schema: z.ZodType<Payload>;
  readonly order: TaskOrder;
  /** How many at a time in one server. Default 2. */
  readonly concurrency: number;
  /** How often it is tried again after a failure, a death of its worker or a hand-back. Default 2. */
  readonly retries: number;
  /** Pause before it is tried again. Default 0: with FIFO_PER_KEY the key stands still meanwhile. */
  readonly retryDelaySeconds: number;
  /** It is aborted, and counts as failed, after this. Default 900. */
  readonly timeoutSeconds: number;
}

/** What a task is done with. */
export interface JobContext {
  readonly jobId: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Aborted when the time is up, the job was taken from us, or the server stops. Reject then: the job is tried again elsewhere. */
  readonly signal: AbortSignal;
  /** Carries task, job and attempt. */
  readonly logger: Logger;
}

/** Why a job will not be tried again. */
export type GivenUpReason = 'FAILED' | 'WORKER_DIED' | 'TIMED_OUT' | 'SERVER_STOPPED';

/** How the jobs of a task are done. */
export interface TaskWork<Payload extends object> {
  /** Rejecting means: not done, try again. May run again after a death in the middle, so it must bear that. */
  run(payload: Payload, context: JobContext): Promise<void>;
  /** All tries are used up: bring what the job was for to an end. Tried again for long when it rejects; the key waits until it resolves. */
  givenUp?(payload: Payload, reason: GivenUpReason): Promise<void>;
}

/** A task with how it is done, its payload's type hidden, so that a list can hold different ones. */
export interface ImplementedTask {
  readonly task: Task;
  /** Parses and does. */
  readonly run: (data: unknown, context: JobContext) => Promise<void>;
  readonly givenUp: (data: unknown, reason: GivenUpReason) => Promise<void>;
}

/** Describes a task; see `Task` for the parts and their defaults. */
export function defineTask<Payload extends object>(
  task: Pick<Task<Payload>, 'name' | 'schema' | 'order'> & Partial<Omit<Task<Payload>, 'name' | 'schema' | 'order'>>,
): Task<Payload> {
  return { concurrency: 2, retries: 2, retryDelaySeconds: 0, timeoutSeconds: 900, ...task };
}

/** Joins a task with how it is done. */
export function implementTask<Payload extends object>(task: Task<Payload>, work: TaskWork<Payload>): ImplementedTask {
  return {
    task,
    run: async (data, context) => work.run(task.schema.parse(data), context),
    givenUp: async (data, reason) => work.givenUp?.(task.schema.parse(data), reason),
  };
}
