import { deepFreeze } from '#src/lib/deep-freeze.ts';
import { createKindTable, type KindTable, keyOf } from './kind-table.ts';
import { KIND_NAMES, type KindName } from './kinds.ts';
import type { KubernetesObject } from './objects.ts';
import { isNewer } from './resource-version.ts';
import { shareStructure } from './share-structure.ts';

/** The objects of one kind: written by its reflector alone. All that is in it is frozen. */
export interface KindStore {
  readonly size: () => number;
  get(namespace: string | undefined, name: string): KubernetesObject | undefined;
  /** Stores an object unless what is stored is as new. Returns whether it did. */
  put(object: KubernetesObject): boolean;
  remove(namespace: string | undefined, name: string): boolean;
  /** Makes the kind hold exactly these objects. */
  replace(objects: Iterable<KubernetesObject>): void;
  /** The objects as they are now; the same table until something changes. */
  table(): KindTable<KubernetesObject>;
}

/** The watch cache of one cluster. */
export interface Store {
  kind(kind: KindName): KindStore;
  /** Consistent tables of all kinds, O(kinds): no object is touched. */
  tables(): ReadonlyMap<KindName, KindTable<KubernetesObject>>;
}

/** Objects of one controller look alike, as do Events about one object. */
function familyOf(object: KubernetesObject): string | undefined {
  if (object.kind === 'Event') return object.regarding.uid;
  return object.metadata.ownerReferences?.find((reference) => reference.controller === true)?.uid;
}

function keyOfObject({ metadata }: KubernetesObject): string {
  return keyOf(metadata.namespace, metadata.name);
}

function createKindStore(): KindStore {
  let objects = new Map<string, KubernetesObject>();
  /** Set while someone may hold the map; the next write copies it then. */
  let table: KindTable<KubernetesObject> | undefined;
  /** One object of each family, the model of those that come after it. */
  let models = new Map<string, KubernetesObject>();

  function own(): Map<string, KubernetesObject> {
    if (table !== undefined) {
      objects = new Map(objects);
      table = undefined;
    }
    return objects;
  }

  function admit(object: KubernetesObject, earlier: KubernetesObject | undefined): KubernetesObject {
    const family = familyOf(object);
    const model = earlier ?? (family === undefined ? undefined : models.get(family));
    const shared = deepFreeze(model === undefined ? object : shareStructure(model, object));
    if (family !== undefined && (model === undefined || models.get(family) === earlier)) models.set(family, shared);
    return shared;
  }

  return {
    size: () => objects.size,
    get: (namespace, name) => objects.get(keyOf(namespace, name)),
    put(object) {
      const key = keyOfObject(object);
      const earlier = objects.get(key);
      if (earlier !== undefined && !isNewer(object.metadata.resourceVersion, earlier.metadata.resourceVersion))
        return false;
      own().set(key, admit(object, earlier));
      return true;
    },
    remove(namespace, name) {
      const key = keyOf(namespace, name);
      const object = objects.get(key);
      if (object === undefined) return false;
      own().delete(key);
      const family = familyOf(object);
      if (family !== undefined && models.get(family) === object) models.delete(family);
      return true;
    },
    replace(all) {
      const earlier = objects;
      // Families that are gone go with their models.
      models = new Map();
      objects = new Map();
      table = undefined;
      for (const object of all) {
        const key = keyOfObject(object);
        const known = earlier.get(key);
        objects.set(key, admit(object, known));
      }
    },
    table() {
      table ??= createKindTable(objects);
      return table;
    },
  };
}

/** Makes an empty store. */
export function createStore(): Store {
  const kinds = new Map<KindName, KindStore>(KIND_NAMES.map((kind) => [kind, createKindStore()]));

  function kindStore(kind: KindName): KindStore {
    const store = kinds.get(kind);
    if (store === undefined) throw new Error(`no such kind: ${kind}`);
    return store;
  }

  return {
    kind: kindStore,
    tables: () => new Map(KIND_NAMES.map((kind) => [kind, kindStore(kind).table()])),
  };
}
