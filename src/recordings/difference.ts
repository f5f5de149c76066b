import { identityOf, type RecordedObject, versionNumber } from './recorded-object.ts';

export interface ObjectEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: RecordedObject;
}

/** Where an API gives no resourceVersion, the object itself has to say whether it changed. */
function versionOf(object: RecordedObject): string {
  return object.metadata.resourceVersion ?? JSON.stringify(object);
}

interface Known {
  readonly last: RecordedObject;
  /** In how many of the earlier lists it was, and how often with each version. */
  readonly seen: number;
  readonly versions: ReadonlyMap<string, number>;
}

/** All that a watcher may hold who saw the first list for sure and any of the later ones perhaps. */
function knownFrom(earlier: readonly (readonly RecordedObject[])[]): Map<string, Known> {
  const known = new Map<string, Known>();
  for (const objects of earlier) {
    for (const object of objects) {
      const id = identityOf(object);
      const version = versionOf(object);
      const before = known.get(id) ?? { seen: 0, versions: new Map<string, number>() };
      const versions = new Map(before.versions).set(version, (before.versions.get(version) ?? 0) + 1);
      known.set(id, { last: object, seen: before.seen + 1, versions });
    }
  }
  return known;
}

/**
 * The events that lead a watcher from `earlier` (the list it started from, then those it was on the way through when
 * its stream ended) to `now`; what it surely has already is left out. Deletions come first, so that a name which was
 * given to a new object is free again; the others are ordered by resourceVersion. A deleted object carries the
 * resourceVersion of its deletion, as in Kubernetes.
 */
export function difference(
  earlier: readonly (readonly RecordedObject[])[],
  now: readonly RecordedObject[],
  deletionVersion: string,
): ObjectEvent[] {
  const known = knownFrom(earlier);
  const deleted = new Map(known);
  const added: ObjectEvent[] = [];
  const modified: ObjectEvent[] = [];
  for (const object of now) {
    const id = identityOf(object);
    const before = known.get(id);
    deleted.delete(id);
    if (before === undefined || before.seen < earlier.length) added.push({ type: 'ADDED', object });
    else if (before.versions.get(versionOf(object)) !== earlier.length) modified.push({ type: 'MODIFIED', object });
  }
  const order = (a: ObjectEvent, b: ObjectEvent): number =>
    versionNumber(a.object.metadata.resourceVersion) - versionNumber(b.object.metadata.resourceVersion);
  return [
    ...[...deleted.values()].map(
      ({ last }): ObjectEvent => ({
        type: 'DELETED',
        object: { ...last, metadata: { ...last.metadata, resourceVersion: deletionVersion } },
      }),
    ),
    ...added.sort(order),
    ...modified.sort(order),
  ];
}
