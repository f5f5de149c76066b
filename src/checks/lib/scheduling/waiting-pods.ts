import type { Event, Pod } from '#src/kubernetes/objects.ts';
import type { Snapshot } from '#src/kubernetes/port.ts';
import { conditionOf } from '../conditions.ts';
import { latestEvent } from '../events.ts';
import { isTerminating } from '../pods.ts';
import { asClause } from '../text.ts';
import { isWithin, secondsBetween } from '../time.ts';

/** A pod that has no node yet and is behind no gate. */
export interface WaitingPod {
  readonly pod: Pod;
  /** How long it has been waiting since the scheduler first refused it, else since it was made. */
  readonly seconds: number;
  /** Since when, where the scheduler says. */
  readonly since: string | undefined;
  /** The scheduler's words; undefined where no scheduler has looked at it. */
  readonly said: string | undefined;
  /** Events about the pod, latest first. */
  readonly events: readonly Event[];
  readonly failed: Event | undefined;
}

/** Whether the pod is the scheduler's to place: it is Pending, no kubelet has spoken of it, and no gate holds it back. */
function isWaiting(pod: Pod): boolean {
  const { phase, startTime, containerStatuses = [], initContainerStatuses = [] } = pod.status;
  const isUntouched = startTime === undefined && containerStatuses.length === 0 && initContainerStatuses.length === 0;
  const isOpen = pod.spec.nodeName === undefined && (pod.spec.schedulingGates ?? []).length === 0;
  return phase === 'Pending' && isUntouched && isOpen && !isTerminating(pod);
}

/** Every live pod that the scheduler has not placed. */
export function* waitingPods(snapshot: Snapshot<'Pod' | 'Event'>, now: Date): Iterable<WaitingPod> {
  for (const pod of snapshot.list('Pod')) {
    if (!isWaiting(pod)) continue;
    const scheduled = conditionOf(pod, 'PodScheduled');
    const seconds = secondsBetween(scheduled?.lastTransitionTime ?? pod.metadata.creationTimestamp, now);
    if (scheduled?.status === 'True' || seconds === undefined) continue;
    const events = snapshot.eventsOf(pod);
    const failed = latestEvent(events, { reasons: ['FailedScheduling'] });
    const refused = scheduled?.status === 'False' ? (scheduled.reason ?? 'Unschedulable') : undefined;
    const said = scheduled?.message ?? failed?.message ?? refused;
    yield { pod, seconds, since: scheduled?.lastTransitionTime, said, events, failed };
  }
}

/** What the cluster autoscaler and Karpenter write when they make a node for a pod. */
const SCALE_UP = { reasons: ['TriggeredScaleUp', 'Nominated'] };

/** A place that was promised to the pod within so many seconds: a node that is being made, or a node that others must leave. */
export function promiseTo(
  { pod, events, seconds: waited }: WaitingPod,
  seconds: number,
  now: Date,
): string | undefined {
  if (waited > seconds) return undefined;
  const event = latestEvent(events, SCALE_UP);
  if (event !== undefined && isWithin(event.lastSeen, seconds, now)) return asClause(event.message, 200);
  const node = pod.status.nominatedNodeName ?? '';
  return node === '' ? undefined : `pods of lower priority leave node ${node}`;
}
