import { type RecordedList, readRecordedList, versionNumber } from './recorded-object.ts';
import {
  groupVersionFileName,
  groupVersionPath,
  pathOf,
  type RecordedResource,
  readResources,
} from './recorded-resource.ts';
import { isJsonObject, type JsonObject, type RecordingFiles } from './recording-files.ts';

/** What of a moment is small and read when the recording is opened: everything but lists, logs and node files. */
export interface MomentHead {
  readonly name: string;
  /** Directory relative to the recording, `''` where the recording is itself one moment. */
  readonly directory: string;
  /** RFC 3339: where the cluster's clock stands. */
  readonly takenAt: string;
  readonly version: JsonObject;
  readonly apis: JsonObject;
  /** APIResourceLists as recorded, by group and version. */
  readonly discovery: ReadonlyMap<string, JsonObject>;
  /** Resources that can be listed, by {@link pathOf}. */
  readonly resources: ReadonlyMap<string, RecordedResource>;
  /** What could not be read, and the server's words. */
  readonly unreachable: ReadonlyMap<string, string>;
  /** Texts of the health endpoints with `?verbose`; undefined where they were not recorded. */
  readonly readyz: string | undefined;
  readonly livez: string | undefined;
}

/** A moment with all its lists in memory. */
export interface Moment extends MomentHead {
  /** By {@link pathOf}; a resource that is in `resources` but not here stands in `unreachable`. */
  readonly lists: ReadonlyMap<string, RecordedList>;
  /** The highest resourceVersion of any list or object that is a whole number; 0 without one. */
  readonly highestVersion: number;
}

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

export function inMoment(moment: Pick<MomentHead, 'directory'>, file: string): string {
  return moment.directory === '' ? file : `${moment.directory}/${file}`;
}

function listFile(moment: Pick<MomentHead, 'directory'>, resource: RecordedResource): string {
  return inMoment(moment, `lists/${groupVersionFileName(resource.groupVersion)}/${resource.name}.json`);
}

async function readTakenAt(files: RecordingFiles, file: string): Promise<string> {
  const text = (await files.text(file))?.trim();
  if (text === undefined)
    throw files.error(file, 'is missing; it holds the time of the recording, such as 2026-11-23T16:05:07Z');
  if (!RFC_3339.test(text) || Number.isNaN(Date.parse(text))) {
    throw files.error(file, `must hold one RFC 3339 time such as 2026-11-23T16:05:07Z, not "${text.slice(0, 60)}"`);
  }
  return text;
}

async function required(files: RecordingFiles, file: string): Promise<JsonObject> {
  const document = await files.json(file);
  if (document === undefined) throw files.error(file, 'is missing');
  return document;
}

async function readUnreachable(files: RecordingFiles, file: string): Promise<Map<string, string>> {
  const document = (await files.json(file)) ?? {};
  return new Map(
    Object.entries(document).map(([path, words]) => {
      if (typeof words !== 'string') throw files.error(file, `"${path}" must be the server's words`);
      return [path, words];
    }),
  );
}

/** Group and version that a server prefers, and which a recording therefore has to account for. */
function preferredVersions(apis: JsonObject, error: (reason: string) => Error): string[] {
  if (!Array.isArray(apis['groups'])) throw error('has no array "groups"');
  return apis['groups'].map((group: unknown, index) => {
    const preferred = isJsonObject(group) ? group['preferredVersion'] : undefined;
    const groupVersion = isJsonObject(preferred) ? preferred['groupVersion'] : undefined;
    if (typeof groupVersion !== 'string') throw error(`groups[${index}] has no preferredVersion.groupVersion`);
    return groupVersion;
  });
}

/** Reads the small files of a moment and checks that everything discovery promises is there. Throws a RecordingError. */
export async function readMomentHead(
  files: RecordingFiles,
  place: { readonly name: string; readonly directory: string },
): Promise<MomentHead> {
  const file = (name: string): string => inMoment(place, name);
  const takenAt = await readTakenAt(files, file('taken-at.txt'));
  const version = await required(files, file('version.json'));
  const apis = await required(files, file('apis.json'));
  const unreachable = await readUnreachable(files, file('unreachable.json'));
  if ((await files.names(file('lists'))) === undefined) throw files.error(file('lists'), 'is missing');
  const discovery = new Map<string, JsonObject>();
  const resources = new Map<string, RecordedResource>();
  for (const name of (await files.names(file('discovery')))?.files ?? []) {
    if (!name.endsWith('.json')) continue;
    const at = file(`discovery/${name}`);
    const document = await required(files, at);
    const found = readResources(document, (reason) => files.error(at, reason));
    discovery.set(found.groupVersion, document);
    for (const resource of found.resources) {
      if (resource.verbs.includes('list')) resources.set(pathOf(resource), resource);
    }
  }
  const moment: MomentHead = {
    ...place,
    takenAt,
    version,
    apis,
    discovery,
    resources,
    unreachable,
    readyz: await files.text(file('readyz.txt')),
    livez: await files.text(file('livez.txt')),
  };
  const wanted = ['v1', ...preferredVersions(apis, (reason) => files.error(file('apis.json'), reason))];
  for (const groupVersion of wanted) {
    if (discovery.has(groupVersion) || unreachable.has(groupVersionPath(groupVersion))) continue;
    throw files.error(
      file(`discovery/${groupVersionFileName(groupVersion)}.json`),
      groupVersion === 'v1'
        ? 'is missing'
        : `is missing, though apis.json prefers ${groupVersion} and unreachable.json does not say why`,
    );
  }
  await requireLists(files, moment);
  return moment;
}

/** Served as empty, a lost list would make a blind check look healthy. So it is damage, unless the recording says why. */
async function requireLists(files: RecordingFiles, moment: MomentHead): Promise<void> {
  const present = new Map<string, ReadonlySet<string>>();
  for (const resource of moment.resources.values()) {
    const folder = groupVersionFileName(resource.groupVersion);
    const names = present.get(folder) ?? new Set((await files.names(inMoment(moment, `lists/${folder}`)))?.files);
    present.set(folder, names);
    if (names.has(`${resource.name}.json`) || moment.unreachable.has(pathOf(resource))) continue;
    throw files.error(
      listFile(moment, resource),
      `is missing, though discovery/${folder}.json says that ${resource.name} can be listed and unreachable.json does not say why it could not`,
    );
  }
}

/** Reads all lists of a moment. Throws a RecordingError. */
export async function loadMoment(files: RecordingFiles, head: MomentHead): Promise<Moment> {
  const lists = new Map<string, RecordedList>();
  let highestVersion = 0;
  for (const [path, resource] of head.resources) {
    const file = listFile(head, resource);
    const document = await files.json(file);
    if (document === undefined) {
      if (head.unreachable.has(path)) continue;
      throw files.error(file, 'is missing');
    }
    const list = readRecordedList(document, resource, (reason) => files.error(file, reason));
    lists.set(path, list);
    highestVersion = Math.max(highestVersion, list.resourceVersion);
    for (const item of list.items)
      highestVersion = Math.max(highestVersion, versionNumber(item.metadata.resourceVersion));
  }
  return { ...head, lists, highestVersion };
}
