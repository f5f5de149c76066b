import type { Pod } from '#src/kubernetes/objects.ts';
import type { Snapshot } from '#src/kubernetes/port.ts';
import { failureOf, hasSucceeded } from './jobs.ts';
import { controllerOf } from './pods.ts';

/** Whether a Job that has come to its end made the pod: nothing is asked of it any more, it is about to be removed. */
export function isOfFinishedJob(snapshot: Snapshot<'Job'>, pod: Pod): boolean {
  const owner = controllerOf(pod);
  const job = owner?.kind === 'Job' ? snapshot.byUid('Job', owner.uid) : undefined;
  return job !== undefined && (hasSucceeded(job) || failureOf(job) !== undefined);
}
