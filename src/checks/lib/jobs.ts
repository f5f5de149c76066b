import type { Job, Pod } from '#src/kubernetes/objects.ts';
import type { Snapshot } from '#src/kubernetes/port.ts';
import { type Condition, conditionOf, isTrue } from './conditions.ts';
import { containersOf, lastTerminationOf } from './containers.ts';

/**
 * Why a Job has failed, or will have as soon as its last pods are gone (FailureTarget is set first, Failed when the pods
 * have ended: pkg/controller/job, since 1.31); undefined while it may still succeed.
 */
export function failureOf(job: Job): Condition | undefined {
  const failed = conditionOf(job, 'Failed');
  if (failed?.status === 'True') return failed;
  const target = conditionOf(job, 'FailureTarget');
  return target?.status === 'True' ? target : undefined;
}

/** Whether the Job reached its completions. */
export function hasSucceeded(job: Job): boolean {
  return isTrue(job, 'Complete') || isTrue(job, 'SuccessCriteriaMet');
}

function endOf(pod: Pod): string | undefined {
  // A sidecar's end does not decide how its pod ends.
  for (const container of containersOf(pod).filter(({ role }) => role !== 'SIDECAR')) {
    const ended = lastTerminationOf(container);
    if (ended === undefined || ended.exitCode === 0) continue;
    const reason = ended.reason === undefined || ended.reason === 'Error' ? '' : ` (${ended.reason})`;
    return `container ${container.name} ended with code ${ended.exitCode}${reason}`;
  }
  return pod.status.reason === undefined ? undefined : `pod ${pod.metadata.name}: ${pod.status.reason}`;
}

/** How the Job's newest pod that went wrong ended, as part of a sentence; undefined when no such pod is left. */
export function lastEndOf(snapshot: Snapshot<'Pod'>, job: Job): string | undefined {
  const newestFirst = [...snapshot.ownedBy('Pod', job.metadata.uid)].sort(
    (a, b) => Date.parse(b.metadata.creationTimestamp) - Date.parse(a.metadata.creationTimestamp),
  );
  return newestFirst.map(endOf).find((end) => end !== undefined);
}
