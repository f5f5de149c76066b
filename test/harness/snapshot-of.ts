import { createKindTable, keyOf } from '#src/kubernetes/kind-table.ts';
import { KIND_NAMES, type KindName } from '#src/kubernetes/kinds.ts';
import type { KubernetesObject } from '#src/kubernetes/objects.ts';
import type { ClusterSnapshot, KindState } from '#src/kubernetes/port.ts';
import { createSnapshot } from '#src/kubernetes/snapshot.ts';

/** A snapshot of literal objects; kinds are SYNCED unless `states` says otherwise. Two objects of one name are a mistake of the test. */
export function snapshotOf(
  objects: readonly KubernetesObject[],
  states: Readonly<Partial<Record<KindName, KindState>>> = {},
  takenAt = '2026-03-01T12:00:00Z',
): ClusterSnapshot {
  const byKind = new Map<KindName, Map<string, KubernetesObject>>(KIND_NAMES.map((kind) => [kind, new Map()]));
  for (const object of objects) {
    const key = keyOf(object.metadata.namespace, object.metadata.name);
    const table = byKind.get(object.kind);
    if (table?.has(key)) throw new Error(`two objects ${object.kind} ${key} in one test`);
    table?.set(key, object);
  }
  return createSnapshot({
    tables: new Map([...byKind].map(([kind, table]) => [kind, createKindTable(table)])),
    states: new Map(Object.entries(states) as [KindName, KindState][]),
    takenAt,
    version: 'v1.34.4',
    apiCalls: 0,
  });
}
