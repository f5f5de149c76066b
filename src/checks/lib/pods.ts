import type { OwnerReference, Pod } from '#src/kubernetes/objects.ts';
import { conditionOf, isTrue } from './conditions.ts';

/** Whether the pod has been asked to go. */
export function isTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

/** Whether the pod has ended for good: it is never started again. */
export function isFinished(pod: Pod): boolean {
  return pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
}

/** Whether the pod is there to serve: neither on its way out nor ended. */
export function isLive(pod: Pod): boolean {
  return !isTerminating(pod) && !isFinished(pod);
}

/** Whether the pod counts as ready: its Ready condition is True, as EndpointSlices and workload controllers see it. */
export function isReady(pod: Pod): boolean {
  return isTrue(pod, 'Ready');
}

/** The owner that controls an object. */
export function controllerOf(object: Pick<Pod, 'metadata'>): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((reference) => reference.controller === true);
}

/** Whether a Job made the pod: it is meant to end, and its failure is the Job's. */
export function isJobPod(pod: Pod): boolean {
  return controllerOf(pod)?.kind === 'Job';
}

/** Whether the pod is the API server's copy of a static pod. */
function isMirror(pod: Pod): boolean {
  return pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined;
}

const CONTROL_PLANE: ReadonlySet<string> = new Set([
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'etcd',
]);

/**
 * The control plane's component that a static pod of kube-system is; undefined for every other pod. kubeadm labels it
 * `component`; elsewhere the pod's name is the component's with the node's name behind it.
 */
export function controlPlaneComponentOf(pod: Pod): string | undefined {
  if (!isMirror(pod) || pod.metadata.namespace !== 'kube-system') return undefined;
  const label = pod.metadata.labels?.['component'];
  if (label !== undefined && CONTROL_PLANE.has(label)) return label;
  const node = pod.spec.nodeName;
  const name =
    node !== undefined && pod.metadata.name.endsWith(`-${node}`)
      ? pod.metadata.name.slice(0, -node.length - 1)
      : pod.metadata.name;
  return CONTROL_PLANE.has(name) ? name : undefined;
}

/** Since when the pod's Ready condition has been what it is. */
export function readyChangedAt(pod: Pod): string | undefined {
  return conditionOf(pod, 'Ready')?.lastTransitionTime;
}

/**
 * One text for the workload that a pod belongs to, so that pods can be counted by it: a Deployment's old and new pods
 * share it, because a Deployment names its ReplicaSets `<deployment>-<pod-template-hash>`. A bare pod is alone.
 */
export function workloadKeyOf(pod: Pod): string {
  const namespace = pod.metadata.namespace ?? '';
  const owner = controllerOf(pod);
  if (owner === undefined) return `${namespace}/Pod/${pod.metadata.name}`;
  const hash = pod.metadata.labels?.['pod-template-hash'];
  if (owner.kind === 'ReplicaSet' && hash !== undefined && owner.name.endsWith(`-${hash}`)) {
    return `${namespace}/Deployment/${owner.name.slice(0, -hash.length - 1)}`;
  }
  return `${namespace}/${owner.kind}/${owner.name}`;
}
