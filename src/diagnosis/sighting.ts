import type { Diagnosis } from '#src/checks/engine/outcome.ts';
import { rootOwnerOf } from '#src/checks/engine/root-owner.ts';
import { isKindName } from '#src/kubernetes/kinds.ts';
import type { KubernetesObject } from '#src/kubernetes/objects.ts';
import type { ClusterSnapshot } from '#src/kubernetes/port.ts';
import { coverageOf } from './coverage.ts';
import { namespaceOf } from './mentions.ts';
import type { Sighting } from './run-finish-store.ts';

interface Seen {
  readonly snapshot: ClusterSnapshot;
  readonly diagnosis: Diagnosis;
  readonly ourNow: Date;
  readonly apiCalls: number;
  readonly milliseconds: number;
}

/** Where Namespaces may not be listed, those of pods and of what was found are known all the same. */
function namespacesOf({ snapshot, diagnosis }: Seen): ReadonlySet<string> {
  const listed = snapshot.list('Namespace').map(({ metadata }) => metadata.name);
  const ofPods = snapshot.list('Pod').flatMap(({ metadata }) => metadata.namespace ?? []);
  const ofFindings = diagnosis.findings.flatMap(({ namespace, subjects }) =>
    [namespace ?? [], subjects.flatMap((ref) => namespaceOf(ref) ?? [])].flat(),
  );
  return new Set([...listed, ...ofPods, ...ofFindings]);
}

/** Puts together what a run has to tell. */
export function sightingOf(seen: Seen): Sighting {
  const { snapshot, diagnosis, ourNow } = seen;
  return {
    diagnosis,
    coverage: coverageOf(snapshot, seen),
    takenAt: new Date(snapshot.takenAt),
    namespaces: namespacesOf(seen),
    labelsNow({ kind, namespace, name }) {
      if (!isKindName(kind)) return undefined;
      const object: KubernetesObject | undefined = snapshot.get(kind, namespace, name);
      if (object === undefined) return undefined;
      const owner = rootOwnerOf(object, snapshot, ourNow);
      return owner.known ? owner.labels : (object.metadata.labels ?? {});
    },
  };
}
