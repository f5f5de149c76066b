import type { Container, ContainerStatus, Pod } from '#src/kubernetes/objects.ts';

/**
 * What a container is for. A sidecar is an init container with restartPolicy Always: it starts in the order of the init
 * containers and then runs beside the main ones (KEP-753).
 */
export type ContainerRole = 'INIT' | 'SIDECAR' | 'MAIN';

/** A container with what the kubelet says of it. */
export interface PodContainer {
  readonly name: string;
  readonly role: ContainerRole;
  readonly spec: Container;
  /** Undefined until the kubelet has spoken. */
  readonly status: ContainerStatus | undefined;
  /** Where the status stands, such as `status.containerStatuses[web]`. */
  readonly path: string;
  /** How events name it, such as `spec.containers{web}`. */
  readonly fieldPath: string;
}

/** A container that ended: exit code, reason, times. */
export type Termination = NonNullable<NonNullable<ContainerStatus['state']>['terminated']>;

/** A pod's containers in the order in which they start; ephemeral ones are a person's and left out. */
export function containersOf(pod: Pod): readonly PodContainer[] {
  const init = (pod.spec.initContainers ?? []).map(
    (spec): PodContainer => ({
      name: spec.name,
      role: spec.restartPolicy === 'Always' ? 'SIDECAR' : 'INIT',
      spec,
      status: pod.status.initContainerStatuses?.find(({ name }) => name === spec.name),
      path: `status.initContainerStatuses[${spec.name}]`,
      fieldPath: `spec.initContainers{${spec.name}}`,
    }),
  );
  const main = (pod.spec.containers ?? []).map(
    (spec): PodContainer => ({
      name: spec.name,
      role: 'MAIN',
      spec,
      status: pod.status.containerStatuses?.find(({ name }) => name === spec.name),
      path: `status.containerStatuses[${spec.name}]`,
      fieldPath: `spec.containers{${spec.name}}`,
    }),
  );
  return [...init, ...main];
}

/** One text for a container of a pod, for sets. */
export function identityOf(pod: Pod, { path }: PodContainer): string {
  return `${pod.metadata.uid}/${path}`;
}

/** How the container last ended: now, or before the present run or wait. */
export function lastTerminationOf({ status }: PodContainer): Termination | undefined {
  return status?.state?.terminated ?? status?.lastState?.terminated;
}

/** Why the container waits, in the kubelet's word; undefined where it does not wait. */
export function waitingReasonOf({ status }: PodContainer): string | undefined {
  return status?.state?.waiting?.reason;
}

/** Whether the kubelet starts the container again after an end with this exit code. */
export function isRestarted(pod: Pod, container: PodContainer, exitCode: number): boolean {
  if (container.role === 'SIDECAR') return true;
  // A container's own policy (1.34) wins; a pod's default is Always. An init container that succeeded has done its work.
  const policy = container.spec.restartPolicy ?? pod.spec.restartPolicy ?? 'Always';
  if (policy === 'Never') return false;
  return policy === 'OnFailure' || container.role === 'INIT' ? exitCode !== 0 : true;
}
