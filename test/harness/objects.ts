import type { KindName } from '#src/kubernetes/kinds.ts';
import type { ObjectOf } from '#src/kubernetes/objects.ts';
import { PROJECTIONS } from '#src/kubernetes/projections/index.ts';
import { deepFreeze } from '#src/lib/deep-freeze.ts';

/** An object as an API server would send it, as far as a test cares. */
export interface RawObject {
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly [section: string]: unknown;
}

/** The standing clock of tests. Objects are an hour old unless a test says otherwise. */
export const NOW = new Date('2026-03-01T12:00:00Z');
const AN_HOUR_AGO = '2026-03-01T11:00:00Z';

/** The time so many seconds before {@link NOW}. */
export function secondsAgo(seconds: number): string {
  return new Date(NOW.getTime() - seconds * 1000).toISOString().replace('.000Z', 'Z');
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Merges plain objects deeply; arrays and scalars of the second replace those of the first, `undefined` removes. */
export function merge(base: Record<string, unknown>, over: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key];
    if (value === undefined) delete merged[key];
    else merged[key] = isPlain(before) && isPlain(value) ? merge(before, value) : value;
  }
  return merged;
}

/** Projects a raw object of a kind as the reflector would, with a name-derived uid and an age of an hour. */
export function object<K extends KindName>(kind: K, raw: RawObject): ObjectOf<K> {
  const namespace = raw.metadata?.['namespace'];
  const name = raw.metadata?.['name'] ?? 'unnamed';
  const whole = merge(
    {
      metadata: {
        name,
        uid: `uid-${kind}-${namespace ?? ''}-${name}`,
        resourceVersion: '1',
        creationTimestamp: AN_HOUR_AGO,
      },
    },
    raw,
  );
  const project = PROJECTIONS[kind].project as (
    raw: unknown,
    context: { digest: (value: string) => string },
  ) => ObjectOf<K>;
  return deepFreeze(project(whole, { digest: (value) => `digest-of-${value.length}-bytes` }));
}

/** A controlling owner reference to an object made by {@link object}. */
export function ownedBy(owner: {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly uid: string };
}): Record<string, unknown> {
  return { apiVersion: 'v1', kind: owner.kind, name: owner.metadata.name, uid: owner.metadata.uid, controller: true };
}

/** A pod of one container `web` that runs and is ready on `node-1` in namespace `shop`; what is given is merged over it. */
export function pod(raw: RawObject = {}): ObjectOf<'Pod'> {
  const healthy = {
    metadata: { namespace: 'shop', name: 'web-1', labels: { app: 'web' } },
    spec: { nodeName: 'node-1', restartPolicy: 'Always', containers: [{ name: 'web', image: 'web:1' }] },
    status: {
      phase: 'Running',
      conditions: [
        { type: 'PodScheduled', status: 'True' },
        { type: 'Ready', status: 'True' },
      ],
      containerStatuses: [
        {
          name: 'web',
          ready: true,
          started: true,
          restartCount: 0,
          image: 'web:1',
          state: { running: { startedAt: AN_HOUR_AGO } },
          lastState: {},
        },
      ],
    },
  };
  return object('Pod', merge(healthy, raw));
}

/** A Ready worker node with 4 CPUs, 8 GiB and room for 110 pods. */
export function node(raw: RawObject = {}): ObjectOf<'Node'> {
  const resources = { cpu: '4', memory: '8Gi', pods: '110', 'ephemeral-storage': '100Gi' };
  const healthy = {
    metadata: { name: 'node-1', labels: { 'kubernetes.io/hostname': 'node-1', 'kubernetes.io/os': 'linux' } },
    spec: {},
    status: {
      capacity: resources,
      allocatable: resources,
      conditions: [
        { type: 'MemoryPressure', status: 'False', reason: 'KubeletHasSufficientMemory' },
        { type: 'DiskPressure', status: 'False', reason: 'KubeletHasNoDiskPressure' },
        { type: 'PIDPressure', status: 'False', reason: 'KubeletHasSufficientPID' },
        { type: 'Ready', status: 'True', reason: 'KubeletReady' },
      ],
      nodeInfo: { kubeletVersion: 'v1.34.4' },
    },
  };
  return object('Node', merge(healthy, raw));
}

/** An event about an object, seen a minute ago. */
export function eventOn(
  about: {
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace?: string; readonly uid: string };
  },
  event: {
    readonly reason: string;
    readonly message: string;
    readonly type?: string;
    readonly count?: number;
    readonly lastSeen?: string;
    readonly fieldPath?: string;
  },
): ObjectOf<'Event'> {
  const { name, namespace, uid } = about.metadata;
  const at = event.lastSeen ?? secondsAgo(60);
  return object('Event', {
    metadata: { name: `${name}.${event.reason}.${event.message.length}.${at}`, namespace: namespace ?? 'default' },
    involvedObject: { kind: about.kind, name, namespace, uid, fieldPath: event.fieldPath },
    type: event.type ?? 'Warning',
    reason: event.reason,
    message: event.message,
    count: event.count ?? 1,
    firstTimestamp: at,
    lastTimestamp: at,
  });
}
