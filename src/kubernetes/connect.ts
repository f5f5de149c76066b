import type { Logger } from 'pino';
import { createKubernetesClient, type KubernetesClientOptions } from './client.ts';
import { type Clock, pause, systemClock } from './clock.ts';
import { createConditions } from './conditions.ts';
import { createDiscovery } from './discovery.ts';
import { isKubernetesError } from './errors.ts';
import { createGate } from './gate.ts';
import { addressIdentity, IDENTITY_NAMESPACE, readIdentity } from './identity.ts';
import { KIND_NAMES, type KindName } from './kinds.ts';
import { backOff, DEFAULT_PACE, type Pace } from './pace.ts';
import { readPodLog } from './pod-log.ts';
import type { ClusterConnection, ConnectionState, KindState } from './port.ts';
import { PROJECTIONS } from './projections/index.ts';
import { createRecordedClock } from './recorded-clock.ts';
import { type ReflectionCounters, reflect } from './reflector.ts';
import { createSnapshot } from './snapshot.ts';
import { createStore } from './store.ts';

/** What it takes to connect a cluster. */
export interface ConnectOptions extends Omit<KubernetesClientOptions, 'clock'> {
  readonly name: string;
  /** What stands for the server's address in an identity without kube-system; a recording's port is another one each time. */
  readonly address?: string;
  /** A keyed digest of a value, for ConfigMaps. */
  readonly digest: (value: string) => string;
  readonly logger: Logger;
  readonly clock?: Clock;
  /** From 0 up to, and without, 1. */
  readonly random?: () => number;
  readonly pace?: Partial<Pace>;
}

/** Kinds that are listed at once: each list is a burst of memory here and of work there. */
const LISTS_AT_ONCE = 6;
const LOGS_AT_ONCE = 8;
/** A STALE kind still sees for so long; the contract is {@link KindState}'s. */
const STALE_BLIND_MS = 60_000;
/** For so long a STALE kind holds the recorded clock: one that only lost its watch is back by then. */
const CLOCK_HOLD_MS = 3_000;

function versionIn(body: unknown): string {
  const version = (body as { gitVersion?: unknown } | null)?.gitVersion;
  if (typeof version !== 'string') throw new Error('a version without gitVersion');
  return version.slice(0, 100);
}

function reasonOf(state: KindState): string | undefined {
  return state.state === 'UNAVAILABLE' || state.state === 'STALE' ? state.reason : undefined;
}

/** Connects a cluster and keeps its store up to date until `close`. Returns at once; throws for an address that can't be used. */
export function connectCluster(options: ConnectOptions): ClusterConnection {
  const { name, digest, clock = systemClock, random = Math.random } = options;
  const pace: Pace = { ...DEFAULT_PACE, ...options.pace };
  const logger = options.logger.child({ cluster: name });
  const client = createKubernetesClient({ ...options, clock });
  const ending = new AbortController();
  const { signal } = ending;
  const conditions = createConditions();
  const store = createStore();
  const discovery = createDiscovery({ client, clock, signal });
  const lists = createGate(LISTS_AT_ONCE);
  const logs = createGate(LOGS_AT_ONCE);
  const counters: ReflectionCounters = { relists: 0, watchErrors: 0, unparsable: 0, watching: 0 };
  const states = new Map<KindName, KindState>(KIND_NAMES.map((kind) => [kind, { state: 'SYNCING' }]));
  const recordedClock = createRecordedClock();
  const staleTimers = new Map<KindName, (() => void)[]>();
  let version: string | undefined;
  let identity: string | undefined;

  function staleFor(kind: KindName): number | undefined {
    const state = states.get(kind);
    return state?.state === 'STALE' ? clock.now() - Date.parse(state.since) : undefined;
  }

  /** Conditions may depend on how long a kind has been STALE. */
  function setStaleTimers(kind: KindName): void {
    for (const cancel of staleTimers.get(kind) ?? []) cancel();
    const age = staleFor(kind);
    const ages = [CLOCK_HOLD_MS, STALE_BLIND_MS].filter((end) => age !== undefined && end > age);
    staleTimers.set(
      kind,
      ages.map((end) => clock.after(end - (age ?? 0), conditions.changed)),
    );
  }

  function logState(kind: KindName, before: KindState | undefined, state: KindState): void {
    if (before?.state === state.state) return;
    const level =
      state.state === 'FORBIDDEN'
        ? 'warn'
        : state.state === 'STALE' || state.state === 'UNAVAILABLE'
          ? 'info'
          : 'debug';
    logger[level]({ kind, ...state }, `${kind} is ${state.state}`);
  }

  function onState(kind: KindName, state: KindState): void {
    const before = states.get(kind);
    const connectionBefore = connection();
    states.set(kind, state);
    setStaleTimers(kind);
    logState(kind, before, state);
    const after = connection();
    if (after.state !== connectionBefore.state)
      logger[after.state === 'FAILED' ? 'warn' : 'info'](after, `cluster is ${after.state}`);
    if (kind === 'Namespace' && state.state === 'SYNCED')
      identity ??= store.kind(kind).get(undefined, IDENTITY_NAMESPACE)?.metadata.uid;
    conditions.changed();
  }

  function holdsClock(kind: KindName): boolean {
    return states.get(kind)?.state === 'SYNCED' || (staleFor(kind) ?? CLOCK_HOLD_MS) < CLOCK_HOLD_MS;
  }

  function now(): Date {
    return new Date(recordedClock.now(holdsClock) ?? clock.now());
  }

  function sees(kind: KindName): boolean {
    return states.get(kind)?.state === 'SYNCED' || (staleFor(kind) ?? STALE_BLIND_MS) < STALE_BLIND_MS;
  }

  function connection(): ConnectionState {
    if (KIND_NAMES.some(sees)) return { state: 'CONNECTED' };
    const all = [...states.values()];
    const reason = all.map(reasonOf).find((text) => text !== undefined);
    if (reason !== undefined) return { state: 'FAILED', reason };
    // A server that says FORBIDDEN or ABSENT to everything is reached all the same.
    return all.some(({ state }) => state === 'SYNCING') ? { state: 'CONNECTING' } : { state: 'CONNECTED' };
  }

  /** Does something until it succeeds; then again after `everyMs`, where that is given. */
  async function persist(what: string, task: () => Promise<void>, everyMs?: number): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        await task();
        failures = 0;
        conditions.changed();
        if (everyMs === undefined) return;
        await pause(clock, everyMs, signal);
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        const reason = isKubernetesError(error) ? error.message : 'a defect of ours';
        logger.debug({ what, reason }, 'failed, will be tried again');
        await pause(clock, backOff(pace, failures, random), signal);
      }
    }
  }

  async function readVersion(): Promise<void> {
    version = await client.getJson({ verb: 'get', resource: 'version', path: '/version', signal, read: versionIn });
  }

  /** Waits for the namespaces; asks for the one namespace where they may not be listed. */
  async function findIdentity(): Promise<void> {
    const isTold = (): boolean => ['SYNCED', 'FORBIDDEN', 'ABSENT'].includes(states.get('Namespace')?.state ?? '');
    await conditions.until(() => identity !== undefined || isTold(), signal);
    identity ??= (await readIdentity(client, signal)) ?? addressIdentity(options.address ?? options.server, options.ca);
  }

  function reflectKind(kind: KindName): Promise<void> {
    return reflect(
      {
        kind,
        client,
        discovery,
        gate: lists,
        store: store.kind(kind),
        project: (raw) => PROJECTIONS[kind].project(raw, { digest }),
        clock,
        random,
        pace,
        counters,
        logger,
        onState: (state) => onState(kind, state),
        onRecordedAt(time) {
          recordedClock.reached(kind, Date.parse(time));
          // Asked here, so that the clock has seen every step that its kinds took together.
          now();
          conditions.changed();
        },
        onChange: conditions.changed,
      },
      signal,
    );
  }

  const running = [
    persist('version', readVersion, pace.versionMs),
    persist('identity', findIdentity),
    ...KIND_NAMES.map(reflectKind),
  ];

  return {
    name,
    connection,
    identity: () => identity,
    version: () => version,
    now,
    kindStates: () => new Map(states),
    async settled(until) {
      const isSettled = (): boolean => [...states.values()].every(({ state }) => state !== 'SYNCING');
      await conditions.until(isSettled, until).catch(() => {});
    },
    until: conditions.until,
    snapshot: () =>
      createSnapshot({
        tables: store.tables(),
        states: new Map(states),
        takenAt: now().toISOString(),
        version,
        apiCalls: client.stats().apiCalls,
      }),
    podLog(request, caller) {
      const either = AbortSignal.any([signal, caller]);
      return logs.run(either, () => readPodLog(client, request, either));
    },
    stats: () => ({ ...client.stats(), ...counters }),
    async close() {
      ending.abort(new Error(`The connection to cluster ${name} was closed.`));
      await client.close();
      await Promise.all(running);
      for (const cancel of [...staleTimers.values()].flat()) cancel();
    },
  };
}
