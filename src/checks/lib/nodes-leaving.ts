import type { ClusterNode } from '#src/kubernetes/objects.ts';
import { secondsBetween } from './time.ts';

/** Set by cluster-autoscaler on a node that it is about to remove; the value is when, in seconds since 1970. */
const AUTOSCALER_TAINT = 'ToBeDeletedByClusterAutoscaler';

/** A machine takes some minutes to go; after this long its removal is stuck and the node counts again. */
const LEAVING_SECONDS = 900;

/** Whether the node is being taken out on purpose: deleted, or marked by the cluster autoscaler a short while ago. */
export function isBeingRemoved(node: ClusterNode, now: Date): boolean {
  if (node.metadata.deletionTimestamp !== undefined) {
    return (secondsBetween(node.metadata.deletionTimestamp, now) ?? 0) < LEAVING_SECONDS;
  }
  const marked = Number(node.spec.taints?.find(({ key }) => key === AUTOSCALER_TAINT)?.value ?? Number.NaN);
  return !Number.isNaN(marked) && now.getTime() / 1000 - marked < LEAVING_SECONDS;
}
