import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { RunProgress } from '#src/diagnosis/run.ts';
import { AppError } from '#src/errors/errors.ts';
import { encodeId } from '#src/graphql/ids.ts';
import { askSocket, socketClient } from './harness/ask.ts';
import { CLUSTER_ID, finishedRun, queuedRun } from './harness/literals.ts';
import { type Served, serve } from './harness/serve.ts';
import { literalServices } from './harness/services.ts';

const RUN_1 = encodeId('Run', CLUSTER_ID, 'run-1');
const QUERY = `subscription($after: String) { runProgress(runId: "${RUN_1}", after: $after) { cursor type at checksDone checksTotal object { id state latest: cluster { latestRun { id } } } } }`;

const queued: RunProgress = {
  cursor: '1',
  type: 'QUEUED',
  at: new Date('2026-03-01T11:00:00.000Z'),
  run: { ...queuedRun, id: 'run-1' },
  checksDone: 0,
  checksTotal: 4,
};
const finished: RunProgress = {
  cursor: '2',
  type: 'FINISHED',
  at: new Date('2026-03-01T11:00:02.000Z'),
  run: finishedRun,
  checksDone: 4,
  checksTotal: 4,
};

/** Events that are given one by one, then silence or an end; `left` resolves when the reader has gone. */
function eventSource(events: readonly RunProgress[], end: 'SILENCE' | 'END' | Error) {
  let leave = (): void => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const rest = [...events];
  const iterator: AsyncIterableIterator<RunProgress> = {
    [Symbol.asyncIterator]() {
      return this;
    },
    next() {
      const event = rest.shift();
      if (event !== undefined) return Promise.resolve({ done: false, value: event });
      if (end instanceof Error) return Promise.reject(end);
      return end === 'END' ? Promise.resolve({ done: true, value: undefined }) : new Promise(() => {});
    },
    return() {
      leave();
      return Promise.resolve({ done: true, value: undefined });
    },
  };
  return { iterator, left };
}

let served: Served | undefined;
afterEach(async () => {
  await served?.stop();
  served = undefined;
});

type Progress = (request: { runId: string; after: string | undefined }) => Promise<AsyncIterableIterator<RunProgress>>;

async function serving(progress: Progress): Promise<{ url: string; asked: string[] }> {
  const literal = literalServices({ runs: { progress: (_viewer, request) => progress(request) } });
  served = await serve(literal.services);
  return { url: served.url, asked: literal.asked };
}

/** Subscribes and resolves after the first event, with how to leave and how the socket closed. */
function subscribed(url: string, viewer = 'ann') {
  const client = socketClient(url, viewer);
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    client.on('closed', (event) => resolve(event as { code: number; reason: string }));
  });
  return new Promise<{ leave: () => void; dispose: () => void | Promise<void>; closed: typeof closed }>(
    (resolve, reject) => {
      const leave = client.subscribe(
        { query: QUERY },
        { next: () => resolve({ leave, dispose: () => client.dispose(), closed }), error: reject, complete: () => {} },
      );
    },
  );
}

describe('runProgress', () => {
  test('sends what happened with cursor, time and the run as it is, and ends after the last event', async () => {
    const requests: unknown[] = [];
    const { url } = await serving(async (request) => {
      requests.push(request);
      return eventSource([queued, finished], 'END').iterator;
    });
    const client = socketClient(url);
    const events = [];
    for await (const event of client.iterate({ query: QUERY, variables: { after: '0' } })) events.push(event);
    await client.dispose();
    const latest = { latestRun: { id: encodeId('Run', CLUSTER_ID, 'run-3') } };
    expect(events).toEqual([
      {
        data: {
          runProgress: {
            cursor: '1',
            type: 'QUEUED',
            at: '2026-03-01T11:00:00.000Z',
            checksDone: 0,
            checksTotal: 4,
            object: { id: RUN_1, state: 'QUEUED', latest },
          },
        },
      },
      {
        data: {
          runProgress: {
            cursor: '2',
            type: 'FINISHED',
            at: '2026-03-01T11:00:02.000Z',
            checksDone: 4,
            checksTotal: 4,
            object: { id: RUN_1, state: 'FINISHED', latest },
          },
        },
      },
    ]);
    expect(requests).toEqual([{ runId: 'run-1', after: '0' }]);
  });

  test('reads what stands beside an event anew for each event', async () => {
    const { url, asked } = await serving(async () => eventSource([queued, finished], 'END').iterator);
    const client = socketClient(url);
    for await (const _event of client.iterate({ query: QUERY }));
    await client.dispose();
    expect(asked).toEqual(['runs.list {"cluster":"shop"} 1', 'runs.list {"cluster":"shop"} 1']);
  });

  test.for([
    {
      title: 'an id of another type',
      query: `subscription { runProgress(runId: "${encodeId('Check', '', 'c')}") { cursor } }`,
      code: 'INVALID_ID',
      message: 'This is the id of a Check; the id of a Run is needed.',
    },
    {
      title: 'a run that is not there',
      query: `subscription { runProgress(runId: "${RUN_1}") { cursor } }`,
      code: 'NOT_FOUND',
      message: 'The run was not found.',
    },
  ])('$title is refused with a code', async ({ query, code, message }) => {
    const { url } = await serving(() => Promise.reject(new AppError('NOT_FOUND', 'The run was not found.')));
    const { errors } = await askSocket(url, { query });
    expect(errors).toMatchObject([{ message, extensions: { code } }]);
  });

  test('that breaks in the middle is told without the reason, which is in the log', async () => {
    const { url } = await serving(async () => eventSource([queued], new Error('password=hunter2')).iterator);
    const { errors } = await askSocket(url, { query: QUERY });
    expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL' } }]);
    expect(JSON.stringify(errors)).not.toContain('hunter2');
    const errorId = errors?.[0]?.extensions['errorId'];
    expect(served?.log.find((line) => line['errorId'] === errorId)).toMatchObject({
      err: { message: 'password=hunter2' },
    });
  });
});

describe('a silent subscription ends at once, and its source is left, when', () => {
  test('the client unsubscribes', async () => {
    const source = eventSource([queued], 'SILENCE');
    const { url } = await serving(async () => source.iterator);
    const { leave, dispose } = await subscribed(url);
    leave();
    await source.left;
    await dispose();
  });

  test('the socket is cut', async () => {
    const source = eventSource([queued], 'SILENCE');
    const { url } = await serving(async () => source.iterator);
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await new Promise((resolve) => socket.once('open', resolve));
    const first = new Promise<void>((resolve) => {
      socket.on('message', (data) => {
        const { type } = JSON.parse(String(data)) as { type: string };
        if (type === 'connection_ack')
          socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: QUERY } }));
        if (type === 'next') resolve();
      });
    });
    socket.send(JSON.stringify({ type: 'connection_init' }));
    await first;
    socket.terminate();
    await source.left;
  });

  test("the viewer's token is taken away, with close code 4401", async () => {
    const source = eventSource([queued], 'SILENCE');
    const { url } = await serving(async () => source.iterator);
    const { closed } = await subscribed(url, 'vic');
    served?.revoke('vic');
    await source.left;
    expect(await closed).toMatchObject({ code: 4401, reason: 'The token is no longer valid.' });
  });

  test('the server stops, with close code 1001', async () => {
    const source = eventSource([queued], 'SILENCE');
    const { url } = await serving(async () => source.iterator);
    const { closed } = await subscribed(url);
    await Promise.all([served?.stop(), source.left]);
    served = undefined;
    expect(await closed).toMatchObject({ code: 1001 });
  });

  test('the client left while the source was still being opened', async () => {
    const source = eventSource([], 'SILENCE');
    let open = (): void => {};
    const asked = Promise.withResolvers<void>();
    const { url } = await serving(() => {
      asked.resolve();
      return new Promise((resolve) => {
        open = () => resolve(source.iterator);
      });
    });
    const client = socketClient(url);
    const leave = client.subscribe({ query: QUERY }, { next: () => {}, error: () => {}, complete: () => {} });
    await asked.promise;
    leave();
    await client.dispose();
    open();
    await source.left;
  });
});
