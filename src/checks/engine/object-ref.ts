import type { KubernetesObject } from '#src/kubernetes/objects.ts';
import type { ObjectRef } from '#src/kubernetes/port.ts';

/** The reference to a stored object. */
export function refOf(object: Pick<KubernetesObject, 'kind' | 'metadata'>): ObjectRef {
  const { namespace, name, uid } = object.metadata;
  return namespace === undefined ? { kind: object.kind, name, uid } : { kind: object.kind, namespace, name, uid };
}

/** One text for a reference, without uid: `namespace/Kind/name`. */
export function refKey(ref: ObjectRef): string {
  return `${ref.namespace ?? ''}/${ref.kind}/${ref.name}`;
}

/** Orders references by namespace, name, kind. */
export function compareRefs(a: ObjectRef, b: ObjectRef): number {
  for (const [left, right] of [
    [a.namespace ?? '', b.namespace ?? ''],
    [a.name, b.name],
    [a.kind, b.kind],
  ] as const) {
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
