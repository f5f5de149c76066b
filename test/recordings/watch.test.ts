import { afterEach, describe, expect, test, vi } from 'vitest';
import { openRecording } from '#src/recordings/recording.ts';
import { type RecordingServer, startRecordingServer } from '#src/recordings/recording-server.ts';
import { type LiteralObject, type MomentLiteral, temporaryRecording } from '#test/harness/recording-builder.ts';
import { type LineStream, type ListBody, list, openLines, type StreamEvent, told } from './api-client.ts';

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

async function serve(moments: Record<string, MomentLiteral>, moment = '1'): Promise<RecordingServer> {
  const built = await temporaryRecording({ moments });
  cleanUp.push(built.remove);
  const server = await startRecordingServer({ recording: await openRecording(built.directory), moment });
  cleanUp.push(server.close);
  return server;
}

function pod(name: string, rest: Record<string, unknown> = {}, namespace = 'shop'): LiteralObject {
  return { metadata: { name, namespace, ...rest } };
}

/** a stays, b changes, c goes, d comes, e is replaced under its name. */
const STORY: Record<string, MomentLiteral> = {
  '1': {
    takenAt: '2026-01-01T00:00:00Z',
    lists: { 'v1/pods': [pod('a'), pod('b'), pod('c'), pod('e', { uid: 'e1' })] },
  },
  '2': {
    takenAt: '2026-01-01T00:10:00Z',
    lists: { 'v1/pods': [pod('a'), pod('b', { labels: { v: '2' } }), pod('d'), pod('e', { uid: 'e2' })] },
  },
  '3': { takenAt: '2026-01-01T00:20:00Z', lists: { 'v1/pods': [pod('a', { labels: { v: '3' } })] } },
};

async function watch(server: RecordingServer, query: string, path = '/api/v1/pods') {
  return openLines(`${server.url}${path}?watch=true&${query}`);
}

async function versionOf(server: RecordingServer): Promise<string> {
  return (await list(`${server.url}/api/v1/pods`)).metadata.resourceVersion;
}

describe('a watch from a list', () => {
  test('tells what the next moment changed, then where the clock stands', async () => {
    const server = await serve(STORY);
    const stream = await watch(server, `resourceVersion=${await versionOf(server)}&allowWatchBookmarks=true`);
    await server.moveTo('2');
    expect(told(await stream.until(6))).toEqual([
      'DELETED c',
      'DELETED e',
      'ADDED d',
      'ADDED e',
      'MODIFIED b',
      'BOOKMARK @2026-01-01T00:10:00Z',
    ]);
    await server.moveTo('3');
    expect(told((await stream.until(11)).slice(6))).toEqual([
      'DELETED b',
      'DELETED d',
      'DELETED e',
      'MODIFIED a',
      'BOOKMARK @2026-01-01T00:20:00Z',
    ]);
  });

  test('was written when moveTo resolves', async () => {
    const server = await serve(STORY);
    const version = await versionOf(server);
    const streams = await Promise.all(
      [1, 2, 3].map(() => watch(server, `resourceVersion=${version}&allowWatchBookmarks=true`)),
    );
    await server.moveTo('2');
    await server.close();
    await Promise.allSettled(streams.map(({ ended }) => ended));
    expect(streams.map(({ lines }) => lines.length)).toEqual([6, 6, 6]);
  });

  test('carries kind and apiVersion, and versions that let a client go on from any of them', async () => {
    const server = await serve(STORY);
    const stream = await watch(server, `resourceVersion=${await versionOf(server)}&allowWatchBookmarks=true`);
    await server.moveTo('2');
    const events = (await stream.until(6)).map((line) => JSON.parse(line) as StreamEvent);
    expect(events.map(({ object }) => `${object.apiVersion} ${object.kind}`)).toEqual(Array(6).fill('v1 Pod'));
    expect(events.map(({ object }) => object.metadata.resourceVersion)).toEqual([
      '1006',
      '1006',
      '2002',
      '2003',
      '2001',
      '2004',
    ]);
    expect(await versionOf(server)).toBe('2004');
  });

  test('hears a bookmark also where nothing changed', async () => {
    const server = await serve(STORY);
    const stream = await watch(
      server,
      `resourceVersion=${await versionOf(server)}&allowWatchBookmarks=true`,
      '/apis/apps/v1/deployments',
    );
    await server.moveTo('2');
    expect(told(await stream.until(1))).toEqual(['BOOKMARK @2026-01-01T00:10:00Z']);
    expect(JSON.parse(stream.lines[0] ?? '')).toMatchObject({
      object: {
        kind: 'Deployment',
        apiVersion: 'apps/v1',
        metadata: { resourceVersion: '2004', creationTimestamp: null },
      },
    });
  });

  test('gets no bookmarks unless it asked for them', async () => {
    const server = await serve(STORY);
    const stream = await watch(server, `resourceVersion=${await versionOf(server)}`);
    await server.moveTo('2');
    await server.moveTo('3');
    expect(told(await stream.until(9))).not.toContain('BOOKMARK @2026-01-01T00:10:00Z');
  });

  test('may lie in the past: the moments between are made up for in one step', async () => {
    const server = await serve(STORY);
    const version = await versionOf(server);
    await server.moveTo('2');
    await server.moveTo('3');
    const stream = await watch(server, `resourceVersion=${version}&allowWatchBookmarks=true`);
    // d was never listed to this client, but it may have heard of it: a deletion too many does no harm.
    expect(told(await stream.until(7))).toEqual([
      'DELETED b',
      'DELETED c',
      'DELETED e',
      'DELETED d',
      'DELETED e',
      'MODIFIED a',
      'BOOKMARK @2026-01-01T00:20:00Z',
    ]);
  });

  test('goes backwards too', async () => {
    const server = await serve(STORY, '2');
    const stream = await watch(server, `resourceVersion=${await versionOf(server)}&allowWatchBookmarks=true`);
    await server.moveTo('1');
    expect(told(await stream.until(6))).toEqual([
      'DELETED d',
      'DELETED e',
      'ADDED c',
      'ADDED e',
      'MODIFIED b',
      'BOOKMARK @2026-01-01T00:00:00Z',
    ]);
  });

  test('cut in the middle of a move misses nothing when it goes on from its last event', async () => {
    const server = await serve(STORY);
    await server.moveTo('2');
    // 2002: ADDED d was the last event that arrived.
    const stream = await watch(server, 'resourceVersion=2002&allowWatchBookmarks=true');
    expect(told(await stream.until(6))).toContain('MODIFIED b');
  });
});

describe('a watch without a list', () => {
  test.for(['', 'resourceVersion=0'])('begins with every object (%s)', async (query) => {
    const server = await serve(STORY);
    const stream = await watch(server, `${query}&allowWatchBookmarks=true`);
    expect(told(await stream.until(5))).toEqual([
      'ADDED a',
      'ADDED b',
      'ADDED c',
      'ADDED e',
      'BOOKMARK @2026-01-01T00:00:00Z',
    ]);
    await server.moveTo('2');
    expect(told(await stream.until(11)).at(-1)).toBe('BOOKMARK @2026-01-01T00:10:00Z');
  });

  test('marks the end of its beginning when asked for it', async () => {
    const server = await serve(STORY);
    const stream = await watch(
      server,
      'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&resourceVersion=1&allowWatchBookmarks=true',
    );
    const last = JSON.parse((await stream.until(5))[4] ?? '') as StreamEvent;
    expect(last.object.metadata.annotations).toEqual({
      'kubeclinic.io/recorded-at': '2026-01-01T00:00:00Z',
      'k8s.io/initial-events-end': 'true',
    });
  });
});

describe('a watch that is narrowed', () => {
  test('sees objects come and go as they begin and cease to match', async () => {
    const phase = (name: string, value: string): LiteralObject => ({ ...pod(name), status: { phase: value } });
    const server = await serve({
      '1': {
        takenAt: '2026-01-01T00:00:00Z',
        lists: {
          'v1/pods': [
            phase('a', 'Running'),
            phase('b', 'Pending'),
            phase('c', 'Running'),
            pod('d', { labels: { x: 'y' } }),
          ],
        },
      },
      '2': {
        takenAt: '2026-01-01T00:10:00Z',
        lists: {
          'v1/pods': [
            phase('a', 'Failed'),
            phase('b', 'Running'),
            phase('c', 'Running'),
            pod('d', { labels: { x: 'z' } }),
          ],
        },
      },
    });
    const version = await versionOf(server);
    const running = await watch(
      server,
      `resourceVersion=${version}&fieldSelector=status.phase%3DRunning&allowWatchBookmarks=1`,
    );
    const labelled = await watch(server, `resourceVersion=${version}&labelSelector=x%3Dz&allowWatchBookmarks=1`);
    await server.moveTo('2');
    expect(told(await running.until(3))).toEqual(['DELETED a', 'ADDED b', 'BOOKMARK @2026-01-01T00:10:00Z']);
    expect(told(await labelled.until(2))).toEqual(['ADDED d', 'BOOKMARK @2026-01-01T00:10:00Z']);
  });

  test('keeps to its namespace', async () => {
    const server = await serve({
      '1': { takenAt: '2026-01-01T00:00:00Z' },
      '2': { takenAt: '2026-01-01T00:10:00Z', lists: { 'v1/pods': [pod('mine'), pod('yours', {}, 'other')] } },
    });
    const stream = await watch(
      server,
      `resourceVersion=${await versionOf(server)}&allowWatchBookmarks=true`,
      '/api/v1/namespaces/shop/pods',
    );
    await server.moveTo('2');
    expect(told(await stream.until(2))).toEqual(['ADDED mine', 'BOOKMARK @2026-01-01T00:10:00Z']);
  });
});

describe('a watch that can not go on', () => {
  test.for<[version: string, message: string]>([
    ['3', 'too old resource version: 3 (1005)'],
    ['9999', 'too large resource version: 9999 (current: 1005)'],
  ])('from resourceVersion %s is told to list again', async ([version, message]) => {
    const server = await serve(STORY);
    const stream = await watch(server, `resourceVersion=${version}`);
    expect(told(await stream.until(1))).toEqual(['ERROR 410 Expired']);
    expect(JSON.parse(stream.lines[0] ?? '')).toMatchObject({ object: { kind: 'Status', message } });
    await stream.ended;
  });

  test('ends after timeoutSeconds', async () => {
    const server = await serve(STORY);
    const stream = await watch(server, `resourceVersion=${await versionOf(server)}&timeoutSeconds=1`);
    await stream.ended;
    expect(stream.lines).toEqual([]);
  });

  test('ends when its kind is out of reach at the next moment', async () => {
    const server = await serve({
      '1': { takenAt: '2026-01-01T00:00:00Z' },
      '2': { takenAt: '2026-01-01T00:10:00Z', unreachable: { '/api/v1/pods': 'Error from server (Forbidden): no' } },
    });
    const stream = await watch(server, `resourceVersion=${await versionOf(server)}&allowWatchBookmarks=true`);
    await server.moveTo('2');
    await stream.ended;
    expect(stream.lines).toEqual([]);
  });

  test('holds up nobody when its client does not read', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const many = Array.from({ length: 40 }, (_, i) => ({ ...pod(`p${i}`), text: 'x'.repeat(1024 * 1024) }));
      const server = await serve({
        '1': { takenAt: '2026-01-01T00:00:00Z' },
        '2': { takenAt: '2026-01-01T00:10:00Z', lists: { 'v1/pods': many } },
      });
      const response = await fetch(`${server.url}/api/v1/pods?watch=true&resourceVersion=${await versionOf(server)}`);
      const moved = server.moveTo('2');
      await vi.waitFor(
        () => {
          vi.advanceTimersByTime(10_000);
          expect(server.moment()).toBe('2');
        },
        { timeout: 5000 },
      );
      let done = false;
      void moved.then(() => {
        done = true;
      });
      while (!done) {
        vi.advanceTimersByTime(10_000);
        await new Promise((resolve) => setImmediate(resolve));
      }
      await expect(response.text()).rejects.toThrow('terminated');
    } finally {
      vi.useRealTimers();
    }
  });
});

test('a quiet watch hears a bookmark every 45 seconds', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    const server = await serve(STORY);
    const stream = await watch(server, `resourceVersion=${await versionOf(server)}&allowWatchBookmarks=true`);
    vi.advanceTimersByTime(44_999);
    await server.moveTo('2');
    expect(told(await stream.until(6)).at(-1)).toBe('BOOKMARK @2026-01-01T00:10:00Z');
    vi.advanceTimersByTime(1);
    expect(told(await stream.until(7)).at(-1)).toBe('BOOKMARK @2026-01-01T00:10:00Z');
  } finally {
    vi.useRealTimers();
  }
});

describe('the shop recording, watched through its story', () => {
  interface Client {
    readonly path: string;
    readonly stream: LineStream;
    /** What an informer would hold: versions by namespace and name. */
    readonly held: Map<string, string>;
    read: number;
  }

  const keyOf = ({ metadata }: { metadata: { namespace?: string; name?: string } }): string =>
    `${metadata.namespace}/${metadata.name}`;
  const versionsIn = (body: ListBody): Map<string, string> =>
    new Map(body.items.map((item) => [keyOf(item), item.metadata.resourceVersion]));

  async function startClient(server: RecordingServer, path: string): Promise<Client> {
    const start = await list(`${server.url}${path}`);
    const query = `resourceVersion=${start.metadata.resourceVersion}&allowWatchBookmarks=true`;
    return { path, held: versionsIn(start), read: 0, stream: await watch(server, query, path) };
  }

  async function applyUntilBookmark(client: Client): Promise<void> {
    for (;;) {
      const lines = await client.stream.until(client.read + 1);
      const { type, object } = JSON.parse(lines[client.read] ?? '') as StreamEvent;
      client.read += 1;
      if (type === 'BOOKMARK') return;
      if (type === 'DELETED') client.held.delete(keyOf(object));
      else client.held.set(keyOf(object), object.metadata.resourceVersion ?? '');
    }
  }

  test.for([
    '/api/v1/pods',
    '/api/v1/events',
    '/apis/apps/v1/deployments',
    '/apis/coordination.k8s.io/v1/leases',
    '/api/v1/nodes',
  ])('a client that applies the events of %s holds the list of each moment', async (path) => {
    const server = await startRecordingServer({
      recording: await openRecording('recordings/shop'),
      moment: '1-before',
    });
    cleanUp.push(server.close);
    const client = await startClient(server, path);
    for (const moment of ['2-during', '3-after']) {
      await server.moveTo(moment);
      await applyUntilBookmark(client);
      expect(client.held).toEqual(versionsIn(await list(`${server.url}${path}`)));
    }
  });
});
