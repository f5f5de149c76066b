/**
 * Writes small recordings from literal objects, so that a test says in a few lines what a cluster held and when.
 *
 *   const recording = await temporaryRecording({
 *     moments: {
 *       '1': { takenAt: '2026-01-01T00:00:00Z', lists: { 'v1/pods': [{ metadata: { name: 'a', namespace: 'shop' } }] } },
 *       '2': { takenAt: '2026-01-01T00:10:00Z', lists: { 'v1/pods': [] } },
 *     },
 *   });
 *   … startRecordingServer({ recording: await openRecording(recording.directory) }) …
 *   await recording.remove();
 *
 * Discovery names every kind of `src/kubernetes/kinds.ts` (but those in `absent`) and every other resource that has a
 * list here; resources without a list are empty. A missing uid is made of resource, namespace and name, so that an
 * object keeps its identity over moments; a missing resourceVersion stays while the literal stays, and grows otherwise.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { KIND_NAMES, KINDS } from '#src/kubernetes/kinds.ts';
import { groupVersionFileName } from '#src/recordings/recorded-resource.ts';

/** An object as a test writes it; only its name is necessary. */
export interface LiteralObject {
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

export interface MomentLiteral {
  /** RFC 3339. */
  readonly takenAt: string;
  /** By `v1/pods`, `apps/v1/deployments`, `metrics.k8s.io/v1beta1/nodes`. */
  readonly lists?: Readonly<Record<string, readonly LiteralObject[]>>;
  /** Resources that this API server does not serve, such as `policy/v1/poddisruptionbudgets`. */
  readonly absent?: readonly string[];
  /** As in unreachable.json. A list named here is not written. */
  readonly unreachable?: Readonly<Record<string, string>>;
  /** By `<namespace>/<pod>/<container>.log`, `….previous.log` or `….error`. */
  readonly logs?: Readonly<Record<string, string>>;
  /** Any other file of the moment, such as `nodes/n1/healthz.txt`; objects are written as JSON. */
  readonly files?: Readonly<Record<string, string | object>>;
  /** v1.34.4 without one. */
  readonly gitVersion?: string;
}

export interface RecordingLiteral {
  readonly moments: Readonly<Record<string, MomentLiteral>>;
}

interface BuiltResource {
  readonly groupVersion: string;
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

const WATCHED = ['get', 'list', 'watch'];

function keyOf(resource: Pick<BuiltResource, 'groupVersion' | 'name'>): string {
  return `${resource.groupVersion}/${resource.name}`;
}

function knownResources(): BuiltResource[] {
  return KIND_NAMES.map((kind) => {
    const { group, version, resource, namespaced } = KINDS[kind];
    return {
      groupVersion: group === '' ? version : `${group}/${version}`,
      name: resource,
      kind,
      namespaced,
      verbs: WATCHED,
    };
  });
}

/** A resource that Kubeclinic does not know, described by its first object. */
function otherResource(key: string, objects: readonly LiteralObject[]): BuiltResource {
  const slash = key.lastIndexOf('/');
  const groupVersion = key.slice(0, slash);
  return {
    groupVersion,
    name: key.slice(slash + 1),
    kind: objects[0]?.kind ?? 'Unknown',
    namespaced: objects[0]?.metadata.namespace !== undefined,
    verbs: groupVersion.startsWith('metrics.k8s.io/') ? ['get', 'list'] : WATCHED,
  };
}

function resourcesOf({ lists = {}, absent = [] }: MomentLiteral): BuiltResource[] {
  const known = knownResources();
  const others = Object.entries(lists)
    .filter(([key]) => !known.some((resource) => keyOf(resource) === key))
    .map(([key, objects]) => otherResource(key, objects));
  return [...known, ...others].filter((resource) => !absent.includes(keyOf(resource)));
}

type Written = ReadonlyMap<string, { readonly literal: LiteralObject; readonly resourceVersion: string }>;

function listsOf(moment: MomentLiteral, resources: readonly BuiltResource[], before: Written, base: number) {
  const written = new Map<string, { literal: LiteralObject; resourceVersion: string }>();
  let version = base;
  const lists = resources.map((resource) => {
    const items = (moment.lists?.[keyOf(resource)] ?? []).map((literal) => {
      const uid =
        literal.metadata.uid ??
        [resource.name, literal.metadata.namespace, literal.metadata.name].filter(Boolean).join('-');
      const earlier = before.get(uid);
      const unchanged = earlier !== undefined && isDeepStrictEqual(earlier.literal, literal);
      if (!unchanged) version += 1;
      const resourceVersion =
        literal.metadata.resourceVersion ?? (unchanged ? earlier.resourceVersion : String(version));
      written.set(uid, { literal, resourceVersion });
      return { ...literal, metadata: { ...literal.metadata, uid, resourceVersion } };
    });
    return { resource, items };
  });
  return { lists, written, version };
}

async function writeFiles(directory: string, files: Readonly<Record<string, string | object>>): Promise<void> {
  await Promise.all(
    Object.entries(files).map(async ([name, content]) => {
      const path = join(directory, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content, null, 1));
    }),
  );
}

function apisOf(groupVersions: readonly string[]): object {
  const groups = groupVersions.filter((groupVersion) => groupVersion.includes('/'));
  return {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: groups.map((groupVersion) => {
      const [name, version] = groupVersion.split('/');
      return { name, versions: [{ groupVersion, version }], preferredVersion: { groupVersion, version } };
    }),
  };
}

async function writeMoment(directory: string, moment: MomentLiteral, before: Written, base: number): Promise<Written> {
  const resources = resourcesOf(moment);
  const { lists, written, version } = listsOf(moment, resources, before, base);
  const groupVersions = [...new Set(['v1', ...resources.map(({ groupVersion }) => groupVersion)])];
  const unreachable = moment.unreachable ?? {};
  const pathOf = ({ groupVersion, name }: BuiltResource): string =>
    `${groupVersion === 'v1' ? '/api/v1' : `/apis/${groupVersion}`}/${name}`;
  const lists_ = lists
    .filter(({ resource }) => !Object.hasOwn(unreachable, pathOf(resource)))
    .map(({ resource, items }): [string, object] => [
      `lists/${groupVersionFileName(resource.groupVersion)}/${resource.name}.json`,
      {
        kind: `${resource.kind}List`,
        apiVersion: resource.groupVersion,
        metadata: { resourceVersion: String(version) },
        items,
      },
    ]);
  const discovery = groupVersions.map((groupVersion): [string, object] => [
    `discovery/${groupVersionFileName(groupVersion)}.json`,
    {
      kind: 'APIResourceList',
      apiVersion: 'v1',
      groupVersion,
      resources: resources
        .filter((resource) => resource.groupVersion === groupVersion)
        .map(({ name, kind, namespaced, verbs }) => ({
          name,
          singularName: kind.toLowerCase(),
          namespaced,
          kind,
          verbs,
        })),
    },
  ]);
  await mkdir(join(directory, 'lists'), { recursive: true });
  await writeFiles(directory, {
    'taken-at.txt': `${moment.takenAt}\n`,
    'version.json': { major: '1', minor: '34', gitVersion: moment.gitVersion ?? 'v1.34.4' },
    'apis.json': apisOf(groupVersions),
    'unreachable.json': unreachable,
    'readyz.txt': '[+]ping ok\nreadyz check passed\n',
    'livez.txt': '[+]ping ok\nlivez check passed\n',
    ...Object.fromEntries([...discovery, ...lists_]),
    ...Object.fromEntries(Object.entries(moment.logs ?? {}).map(([name, text]) => [`logs/${name}`, text])),
    ...moment.files,
  });
  return written;
}

/** Writes a recording into a directory, which is made if it does not exist. */
export async function writeRecording(directory: string, recording: RecordingLiteral): Promise<void> {
  let before: Written = new Map();
  for (const [index, [name, moment]] of Object.entries(recording.moments).entries()) {
    before = await writeMoment(join(directory, name), moment, before, (index + 1) * 1000);
  }
}

/** A recording in a temporary directory of its own. */
export async function temporaryRecording(
  recording: RecordingLiteral,
): Promise<{ readonly directory: string; remove(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'kubeclinic-recording-'));
  await writeRecording(directory, recording);
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}
