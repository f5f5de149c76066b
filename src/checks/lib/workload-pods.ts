import { refOf } from '#src/checks/engine/object-ref.ts';
import type { Deployment, Pod } from '#src/kubernetes/objects.ts';
import type { ObjectRef, Snapshot } from '#src/kubernetes/port.ts';
import { containersOf, waitingReasonOf } from './containers.ts';
import { isNodeReady } from './nodes.ts';
import { isLive, isReady, readyChangedAt } from './pods.ts';
import { secondsToDecide } from './probes.ts';
import { latestOf, secondsBetween } from './time.ts';

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
  return containersOf(pod).some(
    ({ role, status }) =>
      role !== 'INIT' && (status?.restartCount ?? 0) >= LOOP_RESTARTS && status?.state?.running === undefined,
  );
}

/** How long the pod's own probes may take from the start of its containers, startup first, before they have decided. */
function secondsToProbe(pod: Pod): number {
  const times = containersOf(pod).map(({ spec: { startupProbe, readinessProbe }, status }) => {
    const startup = startupProbe === undefined || status?.started === true ? 0 : secondsToDecide(startupProbe);
    return startup + (readinessProbe === undefined ? 0 : secondsToDecide(readinessProbe));
  });
  return Math.max(0, ...times);
}

/** Whether a live pod that is not ready has used up its patience. A first start is given the time that its probes declare. */
function isOutOfPatience(pod: Pod, patience: Patience, now: Date): boolean {
  const start = startOf(pod);
  const changedAt = readyChangedAt(pod) ?? pod.metadata.creationTimestamp;
  const startedAt = containersOf(pod).map(({ status }) => status?.state?.running?.startedAt);
  const since = start === 'RUNNING' ? latestOf(changedAt, ...startedAt) : changedAt;
  const seconds = secondsBetween(since, now) ?? 0;
  return seconds >= (start === 'RUNNING' ? Math.max(patience.RUNNING, secondsToProbe(pod)) : patience[start]);
}

/** The live pods that are not ready for at least as long as patience goes, and those in a crash loop at once. */
export function overduePods(pods: readonly Pod[], patience: Patience, now: Date): readonly Pod[] {
  return pods.filter((pod) => {
    if (!isLive(pod) || isReady(pod)) return false;
    if (isLooping(pod)) return true;
    return isOutOfPatience(pod, patience, now);
  });
}

/** How long the pods of a workload may take: the params of the checks that judge by {@link isOverdue}. */
export interface StartParams {
  readonly graceSeconds: number;
  readonly startSeconds: number;
}

/**
 * The patience that a check's params make. While an update goes on that keeps some pods serving, a pod may start for
 * `updateSeconds`; trouble counts all the same.
 */
export function patienceOf(params: StartParams, updateSeconds?: number): Patience {
  return {
    TROUBLED: params.graceSeconds,
    STARTING: updateSeconds ?? params.startSeconds,
    RUNNING: updateSeconds ?? params.graceSeconds,
  };
}

/** StatefulSets and DaemonSets have no progress deadline of their own; Deployments' default is a fair measure. */
export const UPDATE_SECONDS = 600;

/**
 * Whether a workload with too few ready pods has had too few for long enough. Pods that are there and not ready tell it;
 * where pods are only missing, the time since anything about it changed does.
 */
export function isOverdue(
  pods: readonly Pod[],
  { patience, changedAt }: { readonly patience: Patience; readonly changedAt: string | undefined },
  now: Date,
): boolean {
  const live = pods.filter(isLive);
  if (live.every(isReady)) return (secondsBetween(changedAt, now) ?? 0) >= patience.TROUBLED;
  return overduePods(live, patience, now).length > 0;
}

/** When pods last came or were told to go. */
export function podsChangedAt(pods: readonly Pod[]): string | undefined {
  return latestOf(...pods.flatMap(({ metadata }) => [metadata.creationTimestamp, metadata.deletionTimestamp]));
}

/** Whether the controller has not looked at the newest spec yet: its numbers are of another one. */
export function isBehind({ metadata, status }: Deployment): boolean {
  const { observedGeneration } = status;
  return observedGeneration !== undefined && observedGeneration < (metadata.generation ?? 0);
}

/** Every pod of a Deployment's ReplicaSets, old and new. */
export function podsOfDeployment(snapshot: Snapshot<'ReplicaSet' | 'Pod'>, deployment: Deployment): readonly Pod[] {
  return snapshot
    .ownedBy('ReplicaSet', deployment.metadata.uid)
    .flatMap(({ metadata }) => snapshot.ownedBy('Pod', metadata.uid));
}

/** What may explain that these pods don't serve: those of them that are not ready, and the nodes among theirs that are not. */
export function causesIn(snapshot: Snapshot<'Node'>, pods: readonly Pod[]): readonly ObjectRef[] {
  const failing = pods.filter((pod) => !isReady(pod));
  const names = new Set(failing.flatMap((pod) => pod.spec.nodeName ?? []));
  const nodes = [...names]
    .flatMap((name) => snapshot.get('Node', undefined, name) ?? [])
    .filter((node) => !isNodeReady(node));
  return [...failing, ...nodes].map(refOf);
}
