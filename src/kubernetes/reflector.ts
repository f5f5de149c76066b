import type { Logger } from 'pino';
import { unreachable } from '#src/lib/unreachable.ts';
import type { KubernetesClient } from './client.ts';
import { type Clock, pause } from './clock.ts';
import type { Discovery } from './discovery.ts';
import { badAnswer, isKubernetesError, KubernetesError } from './errors.ts';
import type { Gate } from './gate.ts';
import { KINDS, type KindName } from './kinds.ts';
import { listAll } from './list-all.ts';
import { backOff, type Pace } from './pace.ts';
import { harmless } from './parse-json.ts';
import type { ConnectionStats, KindState } from './port.ts';
import type { Project } from './read-list.ts';
import { readWatchEvent, type WatchEvent } from './read-watch-event.ts';
import { resourceName, resourcePath } from './resource-path.ts';
import { newest } from './resource-version.ts';
import type { KindStore } from './store.ts';

/** The counters of ConnectionStats that reflectors keep, shared by all of a cluster. */
export type ReflectionCounters = { -readonly [C in 'relists' | 'watchErrors' | 'unparsable' | 'watching']: ConnectionStats[C] };

export interface ReflectorDeps {
  readonly kind: KindName;
  readonly client: KubernetesClient;
  readonly discovery: Discovery;
  /** Bounds how many kinds are listed at once. */
  readonly gate: Gate;
  readonly store: KindStore;
  readonly project: Project;
  readonly clock: Clock;
  readonly random: () => number;
  readonly pace: Pace;
  readonly counters: ReflectionCounters;
  readonly logger: Logger;
  readonly onState: (state: KindState) => void;
  /** Where the cluster's clock stands for this kind; called after the objects of that time are stored. */
  readonly onRecordedAt: (time: string) => void;
  /** Objects have changed, or a watch was opened. */
  readonly onChange: () => void;
}

/** Objects of the largest kinds of the largest clusters fit; a list without end does not. */
const MAX_OBJECTS = 250_000;
/** An object may have 1.5 MB in etcd; with managed fields spelled out in JSON some CRDs have 3. */
const MAX_LINE_BYTES = 8 * 1024 * 1024;
/** The server ends a watch at its timeoutSeconds; only a broken one takes longer. */
const WATCH_GRACE_MS = 30_000;
/** A watch that ends sooner than the first, without a word, is taken for broken; one that lasts longer than the second for sound. */
const SHORT_WATCH_MS = 1_000;
const LONG_WATCH_MS = 30_000;
/** Deleted uids to remember, so that an event that comes late does not bring an object back. */
const MAX_TOMBSTONES = 1_000;

/** Keeps a kind's store up to date until the signal aborts. Never rejects. */
export async function reflect(deps: ReflectorDeps, signal: AbortSignal): Promise<void> {
  const { kind, client, store, clock, random, pace, counters, logger } = deps;
  const info = KINDS[kind];
  const resource = resourceName(info);
  let state: KindState = { state: 'SYNCING' };
  /** Failures in a row, without a watch of some length in between: a single good line is no sign of health. */
  let failures = 0;
  let failedLists = 0;
  let lists = 0;
  let lastHeard = clock.now();
  let recordedAt: string | undefined;
  let tombstones = new Set<string>();

  function enter(next: KindState): void {
    state = next;
    deps.onState(next);
  }

  function synced(): void {
    lastHeard = clock.now();
    if (state.state !== 'SYNCED') enter({ state: 'SYNCED' });
  }

  /** What is stored may be out of date from the last sign of life on. */
  function lost(reason: string): void {
    const held = state.state === 'SYNCED' || state.state === 'STALE';
    const since = new Date(lastHeard).toISOString();
    if (held) enter({ state: 'STALE', since, reason });
    else if (state.state !== 'SYNCING' || failedLists >= pace.attempts) enter({ state: 'UNAVAILABLE', reason });
  }

  /** The kind can't be seen: what was seen is dropped, so that nobody takes it for the present. */
  function blind(next: KindState): void {
    store.replace([]);
    recordedAt = undefined;
    enter(next);
    deps.onChange();
  }

  function tellTime(time: string | undefined): void {
    if (time === undefined || time === recordedAt) return;
    recordedAt = time;
    deps.onRecordedAt(time);
  }

  function waitAfter(error: KubernetesError): Promise<void> {
    failures += 1;
    const wait = backOff(pace, failures, random);
    const { problem } = error;
    const told = 'retryAfterSeconds' in problem ? problem.retryAfterSeconds : undefined;
    // Jitter on top of what the server wants, else all kinds come back at the same moment.
    return pause(clock, told === undefined ? wait : told * 1_000 + random() * pace.firstRetryMs, signal);
  }

  async function relist(): Promise<string> {
    const list = await deps.gate.run(signal, async () => {
      if ((await deps.discovery.find(info)) === 'ABSENT') {
        throw new KubernetesError({ kind: 'NOT_FOUND' }, `The API server does not serve ${resource}.`, new Error('discovery'));
      }
      lists += 1;
      if (lists > 1) counters.relists += 1;
      return listAll({ client, info, project: deps.project, signal, maxObjects: MAX_OBJECTS });
    });
    store.replace(list.objects);
    tombstones = new Set();
    failedLists = 0;
    tellTime(list.recordedAt);
    synced();
    deps.onChange();
    return list.resourceVersion;
  }

  function bury(uid: string): void {
    tombstones.add(uid);
    const [oldest] = tombstones;
    if (tombstones.size > MAX_TOMBSTONES && oldest !== undefined) tombstones.delete(oldest);
  }

  /** Applies one event and returns the version that the stream has reached. What comes twice or late changes nothing. */
  function apply(event: WatchEvent, version: string): string {
    switch (event.type) {
      case 'ERROR':
        throw event.error;
      case 'BOOKMARK':
        if (event.recordedAt !== undefined && recordedAt !== undefined && Date.parse(event.recordedAt) < Date.parse(recordedAt)) {
          // Older objects would be taken for late events.
          throw new KubernetesError({ kind: 'GONE' }, 'The clock of the recording was set back.', new Error(event.recordedAt));
        }
        tellTime(event.recordedAt);
        return newest(version, event.resourceVersion);
      case 'PUT': {
        const { metadata } = event.object;
        if (!tombstones.has(metadata.uid) && store.put(event.object)) deps.onChange();
        if (store.size() > MAX_OBJECTS) {
          throw badAnswer({ verb: 'watch', resource }, `makes more than ${MAX_OBJECTS} objects`, new Error('our own bound'));
        }
        return newest(version, metadata.resourceVersion);
      }
      case 'DELETE': {
        const { namespace, name, uid, resourceVersion } = event.object.metadata;
        bury(uid);
        const isSame = store.get(namespace, name)?.metadata.uid === uid;
        if (isSame && store.remove(namespace, name)) deps.onChange();
        return newest(version, resourceVersion);
      }
      default:
        return unreachable(event);
    }
  }

  /** One watch, from a version to where it ended. `advance` hears of each version reached, also of one that breaks. */
  async function watchOnce(from: string, advance: (version: string) => void): Promise<void> {
    const asked = { verb: 'watch', resource } as const;
    const [shortest, longest] = pace.watchSeconds;
    const timeoutSeconds = Math.round(shortest + random() * (longest - shortest));
    let version = from;
    let openedAt: number | undefined;
    let heard = false;

    function onLine(line: string): void {
      let event: WatchEvent;
      try {
        event = readWatchEvent(line, asked, deps.project);
      } catch (error) {
        counters.unparsable += 1;
        throw badAnswer(asked, 'has a line that is no event', harmless(error));
      }
      version = apply(event, version);
      heard = true;
      lastHeard = clock.now();
      advance(version);
    }

    try {
      await client.streamLines({
        ...asked,
        path: resourcePath(info, { watch: 'true', allowWatchBookmarks: 'true', resourceVersion: from, timeoutSeconds }),
        signal,
        timeoutMs: timeoutSeconds * 1_000 + WATCH_GRACE_MS,
        idleMs: pace.stallMs,
        maxLineBytes: MAX_LINE_BYTES,
        onOpen() {
          openedAt = clock.now();
          counters.watching += 1;
          synced();
          deps.onChange();
        },
        onLine,
      });
      if (!heard && clock.now() - (openedAt ?? 0) < SHORT_WATCH_MS) {
        throw new KubernetesError({ kind: 'UNAVAILABLE' }, `The watch of ${resource} ended at once.`, new Error('no line'));
      }
    } catch (error) {
      // A stream that is cut was alive until now; one that stalls may have been dead since its last line.
      if (openedAt !== undefined && !isKubernetesError(error, 'TIMEOUT')) lastHeard = clock.now();
      throw error;
    } finally {
      if (openedAt !== undefined) {
        counters.watching -= 1;
        if (clock.now() - openedAt > LONG_WATCH_MS) failures = 0;
      }
    }
  }

  /** Watches from a version on, again and again. Rejects when only a new list can help. */
  async function follow(start: string): Promise<void> {
    let version = start;
    while (!signal.aborted) {
      try {
        await watchOnce(version, (reached) => {
          version = reached;
        });
      } catch (error) {
        if (signal.aborted || isKubernetesError(error, 'GONE')) throw error;
        counters.watchErrors += 1;
        if (!isKubernetesError(error, 'UNAVAILABLE', 'TIMEOUT', 'THROTTLED', 'UNAUTHORIZED')) throw error;
        // Silence may be a server without bookmarks in a quiet cluster: a new watch tells, at once.
        if (isKubernetesError(error, 'TIMEOUT') && failures === 0) {
          failures = 1;
          continue;
        }
        lost(error.message);
        await waitAfter(error);
      }
    }
  }

  /** Says what the failure means for the kind, and waits until it is worth another list. */
  async function recover(error: KubernetesError): Promise<void> {
    const { problem } = error;
    switch (problem.kind) {
      case 'FORBIDDEN':
        blind({ state: 'FORBIDDEN', verb: problem.verb, resource: problem.resource });
        return pause(clock, pace.slowRetryMs * (0.5 + random()), signal);
      case 'NOT_FOUND':
        blind({ state: 'ABSENT' });
        return pause(clock, pace.slowRetryMs * (0.5 + random()), signal);
      case 'GONE':
        failedLists += 1;
        lost(error.message);
        if (failures > 0) return waitAfter(error);
        failures += 1;
        return undefined;
      case 'BAD_ANSWER':
      case 'REFUSED':
      case 'UNAUTHORIZED':
      case 'THROTTLED':
      case 'UNAVAILABLE':
      case 'TIMEOUT':
        failedLists += 1;
        lost(error.message);
        return waitAfter(error);
      default:
        return unreachable(problem);
    }
  }

  while (!signal.aborted) {
    try {
      await follow(await relist());
    } catch (error) {
      if (signal.aborted) return;
      const failure = isKubernetesError(error) ? error : new KubernetesError({ kind: 'BAD_ANSWER' }, `Reading ${resource} failed.`, harmless(error));
      if (!isKubernetesError(error)) logger.error({ kind, err: harmless(error) }, 'reflection failed; this is a defect of ours');
      await recover(failure);
    }
  }
}
