import type { Logger } from 'pino';
import { unreachable } from '#src/lib/unreachable.ts';
import type { KubernetesClient } from './client.ts';
import { type Clock, pause } from './clock.ts';
import type { Discovery } from './discovery.ts';
import { isKubernetesError, KubernetesError } from './errors.ts';
import type { Gate } from './gate.ts';
import { createKindView } from './kind-view.ts';
import { KINDS, type KindName } from './kinds.ts';
import { listAll } from './list-all.ts';
import { backOff, type Pace } from './pace.ts';
import { harmless } from './parse-json.ts';
import type { ConnectionStats, KindState } from './port.ts';
import type { Project } from './read-list.ts';
import { resourceName } from './resource-path.ts';
import type { KindStore } from './store.ts';
import { watchKind } from './watch-kind.ts';

/** The counters of ConnectionStats that reflectors keep, shared by all of a cluster. */
export type ReflectionCounters = {
  -readonly [C in 'relists' | 'watchErrors' | 'unparsable' | 'watching']: ConnectionStats[C];
};

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
/** A watch that ends sooner than the first, without a word, is taken for broken; one that lasts longer than the second for sound. */
const SHORT_WATCH_MS = 1_000;
const LONG_WATCH_MS = 30_000;

/** Keeps a kind's store up to date until the signal aborts. Never rejects. */
export async function reflect(deps: ReflectorDeps, signal: AbortSignal): Promise<void> {
  const { kind, client, project, clock, random, pace, counters, logger, onChange } = deps;
  const info = KINDS[kind];
  const resource = resourceName(info);
  const view = createKindView({ ...deps, resource, maxObjects: MAX_OBJECTS });
  let state: KindState = { state: 'SYNCING' };
  /** Failures in a row, without a watch of some length in between: a single good line is no sign of health. */
  let failures = 0;
  let failedLists = 0;
  let lists = 0;
  let lastHeard = clock.now();

  function enter(next: KindState): void {
    state = next;
    deps.onState(next);
  }

  function synced(): void {
    lastHeard = clock.now();
    if (state.state !== 'SYNCED') enter({ state: 'SYNCED' });
    onChange();
  }

  /** What is stored may be out of date from the last sign of life on. */
  function lost(reason: string): void {
    const held = state.state === 'SYNCED' || state.state === 'STALE';
    if (held) enter({ state: 'STALE', since: new Date(lastHeard).toISOString(), reason });
    else if (state.state !== 'SYNCING' || failedLists >= pace.attempts) enter({ state: 'UNAVAILABLE', reason });
  }

  /** The kind can't be seen: what was seen is dropped, so that nobody takes it for the present. */
  function blind(next: KindState): Promise<void> {
    view.clear();
    enter(next);
    onChange();
    return pause(clock, pace.slowRetryMs * (0.5 + random()), signal);
  }

  function waitAfter({ problem }: KubernetesError): Promise<void> {
    failures += 1;
    const told = 'retryAfterSeconds' in problem ? problem.retryAfterSeconds : undefined;
    // Jitter on top of what the server wants, else all kinds come back at the same moment.
    const wait = told === undefined ? backOff(pace, failures, random) : told * 1_000 + random() * pace.firstRetryMs;
    return pause(clock, wait, signal);
  }

  /** Lists the kind and returns the version to watch from. */
  async function relist(): Promise<string> {
    const list = await deps.gate.run(signal, async () => {
      if ((await deps.discovery.find(info)) === 'ABSENT') {
        const message = `The API server does not serve ${resource}.`;
        throw new KubernetesError({ kind: 'NOT_FOUND' }, message, new Error('not in discovery'));
      }
      lists += 1;
      if (lists > 1) counters.relists += 1;
      return listAll({ client, info, project, signal, maxObjects: MAX_OBJECTS });
    });
    view.replace(list);
    failedLists = 0;
    synced();
    return list.resourceVersion;
  }

  /** One watch from a version on; `advance` hears of each version reached, also by a watch that breaks. */
  async function watchOnce(from: string, advance: (version: string) => void): Promise<void> {
    const [shortest, longest] = pace.watchSeconds;
    let version = from;
    let openedAt: number | undefined;
    try {
      await watchKind({
        client,
        info,
        project,
        from,
        timeoutSeconds: Math.round(shortest + random() * (longest - shortest)),
        stallMs: pace.stallMs,
        signal,
        onOpen() {
          openedAt = clock.now();
          counters.watching += 1;
          synced();
        },
        onEvent(event) {
          version = view.apply(event, version);
          lastHeard = clock.now();
          advance(version);
        },
        onUnparsable() {
          counters.unparsable += 1;
        },
      });
      lastHeard = clock.now();
      if (version === from && lastHeard - (openedAt ?? 0) < SHORT_WATCH_MS) {
        throw new KubernetesError(
          { kind: 'UNAVAILABLE' },
          `The watch of ${resource} ended at once.`,
          new Error('no event'),
        );
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
    const advance = (reached: string): void => {
      version = reached;
    };
    while (!signal.aborted) {
      try {
        await watchOnce(version, advance);
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
        return blind({ state: 'FORBIDDEN', verb: problem.verb, resource: problem.resource });
      case 'NOT_FOUND':
        return blind({ state: 'ABSENT' });
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

  function toKubernetesError(error: unknown): KubernetesError {
    if (isKubernetesError(error)) return error;
    logger.error({ kind, err: harmless(error) }, 'reflection failed; this is a defect of ours');
    return new KubernetesError({ kind: 'BAD_ANSWER' }, `Reading ${resource} failed.`, harmless(error));
  }

  while (!signal.aborted) {
    try {
      await follow(await relist());
    } catch (error) {
      if (!signal.aborted) await recover(toKubernetesError(error));
    }
  }
}
