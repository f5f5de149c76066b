import { describe, expect, it } from 'vitest';
import { connect, serve } from './serve.ts';

const opened = [{ type: 'connection_ack' }];

async function openClient(port: number) {
  const client = connect(port);
  await client.init();
  await expect.poll(() => client.messages).toEqual(opened);
  return client;
}

describe('WebSockets', () => {
  it('carry queries, mutations and subscriptions side by side', async () => {
    const { port, graphql } = await serve();
    const client = await openClient(port);
    client.send('s', 'subscription { news }');
    await expect.poll(() => graphql.news.size).toBe(1);
    client.send('m', 'mutation { touch }');
    await expect
      .poll(() => client.messages.slice(1))
      .toEqual([
        { id: 'm', type: 'next', payload: { data: { touch: 'touched 1' } } },
        { id: 'm', type: 'complete' },
      ]);
    for (const queue of graphql.news) {
      queue.push('a');
      queue.end();
    }
    await expect
      .poll(() => client.messages.slice(3))
      .toEqual([
        { id: 's', type: 'next', payload: { data: { news: 'a' } } },
        { id: 's', type: 'complete' },
      ]);
  });

  it('tell errors of a document as they are, and unknown errors masked', async () => {
    const { port, log } = await serve();
    const client = await openClient(port);
    client.send('1', '');
    client.send('2', 'broken');
    await expect.poll(() => client.messages.length).toBe(3);
    expect(client.messages[1]).toEqual({
      id: '1',
      type: 'error',
      payload: [{ message: 'Empty.', extensions: { code: 'GRAPHQL_PARSE_FAILED' } }],
    });
    expect(client.messages[2]).toEqual({
      id: '2',
      type: 'error',
      payload: [
        {
          message: expect.stringMatching(/^Something went wrong in the server\./),
          extensions: { code: 'INTERNAL', errorId: expect.any(String) },
        },
      ],
    });
    expect(log.find(({ msg }) => msg === 'An operation failed.')).toMatchObject({
      level: 'error',
      err: { message: 'postgres://kc:[redacted]@db/kc broke' },
    });
  });

  it('end what works for a client that has left', async () => {
    const { port, graphql } = await serve();
    const client = await openClient(port);
    client.send('1', '{ wait }');
    await expect.poll(() => graphql.waits).toEqual(['waiting']);
    client.socket.terminate();
    await expect.poll(() => graphql.waits).toEqual(['waiting', 'left']);
  });

  it('are only at /graphql, and only with our protocol', async () => {
    const { port } = await serve();
    expect((await connect(port, {}, '/other').refused)?.status).toBe(404);
    const client = connect(port);
    await client.refused;
    client.socket.send('nonsense');
    expect(await client.closed).toEqual({ code: 4400, reason: 'Invalid message received' });
  });

  it('refuse a message beyond 1 MiB and the 101st operation at a time', async () => {
    const { port } = await serve();
    const client = await openClient(port);
    for (let id = 0; id < 101; id += 1) client.send(String(id), 'subscription { news }');
    await expect
      .poll(() => client.messages[1])
      .toEqual({
        id: '100',
        type: 'error',
        payload: [
          {
            message: 'One connection carries at most 100 operations at a time.',
            extensions: { code: 'LIMIT_EXCEEDED' },
          },
        ],
      });
    client.socket.send('x'.repeat(1_048_577));
    expect((await client.closed).code).toBe(1009);
  });

  it('are closed with 1001 when the server stops, and new ones are refused', async () => {
    const { port, stop, graphql } = await serve();
    const client = await openClient(port);
    client.send('1', 'subscription { news }');
    await expect.poll(() => graphql.news.size).toBe(1);
    await stop();
    expect(await client.closed).toEqual({ code: 1001, reason: 'The server is stopping.' });
  });
});
