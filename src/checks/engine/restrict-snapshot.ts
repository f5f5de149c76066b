import type { KindName } from '#src/kubernetes/kinds.ts';
import type { KubernetesObject, LabelSelector } from '#src/kubernetes/objects.ts';
import type { Snapshot } from '#src/kubernetes/port.ts';

/** The snapshot as one check may see it: asking for a kind that it did not declare is that check's crash. */
export function restrictSnapshot(snapshot: Snapshot, kinds: readonly KindName[]): Snapshot {
  const declared = new Set<KindName>(kinds);
  function guard(kind: KindName): void {
    if (!declared.has(kind)) throw new Error(`reads ${kind}, which is neither in its needs nor in its uses`);
  }
  return {
    list(kind, namespace) {
      guard(kind);
      return snapshot.list(kind, namespace);
    },
    get(kind, namespace, name) {
      guard(kind);
      return snapshot.get(kind, namespace, name);
    },
    byUid(kind, uid) {
      guard(kind);
      return snapshot.byUid(kind, uid);
    },
    select(kind, namespace, selector: LabelSelector) {
      guard(kind);
      return snapshot.select(kind, namespace, selector);
    },
    ownedBy(kind, ownerUid) {
      guard(kind);
      return snapshot.ownedBy(kind, ownerUid);
    },
    onNode(nodeName) {
      guard('Pod');
      return snapshot.onNode(nodeName);
    },
    eventsOf(object: Pick<KubernetesObject, 'kind' | 'metadata'>) {
      guard('Event');
      return snapshot.eventsOf(object);
    },
    stateOf(kind) {
      guard(kind);
      return snapshot.stateOf(kind);
    },
  };
}
