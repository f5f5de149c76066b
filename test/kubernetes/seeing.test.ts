import { describe, expect, test, vi } from 'vitest';
import { connected, PATIENTLY, pod, podsAt, soon } from './connected.ts';
import { manualClock } from './manual-clock.ts';

const PODS = { resource: 'pods' } as const;
const WATCH = { type: 'watch', resource: 'pods' } as const;
const LIST = { type: 'list', resource: 'pods' } as const;

/** One pod, then two. */
const STORY = {
  '1': podsAt(0, [pod('a')]),
  '2': podsAt(10, [pod('a'), pod('b')]),
};

function many(count: number) {
  return Array.from({ length: count }, (_, index) => pod(`pod-${String(index).padStart(4, '0')}`));
}

describe('a list', () => {
  test('of more than 500 objects comes in pages', async () => {
    const { server, names, watched } = await connected({ moments: { '1': podsAt(0, many(1_201)) } });
    await watched();
    expect(names('Pod')).toHaveLength(1_201);
    const pages = server
      .requests()
      .latest.filter(({ path, query }) => path === '/api/v1/pods' && !query.includes('watch'));
    expect(pages.map(({ query }) => query.replace(/continue=.+/, 'continue=…'))).toEqual([
      'limit=500',
      'limit=500&continue=…',
      'limit=500&continue=…',
    ]);
  });

  test('whose continue token expired is begun again and complete', async () => {
    const { server, cluster, names, watched } = await connected({
      moments: { '1': podsAt(0, many(1_100)) },
      faults: [{ on: { ...LIST, url: /continue=/ }, fault: 'status', code: 410 }],
    });
    await watched();
    expect(names('Pod')).toHaveLength(1_100);
    expect(new Set(names('Pod')).size).toBe(1_100);
    const pages = server
      .requests()
      .latest.filter(({ path, query }) => path === '/api/v1/pods' && !query.includes('watch'));
    expect(pages.map(({ query }) => query.includes('continue='))).toEqual([false, true, false, true, true]);
    expect(cluster.stats().relists).toBe(0);
  });

  test('that fails once leaves the kind SYNCING, then SYNCED', async () => {
    const clock = manualClock();
    const { cluster, state } = await connected({
      moments: STORY,
      faults: [{ on: LIST, fault: 'status', code: 500 }],
      connect: { clock },
    });
    await vi.waitFor(() => expect(clock.waits()).toContain(3), PATIENTLY);
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
    expect(state('Pod')).toEqual({
      state: 'UNAVAILABLE',
      reason: 'The API server is not able to list pods (500): etcd is gone',
    });
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
    await vi.waitFor(
      () => expect(server.requests().latest.some(({ path }) => path === '/api/v1/pods')).toBe(true),
      PATIENTLY,
    );
    await vi.waitFor(() => {
      clock.advance(60_000);
      expect(state('Pod')?.state).toBe('UNAVAILABLE');
    }, PATIENTLY);
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
    const asked = (): number =>
      server.requests().latest.filter(({ path, query }) => path === '/api/v1/pods' && !query.includes('watch')).length;
    // 7 s, and half of the first back-off (4 ms) on top.
    await vi.waitFor(() => expect(clock.waits()).toContain(7_002), PATIENTLY);
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
    await vi.waitFor(() => expect(lists()).toBe(6), PATIENTLY);
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
      faults: [
        { on: { type: 'list', resource: 'deployments' }, fault: 'status', code: 403, times: Number.POSITIVE_INFINITY },
      ],
    });
    await cluster.settled(soon());
    expect(state('Deployment')).toEqual({ state: 'FORBIDDEN', verb: 'list', resource: 'deployments.apps' });
  });

  test('is ABSENT when discovery does not name it, without a list being tried', async () => {
    const { server, cluster, state } = await connected({
      moments: { '1': podsAt(0, [], { absent: ['policy/v1/poddisruptionbudgets'] }) },
    });
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
      faults: [
        {
          on: { url: /^\/apis\/policy\/v1$/ },
          fault: 'status',
          code: 503,
          message: 'no endpoints',
          times: Number.POSITIVE_INFINITY,
        },
      ],
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
    const { server, cluster, names, state, watched } = await connected({
      moments: STORY,
      faults: [{ on: WATCH, fault: 'cut-mid-line' }],
    });
    await watched();
    void server.fail({
      on: PODS,
      fault: 'status',
      code: 503,
      message: 'shutting down',
      times: Number.POSITIVE_INFINITY,
    });
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
