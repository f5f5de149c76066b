import type { LabelSelector, ObjectOf, Pod } from '#src/kubernetes/objects.ts';
import type { Snapshot } from '#src/kubernetes/port.ts';
import { matches, requirementsOf } from '#src/lib/label-selector.ts';
import { isLive, isTerminating } from './pods.ts';
import { secondsBetween } from './time.ts';
import { overduePods, type Patience } from './workload-pods.ts';

/**
 * Pods that have not served for as long as patience goes. A pod that is going is served until its end while no other is
 * ready (kube-proxy falls back to it), so it counts from its deletionTimestamp on, which is when its grace ends.
 */
export function pastServing(pods: readonly Pod[], patience: Patience, now: Date): readonly Pod[] {
  const overdue = new Set(overduePods(pods, patience, now));
  return pods.filter((pod) => {
    if (isLive(pod)) return overdue.has(pod);
    const since = isTerminating(pod) ? pod.metadata.deletionTimestamp : pod.metadata.creationTimestamp;
    return (secondsBetween(since, now) ?? 0) >= patience.TROUBLED;
  });
}

export type Workload = ObjectOf<'Deployment'> | ObjectOf<'StatefulSet'> | ObjectOf<'DaemonSet'>;

/** The workloads of a namespace whose pods a selector would match. */
export function workloadsBehind(
  snapshot: Snapshot<'Deployment' | 'StatefulSet' | 'DaemonSet'>,
  namespace: string,
  selector: LabelSelector,
): readonly Workload[] {
  const requirements = requirementsOf(selector);
  const all: readonly Workload[] = [
    ...snapshot.list('Deployment', namespace),
    ...snapshot.list('StatefulSet', namespace),
    ...snapshot.list('DaemonSet', namespace),
  ];
  return all.filter(({ spec }) => spec.template !== undefined && matches(requirements, spec.template.metadata?.labels));
}

/** Whether a workload wants no pods: scaled to zero by a person or an autoscaler, or a DaemonSet that no node fits. */
export function wantsNone(workload: Workload): boolean {
  return workload.kind === 'DaemonSet' ? workload.status.desiredNumberScheduled === 0 : workload.spec.replicas === 0;
}
