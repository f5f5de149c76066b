import type { Answer } from './answer.ts';
import { statusAnswer } from './answer.ts';
import { flag, wholeNumber } from './list-objects.ts';
import { inMoment, type Moment } from './moment.ts';
import type { RecordedObject } from './recorded-object.ts';
import { isJsonObject, isPathSegment, type JsonObject, type RecordingFiles } from './recording-files.ts';
import { statusError, statusOfWords } from './status.ts';

function objectsIn(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function partOf(pod: RecordedObject, part: 'spec' | 'status', field: string): readonly JsonObject[] {
  const holder = pod[part];
  return isJsonObject(holder) ? objectsIn(holder[field]) : [];
}

function namesOf(containers: readonly JsonObject[]): string[] {
  return containers.flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
}

/** Chooses and refuses as kube-apiserver does (k8s.io/kubernetes pkg/registry/core/pod/strategy.go, LogLocation). */
function containerOf(pod: RecordedObject, wanted: string): string {
  const name = pod.metadata.name;
  const containers = namesOf(partOf(pod, 'spec', 'containers'));
  const init = namesOf(partOf(pod, 'spec', 'initContainers'));
  const ephemeral = namesOf(partOf(pod, 'spec', 'ephemeralContainers'));
  if (wanted !== '') {
    if ([...containers, ...init, ...ephemeral].includes(wanted)) return wanted;
    throw statusError('BadRequest', `container ${wanted.slice(0, 253)} is not valid for pod ${name}`);
  }
  const [only] = containers;
  if (only !== undefined && containers.length === 1) return only;
  const choice = [
    `a container name must be specified for pod ${name}`,
    containers.length > 0 ? `, choose one of: [${containers.join(' ')}]` : '',
    init.length > 0 ? ` or one of the init containers: [${init.join(' ')}]` : '',
    ephemeral.length > 0 ? ` or one of the ephemeral containers: [${ephemeral.join(' ')}]` : '',
  ];
  throw statusError('BadRequest', choice.join(''));
}

function statusOfContainer(pod: RecordedObject, container: string): JsonObject | undefined {
  return ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses']
    .flatMap((field) => partOf(pod, 'status', field))
    .find(({ name }) => name === container);
}

/** Whether the container's `state` or `lastState` is of a kind, such as `running`. */
function isIn(status: JsonObject | undefined, field: 'state' | 'lastState', kind: string): boolean {
  const state = status?.[field];
  return isJsonObject(state) && state[kind] !== undefined;
}

/** Recorded lines begin with their time; a line without one (the rest of a cut line) goes with the line before it. */
function timeOf(line: string): number | undefined {
  const time = Date.parse(/^(\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})) ?/.exec(line)?.[1] ?? '');
  return Number.isNaN(time) ? undefined : time;
}

function withoutTime(line: string): string {
  return timeOf(line) === undefined ? line : line.slice(line.indexOf(' ') === -1 ? line.length : line.indexOf(' ') + 1);
}

interface LogOptions {
  readonly tailLines: number | undefined;
  readonly limitBytes: number | undefined;
  readonly timestamps: boolean;
  /** Milliseconds since 1970. */
  readonly since: number | undefined;
}

function logOptionsOf(query: URLSearchParams, takenAt: string): LogOptions {
  const limitBytes = wholeNumber(query, 'limitBytes');
  if (limitBytes === 0) throw statusError('Invalid', 'limitBytes: Invalid value: 0: must be greater than 0');
  const sinceSeconds = wholeNumber(query, 'sinceSeconds');
  const sinceTime = query.get('sinceTime');
  if (sinceTime !== null && Number.isNaN(Date.parse(sinceTime))) {
    throw statusError('BadRequest', `sinceTime: Invalid value: "${sinceTime.slice(0, 40)}": must be an RFC 3339 time`);
  }
  const fromTime = sinceTime === null ? undefined : Date.parse(sinceTime);
  return {
    tailLines: wholeNumber(query, 'tailLines'),
    limitBytes,
    timestamps: flag(query, 'timestamps'),
    since: sinceSeconds === undefined ? fromTime : Date.parse(takenAt) - sinceSeconds * 1000,
  };
}

/** Applies the options to recorded bytes; latin1 carries every byte through unchanged, whatever the program wrote. */
function cutLog(recorded: Buffer, options: LogOptions): Buffer {
  const { since, tailLines } = options;
  const text = recorded.toString('latin1');
  let lines = text.split('\n');
  const endsInNewline = lines.at(-1) === '';
  if (endsInNewline) lines.pop();
  if (since !== undefined) {
    const first = lines.findIndex((line) => (timeOf(line) ?? -Infinity) >= since);
    lines = first === -1 ? [] : lines.slice(first);
  }
  if (tailLines !== undefined) lines = tailLines === 0 ? [] : lines.slice(-tailLines);
  if (!options.timestamps) lines = lines.map(withoutTime);
  if (lines.length === 0) return Buffer.alloc(0);
  const all = Buffer.from(lines.join('\n') + (endsInNewline ? '\n' : ''), 'latin1');
  return options.limitBytes === undefined ? all : all.subarray(0, options.limitBytes);
}

/** A log and, when it was asked to be followed and its container still runs, that nothing ends it but the client. */
interface LogAnswer {
  readonly answer: Answer;
  readonly stays: boolean;
}

/**
 * Answers `…/pods/<name>/log`. The options `container`, `previous`, `tailLines`, `limitBytes`, `timestamps`,
 * `sinceSeconds` (counted from the recorded time) and `sinceTime` hold; a followed log never grows. Throws a StatusError.
 */
export async function podLog(
  files: RecordingFiles,
  moment: Moment,
  pod: RecordedObject,
  query: URLSearchParams,
): Promise<LogAnswer> {
  const options = logOptionsOf(query, moment.takenAt);
  const previous = flag(query, 'previous');
  const container = containerOf(pod, query.get('container') ?? '');
  const status = statusOfContainer(pod, container);
  const stays = flag(query, 'follow') && !previous && isIn(status, 'state', 'running');
  const place = [pod.metadata.namespace ?? '', pod.metadata.name, container];
  if (place.every(isPathSegment)) {
    const file = inMoment(moment, ['logs', ...place].join('/'));
    const log = await files.bytes(`${file}${previous ? '.previous' : ''}.log`);
    if (log !== undefined) return { answer: { type: 'text', body: cutLog(log, options) }, stays };
    const words = await files.text(`${file}.error`);
    const error = words === undefined ? undefined : statusOfWords(words, 500);
    // "Waiting to start" says nothing of the container before; a kubelet that can't be reached (no reason) has no log at all.
    if (error !== undefined && !(previous && error.reason !== undefined))
      return { answer: statusAnswer(error), stays: false };
  }
  if (previous && !isIn(status, 'lastState', 'terminated')) {
    throw statusError(
      'BadRequest',
      `previous terminated container "${container}" in pod "${pod.metadata.name}" not found`,
    );
  }
  // Nothing was recorded and nothing went wrong: the container had not written a line.
  return { answer: { type: 'text', body: '' }, stays };
}
