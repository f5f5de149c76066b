import type { ClusterNode } from '#src/kubernetes/objects.ts';
import { conditionOf, isTrue } from './conditions.ts';

/** Whether the node's kubelet says that it is ready. */
export function isNodeReady(node: ClusterNode): boolean {
  return isTrue(node, 'Ready');
}

/**
 * Whether nothing is heard of the node's kubelet: the node controller then sets Ready to Unknown. What the API server
 * holds of the node's pods is old.
 */
export function isNodeUnreachable(node: ClusterNode): boolean {
  return conditionOf(node, 'Ready')?.status === 'Unknown';
}
