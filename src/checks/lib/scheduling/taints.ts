import type { ClusterNode, Pod } from '#src/kubernetes/objects.ts';

type Taint = NonNullable<ClusterNode['spec']['taints']>[number];
type Toleration = NonNullable<Pod['spec']['tolerations']>[number];

/** Whether a toleration covers a taint (k8s.io/api/core/v1/toleration.go): an empty effect or key covers all, Equal is the default. */
export function tolerates(
  { key, operator, value, effect }: Toleration,
  taint: Pick<Taint, 'key' | 'value' | 'effect'>,
): boolean {
  if (effect !== undefined && effect !== '' && effect !== taint.effect) return false;
  if (key !== undefined && key !== '' && key !== taint.key) return false;
  if (operator === 'Exists') return true;
  if (operator !== undefined && operator !== '' && operator !== 'Equal') return false;
  return key !== undefined && key !== '' && (value ?? '') === (taint.value ?? '');
}

const CORDON = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' } as const;

/** The first taint of a node that keeps a pod off it; a cordon counts as its taint, which the node controller adds a moment later. */
export function untoleratedTaintOf(pod: Pod, node: ClusterNode): Pick<Taint, 'key' | 'value' | 'effect'> | undefined {
  const hard = (node.spec.taints ?? []).filter(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute');
  const all = node.spec.unschedulable === true ? [CORDON, ...hard] : hard;
  return all.find((taint) => !(pod.spec.tolerations ?? []).some((toleration) => tolerates(toleration, taint)));
}

/** Taints that the node controller sets by a node's condition: the node is in trouble, nobody meant to keep pods off it. */
const BY_CONDITION: ReadonlyMap<string, string> = new Map([
  ['node.kubernetes.io/not-ready', 'not ready'],
  ['node.kubernetes.io/unreachable', 'unreachable'],
  ['node.kubernetes.io/memory-pressure', 'under memory pressure'],
  ['node.kubernetes.io/disk-pressure', 'under disk pressure'],
  ['node.kubernetes.io/pid-pressure', 'short of process ids'],
  ['node.kubernetes.io/network-unavailable', 'without a network'],
]);

/** How a person says it, and whether the node's own trouble is behind it. */
export function taintText({ key, value, effect }: Pick<Taint, 'key' | 'value' | 'effect'>): {
  readonly text: string;
  readonly isTrouble: boolean;
} {
  const condition = BY_CONDITION.get(key);
  if (condition !== undefined) return { text: condition, isTrouble: true };
  if (key === CORDON.key) return { text: 'cordoned', isTrouble: false };
  return {
    text: `with the taint ${key}${value === undefined || value === '' ? '' : `=${value}`}:${effect}, which it does not tolerate`,
    isTrouble: false,
  };
}
