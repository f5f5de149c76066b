import { z } from 'zod';
import type { RunExecution } from '#src/diagnosis/run-execution.ts';
import { unreachable } from '#src/lib/unreachable.ts';
import { defineTask, type GivenUpReason, type ImplementedTask, implementTask } from '../define-task.ts';

/**
 * "Look at this cluster's queue of runs": each job brings one run to an end, the oldest. Sent with the cluster's id as its
 * key, in the transaction that queues the run. Tried often: a rolling restart, or servers that are connected to other clusters only,
 * hand it on.
 */
export const executeRuns = defineTask({
  name: 'execute-runs',
  schema: z.object({ clusterId: z.string().min(1), cluster: z.string().min(1) }),
  order: 'FIFO_PER_KEY',
  retries: 10,
  retryDelaySeconds: 1,
  timeoutSeconds: 300,
});

function reasonText(reason: GivenUpReason, cluster: string): string {
  switch (reason) {
    case 'FAILED':
      return `No server could run it: none is connected to the cluster "${cluster}" and could reach it; see the servers' logs.`;
    case 'WORKER_DIED':
      return 'Server after server stopped without a word while it ran this.';
    case 'TIMED_OUT':
      return 'It took too long on every server that tried.';
    case 'SERVER_STOPPED':
      return 'Server after server was stopped while it ran this.';
    default:
      return unreachable(reason);
  }
}

/** How such a job is done. */
export function implementExecuteRuns(execution: RunExecution): ImplementedTask {
  return implementTask(executeRuns, {
    run: (queue, { signal }) => execution.next(queue, signal),
    givenUp: (queue, reason) => execution.giveUp(queue, reasonText(reason, queue.cluster)),
  });
}
