import { refOf } from '#src/checks/engine/object-ref.ts';
import type { Deployment, Pod } from '#src/kubernetes/objects.ts';
import type { ObjectRef, Snapshot } from '#src/kubernetes/port.ts';
import { containersOf, waitingReasonOf } from './containers.ts';
import { isNodeReady } from './nodes.ts';
import { isLive, isReady, readyChangedAt } from './pods.ts';
import { secondsBetween } from './time.ts';

/**
 * What a pod that is not ready is doing: TROUBLED shows a fault (no node, a restart, an end, a wait with an error),
 * STARTING fetches images, mounts volumes or runs its init containers, RUNNING runs all containers and is not ready yet.
 */
export type Start = 'TROUBLED' | 'STARTING' | 'RUNNING';

/** The kubelet's two words for a container whose turn has not come (pkg/kubelet/kubelet_pods.go). */
const NOT_YET: ReadonlySet<string> = new Set(['ContainerCreating', 'PodInitializing']);

/** Classifies a pod that is not ready. */
export function startOf(pod: Pod): Start {
  if (pod.spec.nodeName === undefined) return 'TROUBLED';
  const containers = containersOf(pod);
  for (const container of containers) {
    const ended = container.status?.state?.terminated;
    if (ended !== undefined && (container.role !== 'INIT' || ended.exitCode !== 0)) return 'TROUBLED';
    if ((container.status?.restartCount ?? 0) > 0) return 'TROUBLED';
    const reason = waitingReasonOf(container);
    if (reason !== undefined && !NOT_YET.has(reason)) return 'TROUBLED';
  }
  const mains = containers.filter(({ role }) => role === 'MAIN');
  return mains.every(({ status }) => status?.state?.running !== undefined) ? 'RUNNING' : 'STARTING';
}

/** How many seconds a pod may be not ready before it counts against its workload, by what it is doing. */
export type Patience = Readonly<Record<Start, number>>;

/** Two restarts may be a rough start; the third is a habit. */
const LOOP_RESTARTS = 3;

/** Down again after several restarts: a pod that was ready for some seconds between two crashes has not served. */
function isLooping(pod: Pod): boolean {
  return containersOf(pod).some(({ role, status }) => role !== 'INIT' && (status?.restartCount ?? 0) >= LOOP_RESTARTS && status?.state?.running === undefined);
}

/** The live pods that are not ready for at least as long as patience goes, and those in a crash loop at once. */
export function overduePods(pods: readonly Pod[], patience: Patience, now: Date): readonly Pod[] {
  return pods.filter((pod) => {
    if (!isLive(pod) || isReady(pod)) return false;
    if (isLooping(pod)) return true;
    const seconds = secondsBetween(readyChangedAt(pod) ?? pod.metadata.creationTimestamp, now) ?? 0;
    return seconds >= patience[startOf(pod)];
  });
}

/** Every pod of a Deployment's ReplicaSets, old and new. */
export function podsOfDeployment(snapshot: Snapshot<'ReplicaSet' | 'Pod'>, deployment: Deployment): readonly Pod[] {
  return snapshot.ownedBy('ReplicaSet', deployment.metadata.uid).flatMap(({ metadata }) => snapshot.ownedBy('Pod', metadata.uid));
}

/** What may explain that these pods don't serve: those of them that are not ready, and the nodes among theirs that are not. */
export function causesIn(snapshot: Snapshot<'Node'>, pods: readonly Pod[]): readonly ObjectRef[] {
  const failing = pods.filter((pod) => !isReady(pod));
  const names = new Set(failing.flatMap((pod) => pod.spec.nodeName ?? []));
  const nodes = [...names].flatMap((name) => snapshot.get('Node', undefined, name) ?? []).filter((node) => !isNodeReady(node));
  return [...failing, ...nodes].map(refOf);
}
