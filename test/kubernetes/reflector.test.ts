import { describe, expect, test, vi } from 'vitest';
import { connected, PATIENTLY, pod, podsAt, soon } from './connected.ts';
import { manualClock } from './manual-clock.ts';

const WATCH = { type: 'watch', resource: 'pods' } as const;

/** One pod, then two, then one other. */
const STORY = {
  '1': podsAt(0, [pod('a')]),
  '2': podsAt(10, [pod('a', { status: { phase: 'Running' } }), pod('b')]),
  '3': podsAt(20, [pod('b'), pod('c')]),
};

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
    const { server, cluster, names, watched } = await connected({
      moments: STORY,
      faults: [{ on: WATCH, fault: 'duplicate' }],
    });
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
      moments: {
        '1': podsAt(0, phases('one')),
        '2': podsAt(1, phases('two')),
        '3': podsAt(2, phases('three')),
        '4': podsAt(3, [...phases('three'), pod('z')]),
      },
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
    const { server, cluster, names, state, watched } = await connected({
      moments: STORY,
      faults: [{ on: WATCH, fault: 'cut-mid-line' }],
    });
    await watched();
    await server.moveTo('2');
    await cluster.until(() => names('Pod').length === 2, soon());
    await cluster.until(() => state('Pod')?.state === 'SYNCED', soon());
    expect(cluster.snapshot().get('Pod', 'shop', 'a')?.status).toEqual({ phase: 'Running' });
    expect(cluster.stats()).toMatchObject({ relists: 0, watchErrors: 1, unparsable: 0 });
  });

  test('is watched again without a word when the server ends the stream', async () => {
    const { server, cluster, names, watched } = await connected({
      moments: STORY,
      faults: [{ on: WATCH, fault: 'end', afterLines: 2 }],
    });
    await watched();
    await server.moveTo('2');
    await server.moveTo('3');
    await cluster.until(() => names('Pod').includes('c'), soon());
    expect(names('Pod')).toEqual(['b', 'c']);
    expect(cluster.stats()).toMatchObject({ relists: 0, watchErrors: 0 });
    const versions = server
      .requests()
      .latest.flatMap(({ path, query }) =>
        path === '/api/v1/pods' ? (/resourceVersion=(\d+)/.exec(query)?.[1] ?? []) : [],
      );
    expect(versions).toHaveLength(2);
    expect(Number(versions[1])).toBeGreaterThan(Number(versions[0]));
  });

  test('is watched again after a pause when the server ends the stream at once', async () => {
    const clock = manualClock();
    const { server, cluster, names, state } = await connected({
      moments: STORY,
      faults: [{ on: WATCH, fault: 'end' }],
      connect: { clock },
    });
    await cluster.until(() => state('Pod')?.state === 'STALE', soon());
    expect(state('Pod')).toEqual({
      state: 'STALE',
      since: '2030-01-01T00:00:00.000Z',
      reason: 'The watch of pods ended at once.',
    });
    expect(clock.waits()).toContain(3);
    clock.advance(3);
    await cluster.until(() => state('Pod')?.state === 'SYNCED', soon());
    await server.moveTo('2');
    await cluster.until(() => names('Pod').length === 2, soon());
    expect(cluster.stats()).toMatchObject({ relists: 0, watchErrors: 1 });
  });

  test('is listed anew after a line that is no event, for the store may lack what it said', async () => {
    const { server, cluster, names, state, lines, watched } = await connected({
      moments: STORY,
      faults: [{ on: WATCH, fault: 'bad-line' }],
    });
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

  test('is not listed in a hurry when the server says 410 again and again', async () => {
    const clock = manualClock();
    const { cluster, state } = await connected({
      moments: STORY,
      faults: [{ on: WATCH, fault: 'status', code: 410, times: 2 }],
      connect: { clock },
    });
    // The first time at once, the second time after the second back-off (8 ms at most).
    await vi.waitFor(() => expect(clock.waits()).toContain(6), PATIENTLY);
    expect(cluster.stats().relists).toBe(1);
    clock.advance(6);
    await cluster.until(() => cluster.stats().relists === 2 && state('Pod')?.state === 'SYNCED', soon());
  });

  test('was alive until it was cut: the kind is STALE since then, not since the last event', async () => {
    const clock = manualClock();
    const { server, cluster, state, watched } = await connected({
      moments: STORY,
      faults: [{ on: WATCH, fault: 'cut-mid-line' }],
      connect: { clock },
    });
    await watched();
    clock.advance(100_000);
    await server.moveTo('2');
    await cluster.until(() => state('Pod')?.state === 'STALE', soon());
    expect(state('Pod')).toMatchObject({ since: '2030-01-01T00:01:40.000Z' });
  });

  test('forgets its failures once it has lasted', async () => {
    const clock = manualClock();
    const { server, cluster, state } = await connected({
      moments: STORY,
      faults: [
        { on: WATCH, fault: 'end' },
        { on: WATCH, fault: 'cut-mid-line' },
      ],
      connect: { clock },
    });
    await cluster.until(() => state('Pod')?.state === 'STALE', soon());
    expect(clock.waits()).toContain(3);
    clock.advance(3);
    await cluster.until(() => state('Pod')?.state === 'SYNCED', soon());
    clock.advance(30_001);
    await server.moveTo('2');
    await cluster.until(() => state('Pod')?.state === 'STALE', soon());
    expect(clock.waits()).toContain(3);
  });

  test('is tried again after an ERROR event that is none of the version', async () => {
    const { server, cluster, names } = await connected({
      moments: STORY,
      faults: [{ on: WATCH, fault: 'error-event', code: 500 }],
    });
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
