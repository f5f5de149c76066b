import { afterEach, describe, expect, test } from 'vitest';
import { temporaryRecording } from '#test/harness/recording-builder.ts';
import { type ArmedFault, type FaultyRecording, startFaultyRecording } from '#test/harness/recording-faults.ts';
import { get, openLines, told } from './api-client.ts';

/** The faults are tested too: a test that asks for one and does not get it would pass for the wrong reason. */

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

const pod = (name: string) => ({ metadata: { name, namespace: 'shop' } });

async function serve(...faults: ArmedFault[]): Promise<FaultyRecording> {
  const built = await temporaryRecording({
    moments: {
      '1': { takenAt: '2026-01-01T00:00:00Z', lists: { 'v1/pods': [pod('a'), pod('b'), pod('c')] } },
      '2': { takenAt: '2026-01-01T00:10:00Z', lists: { 'v1/pods': [pod('a'), pod('b'), pod('c'), pod('d')] } },
    },
  });
  cleanUp.push(built.remove);
  const server = await startFaultyRecording({ directory: built.directory, moment: '1', faults });
  cleanUp.push(server.close);
  return server;
}

const WATCH = '/api/v1/pods?watch=true&allowWatchBookmarks=true';
const ALL = ['ADDED a', 'ADDED b', 'ADDED c', 'BOOKMARK @2026-01-01T00:00:00Z'];
const on = { type: 'watch', resource: 'pods' } as const;

describe('faults that replace an answer', () => {
  test('429 with Retry-After strikes as often as it is to, and only where it is to', async () => {
    const server = await serve();
    const struck = server.fail({
      on: { type: 'list', resource: 'pods' },
      times: 2,
      fault: 'status',
      code: 429,
      retryAfterSeconds: 7,
    });
    expect((await get(`${server.url}/api/v1/nodes`)).code).toBe(200);
    expect((await get(`${server.url}/api/v1/namespaces/shop/pods/a`)).code).toBe(200);
    const first = await get(`${server.url}/api/v1/pods`);
    expect([first.code, first.headers.get('retry-after'), first.body]).toEqual([
      429,
      '7',
      {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'injected 429',
        reason: 'TooManyRequests',
        code: 429,
      },
    ]);
    expect(server.armed()).toBe(1);
    expect((await get(`${server.url}/api/v1/pods`)).code).toBe(429);
    await struck;
    expect([server.armed(), (await get(`${server.url}/api/v1/pods`)).code]).toEqual([0, 200]);
  });

  test.for([403, 410, 500])('%d', async (code) => {
    const server = await serve({ on, fault: 'status', code });
    expect((await get(`${server.url}${WATCH}`)).body).toMatchObject({ kind: 'Status', code });
  });

  test('a fault for ever ends when it is disarmed', async () => {
    const server = await serve({ on: { url: /^\/version/ }, times: Infinity, fault: 'refuse' });
    for (let i = 0; i < 3; i += 1) await expect(get(`${server.url}/version`)).rejects.toThrow('fetch failed');
    server.disarm();
    expect((await get(`${server.url}/version`)).code).toBe(200);
  });

  test('silence, until it is released', async () => {
    const server = await serve({ on: { type: 'list' }, fault: 'silence' });
    const answer = get(`${server.url}/api/v1/pods`);
    // A second request that is answered shows that the first is not just slow.
    expect((await get(`${server.url}/api/v1/pods`)).code).toBe(200);
    server.release();
    await expect(answer).rejects.toThrow('fetch failed');
  });
});

describe('faults of an answer that has begun', () => {
  test('a watch is cut in the middle of a line', async () => {
    const server = await serve({ on, fault: 'cut-mid-line', afterLines: 2 });
    const stream = await openLines(`${server.url}${WATCH}`);
    await expect(stream.ended).rejects.toThrow('terminated');
    expect(told(stream.lines)).toEqual(ALL.slice(0, 2));
  });

  test('a list is cut in the middle', async () => {
    const server = await serve({ on: { type: 'list' }, fault: 'cut-mid-line' });
    await expect(get(`${server.url}/api/v1/pods`)).rejects.toThrow('terminated');
  });

  test('a watch ends before its time', async () => {
    const server = await serve({ on, fault: 'end', afterLines: 2 });
    const stream = await openLines(`${server.url}${WATCH}`);
    await stream.ended;
    expect(told(stream.lines)).toEqual(ALL.slice(0, 2));
  });

  test.for<[lines: number, code: number | undefined, expected: string[]]>([
    [0, undefined, ['ERROR 410 Expired']],
    [1, 500, ['ADDED a', 'ERROR 500 InternalError']],
  ])('a watch fails inside its stream after %d lines', async ([afterLines, code, expected]) => {
    const server = await serve({ on, fault: 'error-event', afterLines, ...(code === undefined ? {} : { code }) });
    const stream = await openLines(`${server.url}${WATCH}`);
    await stream.ended;
    expect(told(stream.lines)).toEqual(expected);
  });

  test('a line is no JSON, and the stream goes on', async () => {
    const server = await serve({ on, fault: 'bad-line', afterLines: 1 });
    const stream = await openLines(`${server.url}${WATCH}`);
    const lines = await stream.until(5);
    expect(() => JSON.parse(lines[1] ?? '')).toThrow(SyntaxError);
    expect(told(lines.toSpliced(1, 1))).toEqual(ALL);
  });

  test('every event comes twice', async () => {
    const server = await serve({ on, fault: 'duplicate' });
    const stream = await openLines(`${server.url}${WATCH}`);
    expect(told(await stream.until(8))).toEqual(ALL.flatMap((event) => [event, event]));
    await server.moveTo('2');
    expect(told(await stream.until(12)).slice(8)).toEqual([
      'ADDED d',
      'ADDED d',
      'BOOKMARK @2026-01-01T00:10:00Z',
      'BOOKMARK @2026-01-01T00:10:00Z',
    ]);
  });

  test('an event comes late', async () => {
    const server = await serve({ on, fault: 'late', afterLines: 1 });
    const stream = await openLines(`${server.url}${WATCH}`);
    await stream.until(3);
    server.release();
    expect(told(await stream.until(4))).toEqual(['ADDED a', 'ADDED c', ALL[3], 'ADDED b']);
  });

  test('a watch falls silent and stays open; moving on does not wait for it', async () => {
    const server = await serve({ on, fault: 'silence', afterLines: 2 });
    const stream = await openLines(`${server.url}${WATCH}`);
    await stream.until(2);
    await server.moveTo('2');
    expect(told(stream.lines)).toEqual(ALL.slice(0, 2));
    server.release();
    await stream.ended;
    expect(told(stream.lines)).toEqual(ALL.slice(0, 2));
  });

  test('bytes trickle in and are whole in the end', async () => {
    const server = await serve({ on: { type: 'list' }, fault: 'slow', bytesPerTick: 16, tickMs: 1 });
    expect((await get(`${server.url}/api/v1/pods`)).body).toMatchObject({
      kind: 'PodList',
      items: [pod('a'), pod('b'), pod('c')],
    });
  });
});
