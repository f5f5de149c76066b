import { createKindTable, type KindTable } from './kind-table.ts';
import type { KindName } from './kinds.ts';
import type { Event, KubernetesObject, ObjectOf, Pod } from './objects.ts';
import type { ClusterSnapshot, KindState } from './port.ts';

/** What a snapshot is made of. A kind without a table is empty; a kind without a state is SYNCED. */
export interface SnapshotParts {
  readonly tables: ReadonlyMap<KindName, KindTable<KubernetesObject>>;
  readonly states: ReadonlyMap<KindName, KindState>;
  readonly takenAt: string;
  readonly version: string | undefined;
  readonly apiCalls: number;
}

const EMPTY = createKindTable<KubernetesObject>(new Map());
const SYNCED: KindState = { state: 'SYNCED' };

/** Makes the frozen view that a run reads; costs nothing but the view itself. */
export function createSnapshot(parts: SnapshotParts): ClusterSnapshot {
  // A table holds objects of one kind only; the store put them there by their kind.
  function table<K extends KindName>(kind: K): KindTable<ObjectOf<K>> {
    return (parts.tables.get(kind) ?? EMPTY) as unknown as KindTable<ObjectOf<K>>;
  }

  return Object.freeze({
    takenAt: parts.takenAt,
    version: parts.version,
    apiCalls: parts.apiCalls,
    list: <K extends KindName>(kind: K, namespace?: string) => table(kind).list(namespace),
    get: <K extends KindName>(kind: K, namespace: string | undefined, name: string) => table(kind).get(namespace, name),
    byUid: <K extends KindName>(kind: K, uid: string) => table(kind).byUid(uid),
    select: <K extends KindName>(kind: K, namespace: string, selector: Parameters<KindTable['select']>[1]) =>
      table(kind).select(namespace, selector),
    ownedBy: <K extends KindName>(kind: K, ownerUid: string) => table(kind).ownedBy(ownerUid),
    onNode: (nodeName: string): readonly Pod[] => table('Pod').onNode(nodeName),
    eventsOf(object: Pick<KubernetesObject, 'kind' | 'metadata'>): readonly Event[] {
      const byUid = table('Event').regarding(object.metadata.uid);
      // The kubelet writes its node's name where the uid belongs (pkg/kubelet/kubelet.go, nodeRef).
      if (object.kind !== 'Node') return byUid;
      const byName = table('Event').regarding(object.metadata.name);
      return [...byUid, ...byName].sort((a, b) => Date.parse(b.lastSeen) - Date.parse(a.lastSeen));
    },
    stateOf: (kind: KindName) => parts.states.get(kind) ?? SYNCED,
  });
}
