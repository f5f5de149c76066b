import type { KindName } from '#src/kubernetes/kinds.ts';
import type { Snapshot } from '#src/kubernetes/port.ts';

/**
 * Whether the absence of an object of this kind means that it does not exist. A kind in a check's `uses` may be unseen;
 * then every look-up is empty and proves nothing. STALE still knows what was there when the watch broke.
 */
export function isSeen<K extends KindName>(snapshot: Snapshot<K>, kind: K): boolean {
  const { state } = snapshot.stateOf(kind);
  return state === 'SYNCED' || state === 'STALE';
}
