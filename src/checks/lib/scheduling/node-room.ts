import type { ClusterNode, Pod } from '#src/kubernetes/objects.ts';
import { isFinished } from '../pods.ts';
import { type Amounts, amountsOf, podRequestsOf } from './pod-requests.ts';

/** What a node has and what its pods take of it. */
export interface NodeRoom {
  readonly allocatable: Amounts;
  /** May be negative: static pods and kubelet restarts do not ask the scheduler. */
  readonly free: Amounts;
  /** Host ports in use, as `TCP/80`. */
  readonly hostPorts: ReadonlySet<string>;
}

/** The host ports that a pod takes, as `TCP/80`; in the host's network every declared port is one. */
export function hostPortsOf(pod: Pod): readonly string[] {
  const { containers = [], initContainers = [], hostNetwork } = pod.spec;
  const lasting = [...containers, ...initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always')];
  return lasting.flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostPort, containerPort, protocol }) => {
      const port = hostPort ?? (hostNetwork === true ? containerPort : 0);
      return port === 0 ? [] : [`${protocol ?? 'TCP'}/${port}`];
    }),
  );
}

/** Reckons a node's room from the pods bound to it; ended ones take nothing, those on their way out still do. */
export function nodeRoomOf(node: ClusterNode, pods: readonly Pod[]): NodeRoom {
  const allocatable = amountsOf(node.status.allocatable ?? node.status.capacity);
  const free = new Map(allocatable);
  const hostPorts = new Set<string>();
  for (const pod of pods) {
    if (isFinished(pod)) continue;
    free.set('pods', (free.get('pods') ?? 0) - 1);
    for (const [resource, amount] of podRequestsOf(pod)) free.set(resource, (free.get(resource) ?? 0) - amount);
    for (const port of hostPortsOf(pod)) hostPorts.add(port);
  }
  return { allocatable, free, hostPorts };
}

/** One resource of which a node has too little left. */
export interface Shortage {
  readonly resource: string;
  readonly asked: number;
  readonly free: number;
  readonly allocatable: number;
}

/** The resources of which a node has too little left for a pod; `pods` stands for its limit of pods. */
export function shortagesOf(pod: Pod, { free, allocatable }: NodeRoom): readonly Shortage[] {
  const asked: Amounts = new Map([...podRequestsOf(pod), ['pods', 1]]);
  return [...asked].flatMap(([resource, amount]) => {
    const left = free.get(resource) ?? 0;
    return amount > 0 && amount > left
      ? [{ resource, asked: amount, free: left, allocatable: allocatable.get(resource) ?? 0 }]
      : [];
  });
}
