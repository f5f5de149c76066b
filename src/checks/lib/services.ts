import type { LabelSelector, ObjectOf, Pod, Service } from '#src/kubernetes/objects.ts';
import type { Snapshot } from '#src/kubernetes/port.ts';
import { matches, requirementsOf } from '#src/lib/label-selector.ts';
import { isLive, isReady, isTerminating } from './pods.ts';
import { selectorOf } from './selectors.ts';
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

/** A Service that nobody serves. */
export interface Outage {
  readonly selector: LabelSelector;
  /** The pods to blame: those that live, else those that go or have failed; empty where no pod matches. */
  readonly pods: readonly Pod[];
}

/** Whether no pod serves behind a Service, and has not for as long as patience goes. */
export function outageOf(
  snapshot: Snapshot<'Pod'>,
  service: Service,
  patience: Patience,
  now: Date,
): Outage | undefined {
  const selector = selectorOf(service);
  if (selector === undefined) return undefined;
  const matching = snapshot.select('Pod', service.metadata.namespace ?? '', selector);
  // A pod that ended well (a Job's, a Spark driver's) leaves its Service without work, not without a pod.
  const pods = matching.filter(({ status }) => status.phase !== 'Succeeded');
  if (pods.length === 0) return matching.length === 0 ? { selector, pods: [] } : undefined;

  const live = pods.filter(isLive);
  // With publishNotReadyAddresses every pod that has not ended is an endpoint.
  if (service.spec.publishNotReadyAddresses === true ? live.length > 0 : live.some(isReady)) return undefined;
  if (pastServing(pods, patience, now).length === 0) return undefined;
  return { selector, pods: live.length > 0 ? live : pods };
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
