import type { ClusterNode, Pod } from '#src/kubernetes/objects.ts';
import type { Snapshot } from '#src/kubernetes/port.ts';
import { controllerOf, isFinished } from '../pods.ts';
import { amountText } from '../quantities.ts';
import { isSeen } from '../seen.ts';
import { type Neighbour, neighbourRulesOf } from './neighbours.ts';
import { hostPortsOf, type NodeRoom, nodeRoomOf, type Shortage, shortagesOf } from './node-room.ts';
import { onlyNodeOf, unmetLabelsOf } from './node-selector.ts';
import { spreadRulesOf } from './spread.ts';
import { taintText, untoleratedTaintOf } from './taints.ts';
import { claimNamesOf, volumeObstacleOf } from './volumes.ts';

/** One reason why one node does not take one pod. */
type Obstacle =
  | { readonly text: string; readonly isTrouble: boolean; readonly shortages?: never }
  | { readonly shortages: readonly Shortage[]; readonly isTrouble: false };

/** Why no node takes a pod. */
export interface Refusal {
  /** Such as `none of 3 nodes fits: 2 without the label accelerator=gpu; 1 cordoned`. */
  readonly why: string;
  /** Nodes that would take it, were they not in trouble themselves. */
  readonly troubled: readonly ClusterNode[];
}

type SchedulingSnapshot = Snapshot<
  'Pod' | 'Node' | 'Namespace' | 'PersistentVolumeClaim' | 'PersistentVolume' | 'StorageClass'
>;

/** The cluster as the scheduler sees it, reckoned once a run. */
export interface SchedulingView {
  /**
   * Why no node takes the pod; undefined where one would as far as is known here, or where it depends on what is not
   * seen: nodes that may not be read, device claims, limits of storage drivers, a scheduler's own plugins.
   */
  judge(pod: Pod): Refusal | undefined;
}

/** `cpu (asks for 2, most free 500m on node-1)`; a node that would be too small even when empty is said to be. */
function shortageText(
  resource: string,
  shortages: readonly { readonly node: ClusterNode; readonly shortage: Shortage }[],
): string {
  const shown = (amount: number): string => amountText(resource, resource === 'cpu' ? amount / 1000 : amount);
  const [best] = [...shortages].sort((a, b) => b.shortage.free - a.shortage.free);
  if (best === undefined) return resource;
  const { asked, free } = best.shortage;
  const largest = Math.max(...shortages.map(({ shortage }) => shortage.allocatable));
  if (resource === 'pods') return `room for pods (all ${largest} taken)`;
  if (largest === 0) return `${resource} (asks for ${shown(asked)}, they have none)`;
  if (asked > largest)
    return `${resource} (asks for ${shown(asked)}, the largest of them has ${shown(largest)} in all)`;
  return `${resource} (asks for ${shown(asked)}, most free ${shown(Math.max(0, free))} on ${best.node.metadata.name})`;
}

type Judged = readonly { readonly node: ClusterNode; readonly obstacles: readonly Obstacle[] }[];

/** One phrase for all nodes whose first obstacle is of one kind. */
function phraseOf(members: Judged): string {
  const [sample] = members[0]?.obstacles ?? [];
  if (sample?.shortages === undefined) return sample?.text ?? '';
  const parts = sample.shortages.map(({ resource }) => {
    const all = members.flatMap(({ node, obstacles: [first] }) =>
      (first?.shortages ?? []).filter((other) => other.resource === resource).map((shortage) => ({ node, shortage })),
    );
    return shortageText(resource, all);
  });
  return `without enough ${parts.join(' and ')}`;
}

/** The phrases with their numbers of nodes, most nodes first. */
function reasonsOf(judged: Judged): readonly { readonly count: number; readonly phrase: string }[] {
  const groups = Map.groupBy(judged, ({ obstacles: [first] }) =>
    first?.shortages === undefined ? first?.text : first.shortages.map(({ resource }) => resource).join(' and '),
  );
  return [...groups.values()]
    .map((members) => ({ count: members.length, phrase: phraseOf(members) }))
    .sort((a, b) => b.count - a.count || (a.phrase < b.phrase ? -1 : 1));
}

function whyOf(judged: Judged, only: string | undefined): string {
  const reasons = reasonsOf(judged);
  const [first] = reasons;
  if (first === undefined)
    return only === undefined ? 'the cluster has no node' : `node ${only}, the only one it is for, does not exist`;
  if (only !== undefined) return `node ${only}, the only one it is for, is ${first.phrase}`;
  const counted = reasons.map(({ count, phrase }) => `${count} ${phrase}`).join('; ');
  return judged.length === 1
    ? `the only node does not fit: ${counted}`
    : `none of ${judged.length} nodes fits: ${counted}`;
}

/** Pods of one controller ask for the same, unless each has claims or, as a DaemonSet's, a node of its own. */
function likenessOf(pod: Pod): string {
  const isAlike = claimNamesOf(pod).length === 0 && onlyNodeOf(pod) === undefined;
  return (isAlike ? controllerOf(pod)?.uid : undefined) ?? pod.metadata.uid;
}

/** Prepares to judge pods. Nodes' rooms and neighbours are reckoned when the first pod asks, and then kept. */
export function createSchedulingView(snapshot: SchedulingSnapshot): SchedulingView {
  const nodes = snapshot.list('Node');
  const rooms = new Map<string, NodeRoom>();
  const answers = new Map<string, Refusal | undefined>();
  let bound: readonly Neighbour[] | undefined;

  function roomOf(node: ClusterNode): NodeRoom {
    const room = rooms.get(node.metadata.name) ?? nodeRoomOf(node, snapshot.onNode(node.metadata.name));
    rooms.set(node.metadata.name, room);
    return room;
  }

  function neighbours(): readonly Neighbour[] {
    bound ??= nodes.flatMap(({ metadata: { name, labels = {} } }) =>
      snapshot.onNode(name).flatMap((pod) => (isFinished(pod) ? [] : [{ pod, labels }])),
    );
    return bound;
  }

  function judgeAfresh(pod: Pod): Refusal | undefined {
    const only = onlyNodeOf(pod);
    const others = neighbourRulesOf(snapshot, pod, neighbours());
    const spread = spreadRulesOf(pod, nodes, neighbours());
    const ports = hostPortsOf(pod);

    // Labels come first, other than in the scheduler's order: a taint of a node that is not meant is no one's concern.
    function obstaclesOn(node: ClusterNode): Obstacle[] {
      const room = roomOf(node);
      const labels = unmetLabelsOf(pod, node);
      const taint = untoleratedTaintOf(pod, node);
      const taken = ports.filter((port) => room.hostPorts.has(port));
      const shortages = shortagesOf(pod, room);
      const texts = [volumeObstacleOf(snapshot, pod, node), spread.obstacleOn(node), others.obstacleOn(node)];
      return [
        ...(labels === undefined ? [] : [{ text: `without the label ${labels}`, isTrouble: false }]),
        ...(taint === undefined ? [] : [taintText(taint)]),
        ...(taken.length === 0 ? [] : [{ text: `with host port ${taken.join(', ')} in use`, isTrouble: false }]),
        ...(shortages.length === 0 ? [] : [{ shortages, isTrouble: false as const }]),
        ...texts.flatMap((text) => (text === undefined ? [] : [{ text, isTrouble: false }])),
      ];
    }

    const looked = only === undefined ? nodes : nodes.filter(({ metadata }) => metadata.name === only);
    const judged = looked.map((node) => ({ node, obstacles: obstaclesOn(node) }));
    if (judged.some(({ obstacles }) => obstacles.length === 0)) return undefined;
    const troubled = judged.filter(({ obstacles }) => obstacles.every(({ isTrouble }) => isTrouble));
    return { why: whyOf(judged, only), troubled: troubled.map(({ node }) => node) };
  }

  return {
    judge(pod) {
      if (!isSeen(snapshot, 'Node') || (pod.spec.resourceClaims ?? []).length > 0) return undefined;
      const likeness = likenessOf(pod);
      if (!answers.has(likeness)) answers.set(likeness, judgeAfresh(pod));
      return answers.get(likeness);
    },
  };
}
