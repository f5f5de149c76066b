import type { RecordedResource } from './recorded-resource.ts';
import { isJsonObject, type JsonObject } from './recording-files.ts';

/** One object as the API server answered it: what the server needs of it is checked, the rest is carried along. */
export interface RecordedObject {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** All objects of one resource at one moment, in the order of the recorded answer. */
export interface RecordedList {
  readonly resource: RecordedResource;
  /** Such as PodList. */
  readonly kind: string;
  readonly items: readonly RecordedObject[];
  /** The collection's recorded resourceVersion; 0 where the API gives none (metrics.k8s.io, componentstatuses). */
  readonly resourceVersion: number;
  get(namespace: string | undefined, name: string): RecordedObject | undefined;
}

/** What identifies an object over time: its uid, or where an API gives none its place and name. */
export function identityOf(object: RecordedObject): string {
  return object.metadata.uid ?? `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

/** Resource versions are opaque in general; where they are whole numbers they order what happened. Else 0. */
export function versionNumber(resourceVersion: unknown): number {
  if (typeof resourceVersion !== 'string' || !/^\d{1,15}$/.test(resourceVersion)) return 0;
  return Number(resourceVersion);
}

function isOptionalString(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

/** Why an item can't be served, or undefined. */
function faultOf(item: unknown, namespaced: boolean): string | undefined {
  if (!isJsonObject(item)) return 'is no object';
  const metadata = item['metadata'];
  if (!isJsonObject(metadata)) return 'has no metadata';
  if (typeof metadata['name'] !== 'string' || metadata['name'] === '') return 'has no metadata.name';
  if (namespaced && (typeof metadata['namespace'] !== 'string' || metadata['namespace'] === '')) {
    return 'has no metadata.namespace though its resource is namespaced';
  }
  if (!isOptionalString(metadata['uid'])) return 'has a metadata.uid that is no string';
  if (!isOptionalString(metadata['resourceVersion'])) return 'has a metadata.resourceVersion that is no string';
  const labels = metadata['labels'];
  if (
    labels !== undefined &&
    !(isJsonObject(labels) && Object.values(labels).every((value) => typeof value === 'string'))
  ) {
    return 'has metadata.labels that are no map of strings';
  }
  return undefined;
}

function isRecordedObject(item: unknown, namespaced: boolean): item is RecordedObject {
  return faultOf(item, namespaced) === undefined;
}

/**
 * Checks a list answer and makes it searchable. `items: null`, which Go writes for an empty slice, is an empty list.
 * Throws what `error` makes of the reason.
 */
export function readRecordedList(
  document: JsonObject,
  resource: RecordedResource,
  error: (reason: string) => Error,
): RecordedList {
  const items = document['items'] === null ? [] : document['items'];
  if (!Array.isArray(items)) throw error('has no array "items"');
  const metadata = isJsonObject(document['metadata']) ? document['metadata'] : {};
  const objects: RecordedObject[] = [];
  const byPlace = new Map<string, RecordedObject>();
  for (const [index, item] of items.entries()) {
    if (!isRecordedObject(item, resource.namespaced))
      throw error(`items[${index}] ${faultOf(item, resource.namespaced) ?? ''}`);
    objects.push(item);
    byPlace.set(`${resource.namespaced ? item.metadata.namespace : ''}/${item.metadata.name}`, item);
  }
  return {
    resource,
    kind: typeof document['kind'] === 'string' ? document['kind'] : `${resource.kind}List`,
    items: objects,
    resourceVersion: versionNumber(metadata['resourceVersion']),
    get: (namespace, name) => byPlace.get(`${namespace ?? ''}/${name}`),
  };
}
