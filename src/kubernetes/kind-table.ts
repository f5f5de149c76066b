import { type LabelSelectorObject, matches, requirementsOf } from '#src/lib/label-selector.ts';
import type { KubernetesObject } from './objects.ts';

/** An object in any table: what all kinds share. */
type Stored = Pick<KubernetesObject, 'kind' | 'metadata'>;

const NONE: readonly never[] = [];

/** The key of an object within its kind. */
export function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function inOrder(a: Stored, b: Stored): number {
  return (
    compareText(a.metadata.namespace ?? '', b.metadata.namespace ?? '') || compareText(a.metadata.name, b.metadata.name)
  );
}

function groupBy<T extends Stored>(objects: readonly T[], keys: (object: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const object of objects) {
    for (const key of keys(object)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [object]);
      else group.push(object);
    }
  }
  return groups;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function labelPairs(object: Stored): string[] {
  const namespace = object.metadata.namespace ?? '';
  return Object.entries(object.metadata.labels ?? {}).map(([key, value]) => `${namespace}/${key}=${value}`);
}

function controllerUids(object: Stored): string[] {
  const owner = object.metadata.ownerReferences?.find((reference) => reference.controller === true);
  return owner === undefined ? [] : [owner.uid];
}

function boundNode(object: Stored): string[] {
  const spec = (object as { spec?: { nodeName?: string } }).spec;
  return spec?.nodeName === undefined ? [] : [spec.nodeName];
}

function aboutUid(object: Stored): string[] {
  const uid = (object as { regarding?: { uid?: string } }).regarding?.uid;
  return uid === undefined ? [] : [uid];
}

/** All objects of one kind at one moment, never changed; each index is made when it is first asked for, then kept. */
export interface KindTable<T extends Stored = Stored> {
  readonly size: number;
  get(namespace: string | undefined, name: string): T | undefined;
  byUid(uid: string): T | undefined;
  list(namespace?: string): readonly T[];
  select(namespace: string, selector: LabelSelectorObject): readonly T[];
  ownedBy(uid: string): readonly T[];
  onNode(nodeName: string): readonly T[];
  /** Only of Events: those about an object, latest first. */
  regarding(uid: string): readonly T[];
}

/** Makes a table over objects keyed by {@link keyOf}; the map must not change afterwards. */
export function createKindTable<T extends Stored>(objects: ReadonlyMap<string, T>): KindTable<T> {
  const sorted = once(() => [...objects.values()].sort(inOrder));
  const byUid = once(() => new Map(sorted().map((object) => [object.metadata.uid, object])));
  const byNamespace = once(() => groupBy(sorted(), (object) => [object.metadata.namespace ?? '']));
  const byOwner = once(() => groupBy(sorted(), controllerUids));
  const byNode = once(() => groupBy(sorted(), boundNode));
  const byLabelPair = once(() => groupBy(sorted(), labelPairs));
  const byRegarding = once(() => {
    const groups = groupBy(sorted(), aboutUid);
    const seen = (object: Stored): string => (object as { lastSeen?: string }).lastSeen ?? '';
    for (const group of groups.values()) group.sort((a, b) => Date.parse(seen(b)) - Date.parse(seen(a)));
    return groups;
  });

  return {
    size: objects.size,
    get: (namespace, name) => objects.get(keyOf(namespace, name)),
    byUid: (uid) => byUid().get(uid),
    list: (namespace) => (namespace === undefined ? sorted() : (byNamespace().get(namespace) ?? NONE)),
    select(namespace, selector) {
      const requirements = requirementsOf(selector);
      const pair = requirements.find(({ operator, values }) => operator === 'in' && values.length === 1);
      const candidates =
        pair === undefined
          ? (byNamespace().get(namespace) ?? NONE)
          : (byLabelPair().get(`${namespace}/${pair.key}=${pair.values[0]}`) ?? NONE);
      return candidates.filter((object) => matches(requirements, object.metadata.labels));
    },
    ownedBy: (uid) => byOwner().get(uid) ?? NONE,
    onNode: (nodeName) => byNode().get(nodeName) ?? NONE,
    regarding: (uid) => byRegarding().get(uid) ?? NONE,
  };
}
