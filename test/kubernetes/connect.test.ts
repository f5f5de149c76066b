import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { KIND_NAMES, KINDS, type KindName } from '#src/kubernetes/kinds.ts';
import type { ClusterSnapshot } from '#src/kubernetes/port.ts';
import { connected, PATIENTLY, pod, podsAt, soon } from './connected.ts';
import { manualClock } from './manual-clock.ts';

const FOREVER = Number.POSITIVE_INFINITY;
const SHOP = resolve('recordings/shop');
const KUBE_SYSTEM = { 'v1/namespaces': [{ metadata: { name: 'kube-system', uid: 'uid-of-kube-system' } }] };

type Identified = readonly { readonly metadata: { readonly uid: string; readonly resourceVersion: string } }[];

function versionsOf(objects: (kind: KindName) => Identified): Record<string, string[]> {
  const versions = (kind: KindName): string[] =>
    objects(kind).map(({ metadata }) => `${metadata.uid} ${metadata.resourceVersion}`);
  return Object.fromEntries(KIND_NAMES.map((kind) => [kind, versions(kind).sort()]));
}

/** The objects that the files of a moment of the shop hold, in their versions, by kind. */
function recorded(moment: string): Record<string, string[]> {
  return versionsOf((kind) => {
    const { group, version, resource } = KINDS[kind];
    const file = resolve(SHOP, moment, 'lists', group === '' ? 'core' : `${group}_${version}`, `${resource}.json`);
    return (JSON.parse(readFileSync(file, 'utf8')) as { items: Identified }).items;
  });
}

function stored(snapshot: ClusterSnapshot): Record<string, string[]> {
  return versionsOf((kind) => snapshot.list(kind));
}

const EMPTY = { '1': podsAt(0, []) };

describe('the shop recording', () => {
  test('is synced whole, and asking costs the cluster nothing', async () => {
    const { server, cluster, watched } = await connected({ directory: SHOP, moment: '3-after' });
    await watched();
    expect(
      Object.fromEntries(
        Map.groupBy(cluster.kindStates().values(), ({ state }) => state)
          .entries()
          .map(([state, all]) => [state, all.length]),
      ),
    ).toEqual({
      SYNCED: 38,
    });
    const asked = server.requests().count;
    const snapshot = cluster.snapshot();
    expect(stored(snapshot)).toEqual(recorded('3-after'));
    expect(server.requests().latest.map(({ path }) => path)).not.toContain('/api/v1/namespaces/kube-system');
    expect(snapshot.list('Event').length).toBe(590);
    expect(snapshot.version).toBe('v1.34.4');
    expect(snapshot.takenAt).toBe('2026-11-23T16:16:22.000Z');
    expect(cluster.snapshot().apiCalls).toBe(snapshot.apiCalls);
    expect([cluster.stats().apiCalls, server.requests().count]).toEqual([asked, asked]);
  });

  test('moves from moment to moment by its watches alone, objects and clock together', async () => {
    const { server, cluster, names, watched } = await connected({ directory: SHOP, moment: '1-before' });
    await watched();
    const calls = cluster.stats().apiCalls;
    expect([names('Pod').length, cluster.now().toISOString()]).toEqual([19, '2026-11-23T16:05:07.000Z']);
    await server.moveTo('2-during');
    await cluster.until(() => cluster.now().toISOString() === '2026-11-23T16:09:23.000Z', soon());
    expect(names('Pod').length).toBe(40);
    await server.moveTo('3-after');
    await cluster.until(() => cluster.now().toISOString() === '2026-11-23T16:16:22.000Z', soon());
    expect(names('Pod').length).toBe(58);
    expect(cluster.stats()).toMatchObject({ apiCalls: calls, relists: 0, watchErrors: 0, unparsable: 0 });
  });

  test('moves back: every kind is listed anew, and the clock waits for the last of them', async () => {
    const { server, cluster, watched } = await connected({ directory: SHOP, moment: '3-after' });
    await watched();
    const seen = new Map<string, unknown>();
    const arrived = cluster.until(() => {
      const now = cluster.now().toISOString();
      if (!seen.has(now)) seen.set(now, stored(cluster.snapshot()));
      return seen.size === 2;
    }, soon());
    await server.moveTo('1-before');
    await arrived;
    expect([...seen.keys()]).toEqual(['2026-11-23T16:16:22.000Z', '2026-11-23T16:05:07.000Z']);
    expect(seen.get('2026-11-23T16:05:07.000Z')).toEqual(recorded('1-before'));
  });

  test('moves on after it was moved back over a deletion', async () => {
    const { server, cluster, names, watched } = await connected({
      moments: {
        '1': podsAt(0, [pod('a')]),
        '2': podsAt(1, []),
        '3': podsAt(2, [pod('a', { status: { phase: 'Running' } })]),
      },
    });
    await watched();
    await server.moveTo('2');
    await cluster.until(() => names('Pod').length === 0, soon());
    await server.moveTo('1');
    await cluster.until(
      () => cluster.now().getTime() === Date.parse(server.takenAt()) && names('Pod').length === 1,
      soon(),
    );
    await server.moveTo('3');
    await cluster.until(() => cluster.snapshot().get('Pod', 'shop', 'a')?.status.phase === 'Running', soon());
  });

  test('gives a log, its last lines only, and the reason where there is none', async () => {
    const { cluster, watched } = await connected({ directory: SHOP, moment: '3-after' });
    await watched();
    const log = { namespace: 'observability', pod: 'log-agent-xkbjq', container: 'agent' };
    const whole = await cluster.podLog(log, soon());
    const lines = whole.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(1);
    expect((await cluster.podLog({ ...log, tailLines: 1 }, soon())).trimEnd()).toBe(lines.at(-1));
    expect(await cluster.podLog({ ...log, tailLines: 0 }, soon())).toBe('');
    await expect(cluster.podLog({ ...log, pod: 'nobody' }, soon())).rejects.toMatchObject({
      problem: { kind: 'NOT_FOUND' },
      message: 'The API server found nothing to get pods/log (404): pods "nobody" not found',
    });
  });
});

describe('the identity of a cluster', () => {
  test('is the uid of namespace kube-system', async () => {
    const { cluster, watched } = await connected({ moments: { '1': podsAt(0, [], { lists: KUBE_SYSTEM }) } });
    await watched();
    expect(cluster.identity()).toBe('uid-of-kube-system');
  });

  test('is that uid also where namespaces may not be listed but this one may be read', async () => {
    const { cluster } = await connected({
      moments: { '1': podsAt(0, [], { lists: KUBE_SYSTEM }) },
      faults: [{ on: { type: 'list', resource: 'namespaces' }, fault: 'status', code: 403, times: FOREVER }],
    });
    await cluster.until(() => cluster.identity() !== undefined, soon());
    expect(cluster.identity()).toBe('uid-of-kube-system');
  });

  test('is a hash of address and CA where it may not be read at all', async () => {
    const { cluster } = await connected({
      moments: { '1': podsAt(0, [], { lists: KUBE_SYSTEM }) },
      faults: [{ on: { resource: 'namespaces' }, fault: 'status', code: 403, times: FOREVER }],
      connect: { address: 'https://api.example:6443', ca: 'PEM' },
    });
    await cluster.until(() => cluster.identity() !== undefined, soon());
    expect(cluster.identity()).toBe(createHash('sha256').update('https://api.example:6443\nPEM').digest('hex'));
  });

  test.each([403, 503])('stays unknown while the server only can not answer (list: %i)', async (code) => {
    const { server, cluster } = await connected({
      moments: { '1': podsAt(0, [], { lists: KUBE_SYSTEM }) },
      faults: [
        { on: { type: 'list', resource: 'namespaces' }, fault: 'status', code, times: FOREVER },
        { on: { type: 'get', resource: 'namespaces' }, fault: 'status', code: 503, times: FOREVER },
      ],
    });
    const asked = (): number =>
      server.requests().latest.filter(({ path }) => path.startsWith('/api/v1/namespaces')).length;
    await vi.waitFor(() => expect(asked()).toBeGreaterThan(3), PATIENTLY);
    expect(cluster.identity()).toBeUndefined();
    server.disarm();
    await cluster.until(() => cluster.identity() !== undefined, soon());
    expect(cluster.identity()).toBe('uid-of-kube-system');
  });
});

describe('the connection', () => {
  test('is CONNECTING, then CONNECTED, and tells the version', async () => {
    const { cluster, watched } = await connected({ moments: { '1': podsAt(0, [], { gitVersion: 'v1.33.1-gke.5' }) } });
    expect([cluster.connection(), cluster.version(), cluster.identity()]).toEqual([
      { state: 'CONNECTING' },
      undefined,
      undefined,
    ]);
    await watched();
    await cluster.until(() => cluster.version() !== undefined, soon());
    expect([cluster.connection(), cluster.version()]).toEqual([{ state: 'CONNECTED' }, 'v1.33.1-gke.5']);
  });

  test('is FAILED with the reason when nothing answers, and the clock is ours', async () => {
    const clock = manualClock('2031-05-05T05:05:05Z');
    const { server, cluster, lines } = await connected({ moments: EMPTY, connect: { clock, pace: { attempts: 1 } } });
    await server.close();
    await cluster.settled(soon());
    const connection = cluster.connection();
    expect(connection.state).toBe('FAILED');
    expect('reason' in connection && connection.reason).toMatch(
      /^The API server could not be reached, or broke off, to get \/(api|apis)\/.*: .+/,
    );
    expect(cluster.now().toISOString()).toBe('2031-05-05T05:05:05.000Z');
    expect(lines.filter((line) => line.includes('cluster is FAILED'))).toHaveLength(1);
  });

  test('is FAILED when our credentials are not accepted', async () => {
    const { cluster } = await connected({
      moments: EMPTY,
      faults: [{ on: {}, fault: 'status', code: 401, message: 'Unauthorized', times: FOREVER }],
    });
    await cluster.settled(soon());
    expect(cluster.connection()).toEqual({
      state: 'FAILED',
      reason: 'The API server does not accept our credentials to get /api/v1 (401): Unauthorized',
    });
  });

  test('is CONNECTED to a server that forbids everything', async () => {
    const { cluster } = await connected({
      moments: EMPTY,
      faults: [{ on: { type: 'list' }, fault: 'status', code: 403, times: FOREVER }],
    });
    await cluster.settled(soon());
    expect(cluster.connection()).toEqual({ state: 'CONNECTED' });
  });

  test('outlives a restart of the server for a minute, then is FAILED', async () => {
    const clock = manualClock();
    const { server, cluster, state, watched } = await connected({ moments: EMPTY, connect: { clock } });
    await watched();
    clock.advance(100_000);
    await server.close();
    await cluster.until(() => KIND_NAMES.every((kind) => state(kind)?.state === 'STALE'), soon());
    // Not since the last event: until it was cut, the watch would have told of any.
    expect(state('Pod')).toMatchObject({ since: '2030-01-01T00:01:40.000Z' });
    expect(cluster.connection()).toEqual({ state: 'CONNECTED' });
    let failed = false;
    const noticed = cluster.until(() => {
      failed = cluster.connection().state === 'FAILED';
      return failed;
    }, soon());
    clock.advance(59_999);
    expect(failed).toBe(false);
    // Nothing but time passes: who waits is asked again all the same.
    clock.advance(1);
    expect(failed).toBe(true);
    await noticed;
  });

  test('cuts what runs when it is closed, and logs nothing of it as trouble', async () => {
    const clock = manualClock();
    const { server, cluster, lines, watched } = await connected({
      connect: { clock },
      moments: { '1': podsAt(0, [pod('a', { spec: { containers: [{ name: 'c' }] } })]) },
      faults: [{ on: { type: 'log' }, fault: 'silence' }],
    });
    await watched();
    const log = cluster.podLog({ namespace: 'shop', pod: 'a', container: 'c' }, soon());
    const refused = expect(log).rejects.toThrow('The connection to cluster test was closed.');
    const waiting = expect(cluster.until(() => false, AbortSignal.timeout(1))).rejects.toThrow();
    await vi.waitFor(() => expect(server.requests().latest.at(-1)?.path).toContain('/log'), PATIENTLY);
    await cluster.close();
    await Promise.all([refused, waiting]);
    expect([cluster.stats().watching, clock.waits()]).toEqual([0, []]);
    expect(lines.filter((line) => !line.includes('"level":20') && !line.includes('cluster is CONNECTED'))).toEqual([]);
  });

  test('settled ends with its signal and does not reject', async () => {
    const { cluster } = await connected({
      moments: EMPTY,
      faults: [{ on: { type: 'list' }, fault: 'silence', times: FOREVER }],
    });
    await expect(cluster.settled(AbortSignal.abort())).resolves.toBeUndefined();
    expect(cluster.kindStates().get('Pod')).toEqual({ state: 'SYNCING' });
  });
});

describe('a log request', () => {
  test.each([
    [
      { namespace: '..', pod: 'a', container: 'c' },
      'A namespace is named by lower-case letters, digits, dots and dashes; ".." is none.',
    ],
    [
      { namespace: 'shop', pod: 'a/../../secrets', container: 'c' },
      'A pod is named by lower-case letters, digits, dots and dashes; "a/../../secrets" is none.',
    ],
    [
      { namespace: 'shop', pod: 'a', container: 'C' },
      'A container is named by lower-case letters, digits, dots and dashes; "C" is none.',
    ],
    [
      { namespace: 'shop', pod: 'a', container: 'c', tailLines: 1.5 },
      'tailLines must be a whole number from 0; 1.5 is none.',
    ],
  ])('%j is refused before it leaves', async (request, message) => {
    const { server, cluster, watched } = await connected({ moments: EMPTY });
    await watched();
    await expect(cluster.podLog(request, soon())).rejects.toMatchObject({ problem: { kind: 'REFUSED' }, message });
    expect(server.requests().latest.filter(({ path }) => path.includes('/log'))).toEqual([]);
  });

  test('says what it wants, each wish by its own parameter', async () => {
    const { server, cluster, watched } = await connected({
      moments: {
        '1': podsAt(0, [pod('a', { spec: { containers: [{ name: 'c' }] } })], {
          logs: { 'shop/a/c.log': '2026-01-01T00:00:00Z one\n' },
        }),
      },
    });
    await watched();
    const request = { namespace: 'shop', pod: 'a', container: 'c' };
    expect(await cluster.podLog({ ...request, tailLines: 50_000, timestamps: true }, soon())).toBe(
      '2026-01-01T00:00:00Z one\n',
    );
    await cluster.podLog({ ...request, previous: true }, soon()).catch(() => {});
    expect(
      server
        .requests()
        .latest.filter(({ path }) => path.includes('/log'))
        .map(({ query }) => query),
    ).toEqual([
      'container=c&tailLines=10000&limitBytes=10485760&timestamps=true',
      'container=c&tailLines=10000&limitBytes=10485760&previous=true',
    ]);
  });
});
