import type { Evidence } from '#src/checks/engine/evidence.ts';
import { refOf } from '#src/checks/engine/object-ref.ts';
import type { Event, KubernetesObject } from '#src/kubernetes/objects.ts';
import { bounded } from './text.ts';

/** A field as it was read. `at` is when the object says that it became so. */
export function fieldEvidence(
  object: Pick<KubernetesObject, 'kind' | 'metadata'>,
  path: string,
  value: string | number | boolean,
  at?: string,
): Evidence {
  return {
    type: 'FIELD',
    object: refOf(object),
    path,
    value: bounded(String(value)),
    ...(at === undefined ? {} : { at }),
  };
}

/** Events about one object as evidence; those that are missing are left out. */
export function eventEvidence(...events: readonly (Event | undefined)[]): readonly Evidence[] {
  return events.flatMap((event): Evidence[] => {
    if (event === undefined) return [];
    const { kind, name, namespace, uid } = event.regarding;
    const object = {
      kind,
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(uid === undefined ? {} : { uid }),
    };
    return [
      {
        type: 'EVENT',
        object,
        reason: event.reason,
        message: bounded(event.message),
        count: event.count,
        at: event.lastSeen,
      },
    ];
  });
}
