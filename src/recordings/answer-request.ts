import { unreachable } from '#src/lib/unreachable.ts';
import type { Answer } from './answer.ts';
import { flag, listObjects, wholeNumber } from './list-objects.ts';
import { inMoment, type Moment } from './moment.ts';
import { nodeProxy } from './node-proxy.ts';
import { podLog } from './pod-log.ts';
import type { RecordedObject } from './recorded-object.ts';
import { groupVersionPath, pathOf, type RecordedResource } from './recorded-resource.ts';
import { isJsonObject, type JsonObject, type RecordingFiles } from './recording-files.ts';
import { selectionOf } from './selection.ts';
import { methodNotAllowed, StatusError, statusError, statusOfWords, unknownResource } from './status.ts';
import type { ObjectTarget, Target } from './target.ts';
import type { Position } from './timeline.ts';
import { type WatchRequest, withKind } from './watch.ts';

/** What a request comes to: one answer, a watch, or a log that is followed. */
export type Reply =
  | { readonly type: 'answer'; readonly answer: Answer }
  | { readonly type: 'watch'; readonly watch: WatchRequest }
  | { readonly type: 'followed-log'; readonly body: string | Buffer };

/** 30 to 60 minutes in kube-apiserver; a fixed one here, so that a test can rely on it. */
const WATCH_TIMEOUT_S = 1800;
const MAX_WATCH_TIMEOUT_S = 86_400;

function json(body: Record<string, unknown>): Answer {
  return { type: 'json', body };
}

function healthAnswer(moment: Moment, endpoint: 'readyz' | 'livez' | 'healthz', query: URLSearchParams): Answer {
  const text = endpoint === 'readyz' ? moment.readyz : moment.livez;
  if (text === undefined) throw statusError('NotFound', `the recording holds no /${endpoint}`);
  const passed = /check passed\s*$/.test(text) || text.trim() === 'ok';
  if (!passed) return { type: 'text', body: text, code: 500 };
  return { type: 'text', body: query.has('verbose') ? text.replace(/livez(?= check passed\s*$)/, endpoint) : 'ok' };
}

/**
 * A group with those of its versions that the recording can tell about: recorded are the preferred ones, and a version
 * that is advertised but unknown makes every client complain.
 */
function withKnownVersions(moment: Moment, group: JsonObject): JsonObject {
  const versions = Array.isArray(group['versions']) ? group['versions'].filter(isJsonObject) : [];
  const known = versions.filter(({ groupVersion }) => {
    return (
      typeof groupVersion === 'string' &&
      (moment.discovery.has(groupVersion) || moment.unreachable.has(groupVersionPath(groupVersion)))
    );
  });
  return { ...group, versions: known };
}

function groupsOf(moment: Moment): JsonObject[] {
  const groups = Array.isArray(moment.apis['groups']) ? moment.apis['groups'].filter(isJsonObject) : [];
  return groups.map((group) => withKnownVersions(moment, group));
}

function groupAnswer(moment: Moment, name: string): Answer {
  const group = groupsOf(moment).find((one) => one['name'] === name);
  if (group === undefined) throw unknownResource();
  return json({ kind: 'APIGroup', apiVersion: 'v1', ...group });
}

/** Throws the recorded words where the moment could not be read at this group and version or resource. */
function refuseUnreachable(moment: Moment, groupVersion: string, resource?: string): void {
  const path = groupVersionPath(groupVersion);
  const words =
    moment.unreachable.get(path) ??
    (resource === undefined ? undefined : moment.unreachable.get(`${path}/${resource}`));
  if (words !== undefined) throw new StatusError(statusOfWords(words, 503));
}

function discoveryAnswer(moment: Moment, groupVersion: string): Answer {
  refuseUnreachable(moment, groupVersion);
  const document = moment.discovery.get(groupVersion);
  if (document === undefined) throw unknownResource();
  return json(document);
}

/** A resource that can be listed. What discovery names without that verb (reviews, bindings) is only created: 405. */
function resourceOf(moment: Moment, target: ObjectTarget): RecordedResource {
  refuseUnreachable(moment, target.groupVersion, target.resource);
  const resource = moment.resources.get(pathOf({ groupVersion: target.groupVersion, name: target.resource }));
  if (resource !== undefined) return resource;
  const named: unknown = moment.discovery.get(target.groupVersion)?.['resources'];
  const known =
    Array.isArray(named) && named.some((one: unknown) => isJsonObject(one) && one['name'] === target.resource);
  throw known ? methodNotAllowed() : unknownResource();
}

function watchRequestOf(
  resource: RecordedResource,
  namespace: string | undefined,
  query: URLSearchParams,
): WatchRequest {
  if (!resource.verbs.includes('watch')) throw methodNotAllowed();
  const initial = flag(query, 'sendInitialEvents');
  const version = wholeNumber(query, 'resourceVersion') ?? 0;
  const timeoutS = wholeNumber(query, 'timeoutSeconds') ?? 0;
  return {
    resource,
    selection: selectionOf(resource, namespace, query),
    since: version === 0 || initial ? undefined : version,
    bookmarks: flag(query, 'allowWatchBookmarks'),
    marksInitialEnd: initial,
    timeoutMs: Math.min(timeoutS === 0 ? WATCH_TIMEOUT_S : timeoutS, MAX_WATCH_TIMEOUT_S) * 1000,
  };
}

function objectOf(
  moment: Moment,
  resource: RecordedResource,
  namespace: string | undefined,
  name: string,
): RecordedObject {
  const object = moment.lists.get(pathOf(resource))?.get(namespace, name);
  if (object !== undefined) return object;
  const kind = resource.group === '' ? resource.name : `${resource.name}.${resource.group}`;
  const details = { name, ...(resource.group === '' ? {} : { group: resource.group }), kind: resource.name };
  throw statusError('NotFound', `${kind} "${name.slice(0, 253)}" not found`, details);
}

async function objectReply(
  files: RecordingFiles,
  { moment, revision }: Position,
  target: ObjectTarget,
  query: URLSearchParams,
): Promise<Reply> {
  const resource = resourceOf(moment, target);
  const { namespace, name, sub } = target;
  if (namespace !== undefined && !resource.namespaced) throw unknownResource();
  if (name === undefined) {
    if (flag(query, 'watch')) return { type: 'watch', watch: watchRequestOf(resource, namespace, query) };
    const list = moment.lists.get(pathOf(resource));
    if (list === undefined) throw unknownResource();
    return { type: 'answer', answer: listObjects(list, selectionOf(resource, namespace, query), query, revision) };
  }
  // A namespaced object has no address outside its namespace.
  if (resource.namespaced && namespace === undefined) throw unknownResource();
  const object = objectOf(moment, resource, namespace, name);
  const part = resource.groupVersion === 'v1' ? `${resource.name}/${sub[0] ?? ''}` : '';
  if (sub.length === 0 || (sub.length === 1 && sub[0] === 'status'))
    return { type: 'answer', answer: json(withKind(object, resource)) };
  if (part === 'pods/log' && sub.length === 1) {
    const { answer, stays } = await podLog(files, moment, object, query);
    return stays && answer.type === 'text' ? { type: 'followed-log', body: answer.body } : { type: 'answer', answer };
  }
  if (part === 'nodes/proxy')
    return { type: 'answer', answer: await nodeProxy(files, moment, name, sub.slice(1).join('/')) };
  throw unknownResource();
}

async function answerOf(
  files: RecordingFiles,
  moment: Moment,
  target: Exclude<Target, ObjectTarget>,
  query: URLSearchParams,
): Promise<Answer> {
  switch (target.type) {
    case 'version':
      return json(moment.version);
    case 'health':
      return healthAnswer(moment, target.endpoint, query);
    case 'metrics': {
      const text = await files.text(inMoment(moment, 'apiserver-metrics.txt'));
      if (text === undefined) throw statusError('NotFound', 'the recording holds no /metrics');
      return { type: 'text', body: text };
    }
    case 'core-versions':
      return json({ kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] });
    case 'groups':
      return json({ ...moment.apis, groups: groupsOf(moment) });
    case 'group':
      return groupAnswer(moment, target.group);
    case 'resources':
      return discoveryAnswer(moment, target.groupVersion);
    default:
      return unreachable(target);
  }
}

/** Answers a GET from the moment that is served now. Throws a StatusError, or a RecordingError where a file is damaged. */
export async function replyTo(
  files: RecordingFiles,
  position: Position,
  target: Target,
  query: URLSearchParams,
): Promise<Reply> {
  if (target.type === 'objects') return objectReply(files, position, target, query);
  return { type: 'answer', answer: await answerOf(files, position.moment, target, query) };
}
