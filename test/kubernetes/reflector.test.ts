import { describe, expect, test, vi } from 'vitest';
import { connected, pod, podsAt, soon } from './connected.ts';
import { manualClock } from './manual-clock.ts';

const PODS = { resource: 'pods' } as const;
const WATCH = { type: 'watch', resource: 'pods' } as const;
const LIST = { type: 'list', resource: 'pods' } as const;

/** One pod, then two, then one other. */
const STORY = {
  '1': podsAt(0, [pod('a')]),
  '2': podsAt(10, [pod('a', { status: { phase: 'Running' } }), pod('b')]),
  '3': podsAt(20, [pod('b'), pod('c')]),
};

function many(count: number) {
  return Array.from({ length: count }, (_, index) => pod(`pod-${String(index).padStart(4, '0')}`));
}

describe('what a watch brings', () => {
  test('is stored: new, changed and deleted objects', async () => {
    const { server, cluster, names, watched } = await connected({ moments: STORY });
    await watched();
    expect(names('Pod')).toEqual(['a']);
    await server.moveTo('2');
    await cluster.until(() => names('Pod').length === 2, soon());
    expect(cluster.snapshot().get('Pod', 'shop', 'a')?.status).toEqual({ phase: 'Running' });
    await server.moveTo('3');
    await cluster.until(() => names('Pod').includes('c'), soon());
    expect(names('Pod')).toEqual(['b', 'c']);
    expect(cluster.stats()).toMatchObject({ relists: 0, watchErrors: 0, unparsable: 0 });
  });

  test('changes no snapshot that was taken before', async () => {
    const { server, cluster, names, watched } = await connected({ moments: STORY });
    await watched();
    const before = cluster.snapshot();
    const listed = before.list('Pod');
    await server.moveTo('2');
    await cluster.until(() => names('Pod').length === 2, soon());
    await server.moveTo('3');
    await cluster.until(() => names('Pod').includes('c'), soon());
    expect(before.list('Pod')).toBe(listed);
    expect(listed.map(({ metadata }) => metadata.name)).toEqual(['a']);
    expect(before.get('Pod', 'shop', 'a')?.status).toEqual({});
    expect(before.byUid('Pod', listed[0]?.metadata.uid ?? '')).toBe(listed[0]);
    expect(before.get('Pod', 'shop', 'b')).toBeUndefined();
    expect(before.takenAt).toBe('2026-01-01T00:00:00.000Z');
  });

  test('may come twice and changes nothing the second time', async () => {
    const { server, cluster, names, watched } = await connected({ moments: STORY, faults: [{ on: WATCH, fault: 'duplicate' }] });
    await watched();
    await server.moveTo('2');
    await server.moveTo('3');
    await cluster.until(() => names('Pod').includes('c'), soon());
    expect(names('Pod')).toEqual(['b', 'c']);
    expect(cluster.stats()).toMatchObject({ relists: 0, watchErrors: 0, unparsable: 0 });
  });

  test('may come late: an older version does not replace a newer one', async () => {
    const phases = (phase: string) => [pod('a', { status: { phase } })];
    const { server, cluster, watched } = await connected({
      moments: { '1': podsAt(0, phases('one')), '2': podsAt(1, phases('two')), '3': podsAt(2, phases('three')), '4': podsAt(3, [...phases('three'), pod('z')]) },
      faults: [{ on: WATCH, fault: 'late' }],
    });
    await watched();
    await server.moveTo('2');
    await server.moveTo('3');
    await cluster.until(() => cluster.snapshot().get('Pod', 'shop', 'a')?.status.phase === 'three', soon());
    server.release();
    await server.moveTo('4');
    await cluster.until(() => cluster.snapshot().get('Pod', 'shop', 'z') !== undefined, soon());
    expect(cluster.snapshot().get('Pod', 'shop', 'a')?.status.phase).toBe('three');
  });

  test('may come late: a deleted object stays deleted', async () => {
    const { server, cluster, names, watched } = await connected({
      moments: {
        '1': podsAt(0, [pod('a'), pod('b')]),
        '2': podsAt(1, [pod('a', { status: { phase: 'Failed' } }), pod('b')]),
        '3': podsAt(2, [pod('b')]),
        '4': podsAt(3, [pod('b'), pod('z')]),
      },
      faults: [{ on: WATCH, fault: 'late' }],
    });
    await watched();
    await server.moveTo('2');
    await server.moveTo('3');
    await cluster.until(() => names('Pod').length === 1, soon());
    server.release();
    await server.moveTo('4');
    await cluster.until(() => names('Pod').includes('z'), soon());
    expect(names('Pod')).toEqual(['b', 'z']);
  });

  test('may come late: the deletion of an object does not delete its successor', async () => {
    const { server, cluster, names, watched } = await connected({
      moments: {
        '1': podsAt(0, [{ metadata: { name: 'a', namespace: 'shop', uid: 'first' } }]),
        '2': podsAt(1, []),
        '3': podsAt(2, [{ metadata: { name: 'a', namespace: 'shop', uid: 'second' } }]),
        '4': podsAt(3, [{ metadata: { name: 'a', namespace: 'shop', uid: 'second' } }, pod('z')]),
      },
      faults: [{ on: WATCH, fault: 'late' }],
    });
    await watched();
    await server.moveTo('2');
    await server.moveTo('3');
    await cluster.until(() => cluster.snapshot().get('Pod', 'shop', 'a')?.metadata.uid === 'second', soon());
    server.release();
    await server.moveTo('4');
    await cluster.until(() => names('Pod').includes('z'), soon());
    expect(names('Pod')).toEqual(['a', 'z']);
  });

  test('is watched again from where it was when the stream is cut in a line', async () => {
    const { server, cluster, names, state, watched } = await connected({ moments: STORY, faults: [{ on: WATCH, fault: 'cut-mid-line' }] });
    await watched();
    await server.moveTo('2');
    await cluster.until(() => names('Pod').length === 2, soon());
    await cluster.until(() => state('Pod')?.state === 'SYNCED', soon());
    expect(cluster.snapshot().get('Pod', 'shop', 'a')?.status).toEqual({ phase: 'Running' });
    expect(cluster.stats()).toMatchObject({ relists: 0, watchErrors: 1, unparsable: 0 });
  });

  test('is watched again without a word when the server ends the stream', async () => {
    const { server, cluster, names, watched } = await connected({ moments: STORY, faults: [{ on: WATCH, fault: 'end', afterLines: 2 }] });
    await watched();
    await server.moveTo('2');
    await server.moveTo('3');
    await cluster.until(() => names('Pod').includes('c'), soon());
    expect(names('Pod')).toEqual(['b', 'c']);
    expect(cluster.stats()).toMatchObject({ relists: 0, watchErrors: 0 });
    const versions = server.requests().latest.flatMap(({ path, query }) => (path === '/api/v1/pods' ? (/resourceVersion=(\d+)/.exec(query)?.[1] ?? []) : []));
    expect(versions).toHaveLength(2);
    expect(Number(versions[1])).toBeGreaterThan(Number(versions[0]));
  });

  test('is watched again after a pause when the server ends the stream at once', async () => {
    const clock = manualClock();
    const { server, cluster, names, state } = await connected({ moments: STORY, faults: [{ on: WATCH, fault: 'end' }], connect: { clock } });
    await cluster.until(() => state('Pod')?.state === 'STALE', soon());
    expect(state('Pod')).toEqual({ state: 'STALE', since: '2030-01-01T00:00:00.000Z', reason: 'The watch of pods ended at once.' });
    expect(clock.waits()).toContain(3);
    clock.advance(3);
    await cluster.until(() => state('Pod')?.state === 'SYNCED', soon());
    await server.moveTo('2');
    await cluster.until(() => names('Pod').length === 2, soon());
    expect(cluster.stats()).toMatchObject({ relists: 0, watchErrors: 1 });
  });

  test('is listed anew after a line that is no event, for the store may lack what it said', async () => {
    const { server, cluster, names, state, lines, watched } = await connected({ moments: STORY, faults: [{ on: WATCH, fault: 'bad-line' }] });
    await watched();
    await server.moveTo('2');
    await cluster.until(() => cluster.stats().relists === 1 && state('Pod')?.state === 'SYNCED', soon());
    expect(names('Pod')).toEqual(['a', 'b']);
    expect(cluster.stats()).toMatchObject({ relists: 1, watchErrors: 1, unparsable: 1 });
    expect(lines.join('')).toContain('The answer to watch pods has a line that is no event.');
  });

  test.each([
    ['an ERROR event with 410', { on: WATCH, fault: 'error-event' } as const],
    ['HTTP status 410', { on: WATCH, fault: 'status', code: 410 } as const],
  ])('is listed anew after %s', async (_, fault) => {
    const { server, cluster, names, state } = await connected({ moments: STORY, faults: [fault] });
    await cluster.until(() => cluster.stats().relists === 1 && state('Pod')?.state === 'SYNCED', soon());
    await server.moveTo('2');
    await cluster.until(() => names('Pod').length === 2, soon());
    expect(cluster.stats()).toMatchObject({ relists: 1, watchErrors: 0 });
  });

  test('is tried again after an ERROR event that is none of the version', async () => {
    const { server, cluster, names } = await connected({ moments: STORY, faults: [{ on: WATCH, fault: 'error-event', code: 500 }] });
    await cluster.until(() => cluster.stats().watchErrors === 1, soon());
    await server.moveTo('2');
    await cluster.until(() => names('Pod').length === 2, soon());
    expect(cluster.stats()).toMatchObject({ relists: 0, watchErrors: 1 });
  });
});

describe('silence', () => {
  test('of a watch is met with a new watch, and the kind stays SYNCED', async () => {
    const clock = manualClock();
    const { server, cluster, names, state, watched } = await connected({
      moments: STORY,
      faults: [{ on: WATCH, fault: 'silence', afterLines: 0 }],
      connect: { clock },
    });
    await watched();
    await server.moveTo('2');
    clock.advance(150_000);
    await cluster.until(() => names('Pod').length === 2, soon());
    expect(cluster.stats().watchErrors).toBeGreaterThanOrEqual(1);
    expect(state('Pod')).toEqual({ state: 'SYNCED' });
  });

  test('that does not end makes the kind STALE since its last sign of life', async () => {
    const clock = manualClock('2030-01-01T00:00:00Z');
    const { cluster, state, watched } = await connected({
      moments: STORY,
      faults: [
        { on: WATCH, fault: 'silence', afterLines: 0 },
        { on: WATCH, fault: 'status', code: 500, message: 'etcd is gone' },
      ],
      connect: { clock },
    });
    await watched();
    clock.advance(150_000);
    await cluster.until(() => state('Pod')?.state === 'STALE', soon());
    expect(state('Pod')).toEqual({
      state: 'STALE',
      since: '2030-01-01T00:00:00.000Z',
      reason: 'The API server is not able to watch pods (500): etcd is gone',
    });
  });
});

describe('a list', () => {
  test('of more than 500 objects comes in pages', async () => {
    const { server, names, watched } = await connected({ moments: { '1': podsAt(0, many(1_201)) } });
    await watched();
    expect(names('Pod')).toHaveLength(1_201);
    const pages = server.requests().latest.filter(({ path, query }) => path === '/api/v1/pods' && !query.includes('watch'));
    expect(pages.map(({ query }) => query.replace(/continue=.+/, 'continue=…'))).toEqual(['limit=500', 'limit=500&continue=…', 'limit=500&continue=…']);
  });

  test('whose continue token expired is begun again and complete', async () => {
    const { server, cluster, names, watched } = await connected({
      moments: { '1': podsAt(0, many(1_100)) },
      faults: [{ on: { ...LIST, url: /continue=/ }, fault: 'status', code: 410 }],
    });
    await watched();
    expect(names('Pod')).toHaveLength(1_100);
    expect(new Set(names('Pod')).size).toBe(1_100);
    const pages = server.requests().latest.filter(({ path, query }) => path === '/api/v1/pods' && !query.includes('watch'));
    expect(pages.map(({ query }) => query.includes('continue='))).toEqual([false, true, false, true, true]);
    expect(cluster.stats().relists).toBe(0);
  });

  test('that fails once leaves the kind SYNCING, then SYNCED', async () => {
    const clock = manualClock();
    const { cluster, state } = await connected({ moments: STORY, faults: [{ on: LIST, fault: 'status', code: 500 }], connect: { clock } });
    await vi.waitFor(() => expect(clock.waits()).toContain(3), { interval: 2 });
    expect(state('Pod')).toEqual({ state: 'SYNCING' });
    clock.advance(3);
    await cluster.until(() => state('Pod')?.state === 'SYNCED', soon());
  });

  test('that fails three times makes the kind UNAVAILABLE with the reason, until it succeeds', async () => {
    const { server, cluster, names, state } = await connected({
      moments: STORY,
      faults: [{ on: LIST, fault: 'status', code: 500, message: 'etcd is gone', times: Number.POSITIVE_INFINITY }],
    });
    await cluster.settled(soon());
    expect(state('Pod')).toEqual({ state: 'UNAVAILABLE', reason: 'The API server is not able to list pods (500): etcd is gone' });
    server.disarm();
    await cluster.until(() => state('Pod')?.state === 'SYNCED', soon());
    expect(names('Pod')).toEqual(['a']);
  });

  test.each([
    ['cut in the middle', { on: LIST, fault: 'cut-mid-line' } as const],
    ['refused before a byte', { on: LIST, fault: 'refuse' } as const],
    ['slow', { on: LIST, fault: 'slow', bytesPerTick: 64, tickMs: 1 } as const],
  ])('that is %s is complete in the end', async (_, fault) => {
    const { names, state, watched } = await connected({ moments: STORY, faults: [fault] });
    await watched();
    expect(state('Pod')).toEqual({ state: 'SYNCED' });
    expect(names('Pod')).toEqual(['a']);
  });

  test('that never ends is given up after a minute', async () => {
    const clock = manualClock();
    const { server, cluster, state } = await connected({
      moments: STORY,
      faults: [{ on: LIST, fault: 'silence', times: Number.POSITIVE_INFINITY }],
      connect: { clock, pace: { firstRetryMs: 4, attempts: 1 } },
    });
    await vi.waitFor(() => expect(server.requests().latest.some(({ path }) => path === '/api/v1/pods')).toBe(true), { interval: 2 });
    await vi.waitFor(() => {
      clock.advance(60_000);
      expect(state('Pod')?.state).toBe('UNAVAILABLE');
    }, { interval: 2 });
    expect(state('Pod')).toEqual({ state: 'UNAVAILABLE', reason: 'No whole answer to list pods within 60 s.' });
    expect(cluster.stats().apiCalls).toBeGreaterThan(0);
  });

  test('that is throttled is asked again when the server wants it, not before', async () => {
    const clock = manualClock();
    const { server, cluster, state } = await connected({
      moments: STORY,
      faults: [{ on: LIST, fault: 'status', code: 429, retryAfterSeconds: 7 }],
      connect: { clock },
    });
    const asked = (): number => server.requests().latest.filter(({ path, query }) => path === '/api/v1/pods' && !query.includes('watch')).length;
    // 7 s, and half of the first back-off (4 ms) on top.
    await vi.waitFor(() => expect(clock.waits()).toContain(7_002), { interval: 2 });
    clock.advance(7_001);
    expect([asked(), state('Pod')]).toEqual([1, { state: 'SYNCING' }]);
    clock.advance(1);
    await cluster.until(() => state('Pod')?.state === 'SYNCED', soon());
    expect(asked()).toBe(2);
  });

  test('is one of six at most at a time', async () => {
    const { server } = await connected({
      moments: STORY,
      faults: [{ on: { type: 'list' }, fault: 'silence', times: Number.POSITIVE_INFINITY }],
    });
    const lists = (): number => server.requests().latest.filter(({ query }) => query.includes('limit=')).length;
    await vi.waitFor(() => expect(lists()).toBe(6), { interval: 2 });
    // Whoever would not wait has come by the time that another answer is there and back.
    await fetch(`${server.url}/version`);
    expect(lists()).toBe(6);
  });
});

describe('a kind that may not be seen', () => {
  test('is FORBIDDEN with verb and resource when it may not be listed, and seen when the right is given', async () => {
    const { server, cluster, names, state } = await connected({
      moments: STORY,
      faults: [{ on: LIST, fault: 'status', code: 403, times: Number.POSITIVE_INFINITY }],
    });
    await cluster.settled(soon());
    expect(state('Pod')).toEqual({ state: 'FORBIDDEN', verb: 'list', resource: 'pods' });
    expect(state('Service')).toEqual({ state: 'SYNCED' });
    server.disarm();
    await cluster.until(() => state('Pod')?.state === 'SYNCED', soon());
    expect(names('Pod')).toEqual(['a']);
  });

  test('is FORBIDDEN, and what was listed is dropped, when it may not be watched', async () => {
    const { cluster, names, state } = await connected({
      moments: STORY,
      faults: [{ on: WATCH, fault: 'status', code: 403, times: Number.POSITIVE_INFINITY }],
      connect: { pace: { slowRetryMs: 3_600_000 } },
    });
    await cluster.until(() => state('Pod')?.state === 'FORBIDDEN', soon());
    expect(state('Pod')).toEqual({ state: 'FORBIDDEN', verb: 'watch', resource: 'pods' });
    expect(names('Pod')).toEqual([]);
  });

  test('names its group as RBAC does', async () => {
    const { cluster, state } = await connected({
      moments: STORY,
      faults: [{ on: { type: 'list', resource: 'deployments' }, fault: 'status', code: 403, times: Number.POSITIVE_INFINITY }],
    });
    await cluster.settled(soon());
    expect(state('Deployment')).toEqual({ state: 'FORBIDDEN', verb: 'list', resource: 'deployments.apps' });
  });

  test('is ABSENT when discovery does not name it, without a list being tried', async () => {
    const { server, cluster, state } = await connected({ moments: { '1': podsAt(0, [], { absent: ['policy/v1/poddisruptionbudgets'] }) } });
    await cluster.settled(soon());
    expect(state('PodDisruptionBudget')).toEqual({ state: 'ABSENT' });
    expect(server.requests().latest.filter(({ path }) => path.includes('poddisruptionbudgets'))).toEqual([]);
  });

  test('is ABSENT when its whole group is not there', async () => {
    const { cluster, state } = await connected({
      moments: STORY,
      faults: [{ on: { url: /^\/apis\/apps\/v1$/ }, fault: 'status', code: 404, times: Number.POSITIVE_INFINITY }],
    });
    await cluster.settled(soon());
    expect([state('Deployment'), state('StatefulSet')]).toEqual([{ state: 'ABSENT' }, { state: 'ABSENT' }]);
  });

  test('is UNAVAILABLE, not ABSENT, when the server of its group is down', async () => {
    const { server, cluster, state } = await connected({
      moments: STORY,
      faults: [{ on: { url: /^\/apis\/policy\/v1$/ }, fault: 'status', code: 503, message: 'no endpoints', times: Number.POSITIVE_INFINITY }],
    });
    await cluster.settled(soon());
    expect(state('PodDisruptionBudget')).toEqual({
      state: 'UNAVAILABLE',
      reason: 'The API server is not able to get /apis/policy/v1 (503): no endpoints',
    });
    server.disarm();
    await cluster.until(() => state('PodDisruptionBudget')?.state === 'SYNCED', soon());
  });

  test('is listed without discovery where that may not be read', async () => {
    const { cluster, names, state } = await connected({
      moments: STORY,
      faults: [{ on: { url: /^\/api\/v1$/ }, fault: 'status', code: 403, times: Number.POSITIVE_INFINITY }],
    });
    await cluster.settled(soon());
    expect(state('Pod')).toEqual({ state: 'SYNCED' });
    expect(names('Pod')).toEqual(['a']);
  });

  test('each group version is discovered once for all of its kinds', async () => {
    const { server, watched } = await connected({ moments: STORY });
    await watched();
    expect(server.requests().latest.filter(({ path }) => path === '/apis/apps/v1')).toHaveLength(1);
  });

  test('stays STALE with what was seen while the server is gone, and comes back', async () => {
    const { server, cluster, names, state, watched } = await connected({ moments: STORY, faults: [{ on: WATCH, fault: 'cut-mid-line' }] });
    await watched();
    void server.fail({ on: PODS, fault: 'status', code: 503, message: 'shutting down', times: Number.POSITIVE_INFINITY });
    await server.moveTo('2');
    await cluster.until(() => {
      const pods = state('Pod');
      return pods?.state === 'STALE' && pods.reason.includes('shutting down');
    }, soon());
    expect(names('Pod')).toEqual(['a']);
    server.disarm();
    await cluster.until(() => state('Pod')?.state === 'SYNCED', soon());
    await cluster.until(() => names('Pod').length === 2, soon());
  });
});
