import type { Pod } from '#src/kubernetes/objects.ts';
import type { Snapshot } from '#src/kubernetes/port.ts';
import { conditionOf } from './conditions.ts';
import { containersOf, lastTerminationOf, type PodContainer, waitingReasonOf } from './containers.ts';
import { isLive } from './pods.ts';
import { latestOf } from './time.ts';

const CREATING: ReadonlySet<string> = new Set(['ContainerCreating', 'PodInitializing']);

/** Whether a container has not been made yet: the kubelet of a pending pod has not spoken of it, or says that it is at it. */
function isBeingMade(pod: Pod, container: PodContainer): boolean {
  const { state } = container.status ?? {};
  if (state?.running !== undefined || state?.terminated !== undefined) return false;
  const reason = waitingReasonOf(container);
  return reason === undefined ? pod.status.phase === 'Pending' : CREATING.has(reason);
}

function holdsUp({ role, status }: PodContainer): boolean {
  if (role === 'MAIN') return false;
  if (role === 'INIT') return status?.state?.terminated?.exitCode !== 0;
  return status?.state?.running === undefined;
}

/**
 * The containers of a bound pod that the kubelet is about to make and has not made. Empty where the pod waits for
 * something else: an init container at work or in trouble, a container that is up or has failed.
 */
export function containersBeingMade(pod: Pod): readonly PodContainer[] {
  if (!isLive(pod) || pod.spec.nodeName === undefined) return [];
  const containers = containersOf(pod);
  const first = containers.find(holdsUp);
  if (first !== undefined) return isBeingMade(pod, first) ? [first] : [];
  return containers.filter((container) => container.role === 'MAIN' && isBeingMade(pod, container));
}

/** Since when the kubelet has been at it: after binding, the end of the last init container, or a lost sandbox. */
export function creationBeganAt(pod: Pod): string | undefined {
  const ends = containersOf(pod).map((container) => lastTerminationOf(container)?.finishedAt);
  const unready = conditionOf(pod, 'ContainersReady');
  return latestOf(
    pod.metadata.creationTimestamp,
    pod.status.startTime,
    conditionOf(pod, 'PodScheduled')?.lastTransitionTime,
    unready?.status === 'False' ? unready.lastTransitionTime : undefined,
    ...ends,
  );
}

/** Init containers at work, of live pods; native sidecars are meant to run on and are none. */
export function* runningInitContainers(
  snapshot: Snapshot<'Pod'>,
): Iterable<{ readonly pod: Pod; readonly container: PodContainer; readonly startedAt: string }> {
  for (const pod of snapshot.list('Pod')) {
    if (!isLive(pod)) continue;
    for (const container of containersOf(pod)) {
      const startedAt = container.status?.state?.running?.startedAt;
      if (container.role === 'INIT' && startedAt !== undefined) yield { pod, container, startedAt };
    }
  }
}
