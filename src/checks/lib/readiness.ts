import type { Pod } from '#src/kubernetes/objects.ts';
import type { Snapshot } from '#src/kubernetes/port.ts';
import { conditionOf, isTrue } from './conditions.ts';
import { containersOf, type PodContainer } from './containers.ts';
import { isNodeReady } from './nodes.ts';
import { controlPlaneComponentOf, isLive } from './pods.ts';
import type { Probe } from './probes.ts';
import { latestOf, secondsBetween } from './time.ts';

/** A container that runs, is past its start, and that its readiness probe keeps out of service. */
export interface UnreadyContainer {
  readonly pod: Pod;
  readonly container: PodContainer;
  readonly probe: Probe;
  readonly since: string;
  readonly seconds: number;
}

/** Whether a pod's readiness is its own: a dead node's pods are not ready because of it, a static pod of the control plane is the control plane's. */
function isJudged(snapshot: Snapshot<'Node'>, pod: Pod): boolean {
  if (!isLive(pod) || controlPlaneComponentOf(pod) !== undefined) return false;
  const node = pod.spec.nodeName === undefined ? undefined : snapshot.get('Node', undefined, pod.spec.nodeName);
  return node === undefined || isNodeReady(node);
}

/** Every such container of the cluster. */
export function* unreadyContainers(snapshot: Snapshot<'Pod' | 'Node'>, now: Date): Iterable<UnreadyContainer> {
  for (const pod of snapshot.list('Pod')) {
    if (!isJudged(snapshot, pod)) continue;
    const unready = conditionOf(pod, 'ContainersReady');
    for (const container of containersOf(pod)) {
      const { readinessProbe: probe, startupProbe } = container.spec;
      const running = container.status?.state?.running;
      if (probe === undefined || running === undefined || container.status?.ready !== false) continue;
      // Until the startup probe has succeeded, readiness is not asked for.
      if (startupProbe !== undefined && container.status.started !== true) continue;
      // The pod's condition may be of another container, so it counts only where it is later than the start.
      const changedAt = unready?.status === 'False' ? unready.lastTransitionTime : undefined;
      const since = latestOf(running.startedAt, changedAt) ?? pod.metadata.creationTimestamp;
      const seconds = secondsBetween(since, now);
      if (seconds !== undefined) yield { pod, container, probe, since, seconds };
    }
  }
}

/** A pod whose containers are all ready, and that something outside (a load balancer's controller, say) holds back by readiness gates. */
export interface GatedPod {
  readonly pod: Pod;
  /** The conditions it waits for. */
  readonly gates: readonly string[];
  readonly since: string;
  readonly seconds: number;
}

/** Every such pod of the cluster. A gate is closed until its condition is there and True (pkg/kubelet/status, GeneratePodReadyCondition). */
export function* gatedPods(snapshot: Snapshot<'Pod' | 'Node'>, now: Date): Iterable<GatedPod> {
  for (const pod of snapshot.list('Pod')) {
    const closed = (pod.spec.readinessGates ?? []).filter(({ conditionType }) => !isTrue(pod, conditionType));
    if (closed.length === 0 || !isTrue(pod, 'ContainersReady') || !isJudged(snapshot, pod)) continue;
    const since = conditionOf(pod, 'ContainersReady')?.lastTransitionTime ?? pod.metadata.creationTimestamp;
    const seconds = secondsBetween(since, now);
    if (seconds !== undefined) yield { pod, gates: closed.map(({ conditionType }) => conditionType), since, seconds };
  }
}
