import { isJsonObject, type JsonObject } from './recording-files.ts';

/** A resource that a recorded discovery document names, without its sub-resources. */
export interface RecordedResource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** `v1` or `<group>/<version>`, as objects carry it. */
  readonly groupVersion: string;
  /** Plural, as in paths. */
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

/** `/api/v1/pods`, `/apis/apps/v1/deployments`: the cluster-wide list. */
export function pathOf(resource: Pick<RecordedResource, 'groupVersion' | 'name'>): string {
  return `${groupVersionPath(resource.groupVersion)}/${resource.name}`;
}

/** `/api/v1` or `/apis/<group>/<version>`. */
export function groupVersionPath(groupVersion: string): string {
  return groupVersion === 'v1' ? '/api/v1' : `/apis/${groupVersion}`;
}

/** How a group and version is spelled in file names: `core`, `apps_v1`. */
export function groupVersionFileName(groupVersion: string): string {
  return groupVersion === 'v1' ? 'core' : groupVersion.replaceAll('/', '_');
}

/** Names of things in lower case, as discovery has them: they become parts of file names and paths. */
const RESOURCE_NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const GROUP_VERSION = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?v[a-z0-9]+$/;

type Entry = Pick<RecordedResource, 'name' | 'kind' | 'namespaced' | 'verbs'>;

/** One entry of an APIResourceList; undefined for a sub-resource. Throws what `error` makes of the reason. */
function readEntry(entry: unknown, place: string, error: (reason: string) => Error): Entry | undefined {
  if (!isJsonObject(entry)) throw error(`${place} is no object`);
  const { name, kind, namespaced, verbs } = entry;
  if (typeof name !== 'string') throw error(`${place} has no "name"`);
  if (name.includes('/')) return undefined;
  if (!RESOURCE_NAME.test(name)) throw error(`${place} has the name "${name}", which is no resource's name`);
  if (typeof kind !== 'string' || kind === '') throw error(`${place} (${name}) has no "kind"`);
  if (!Array.isArray(verbs) || !verbs.every((verb) => typeof verb === 'string')) {
    throw error(`${place} (${name}) has no array "verbs"`);
  }
  return { name, kind, namespaced: namespaced === true, verbs };
}

/** The resources of one APIResourceList. Throws what `error` makes of the reason. */
export function readResources(
  document: JsonObject,
  error: (reason: string) => Error,
): { groupVersion: string; resources: RecordedResource[] } {
  const groupVersion = document['groupVersion'];
  if (typeof groupVersion !== 'string' || !GROUP_VERSION.test(groupVersion)) {
    throw error('has no "groupVersion" such as "apps/v1"');
  }
  if (!Array.isArray(document['resources'])) throw error('has no array "resources"');
  const [first = '', second] = groupVersion.split('/');
  const [group, version] = second === undefined ? ['', first] : [first, second];
  const resources = document['resources'].flatMap((one: unknown, index): RecordedResource[] => {
    const entry = readEntry(one, `resources[${index}]`, error);
    return entry === undefined ? [] : [{ group, version, groupVersion, ...entry }];
  });
  return { groupVersion, resources };
}
