import { writeFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { newToken } from '#src/access/new-token.ts';
import { ask, connect, post, serve } from './serve.ts';

function make(name: string, role = 'OPERATOR', more: { expires?: string; clusters?: string } = {}) {
  const made = newToken(
    { name, role, clusters: more.clusters, namespaces: undefined, expires: more.expires },
    new Date('2020-01-01'),
  );
  if ('errors' in made) throw new Error(made.errors.join());
  return { ...made, header: { authorization: `Bearer ${made.token}` } };
}

const NEWS = 'subscription { news }';
const opened = [{ type: 'connection_ack' }];

describe('with tokens, every transport needs one', () => {
  it('HTTP: 401 with a challenge and an audit event, never the token', async () => {
    const [known, unknown, expired] = [
      make('ci'),
      make('other'),
      make('old', 'ADMIN', { expires: '2020-01-02T00:00:00Z' }),
    ];
    const { port, audit, log } = await serve({ tokens: [known.entry, expired.entry] });
    expect((await post(port, '{ who }', known.header)).json()).toEqual({ data: { who: 'ci TOKEN OPERATOR' } });
    const answers = [
      await post(port, '{ who }'),
      await post(port, '{ who }', unknown.header),
      await post(port, '{ who }', expired.header),
      await post(port, '{ who }', { authorization: 'Basic Y2k6Y2k=' }),
    ];
    expect(
      answers.map(({ status, headers, json }) => [
        status,
        headers['www-authenticate'],
        (json() as { errors: { message: string }[] }).errors[0]?.message,
      ]),
    ).toEqual([
      [401, 'Bearer realm="kubeclinic"', 'This server needs a token: send the header "Authorization: Bearer TOKEN".'],
      [401, 'Bearer realm="kubeclinic", error="invalid_token"', 'The token is not known.'],
      [401, 'Bearer realm="kubeclinic", error="invalid_token"', 'The token has expired.'],
      [401, 'Bearer realm="kubeclinic", error="invalid_request"', 'The Authorization header must be "Bearer TOKEN".'],
    ]);
    expect(audit.map(({ viewer, via, role, reason }) => [viewer, via, role, reason])).toEqual([
      [
        'unauthenticated',
        'NONE',
        'NONE',
        'UNAUTHENTICATED: This server needs a token: send the header "Authorization: Bearer TOKEN".',
      ],
      ['unauthenticated', 'NONE', 'NONE', 'UNAUTHENTICATED: The token is not known.'],
      ['old', 'TOKEN', 'ADMIN', 'UNAUTHENTICATED: The token has expired.'],
      ['unauthenticated', 'NONE', 'NONE', 'UNAUTHENTICATED: The Authorization header must be "Bearer TOKEN".'],
    ]);
    expect(JSON.stringify([audit, log])).not.toMatch(/kc_[A-Za-z0-9_-]{43}/);
  });

  it('HTTP: also where there is nothing, so that nobody can look around', async () => {
    const { port } = await serve({ tokens: [] });
    expect((await ask(port, '/nothing')).status).toBe(401);
    expect((await ask(port, '/metrics')).status).toBe(401);
    expect((await ask(port, '/')).status).toBe(200);
    expect((await ask(port, '/livez')).status).toBe(200);
  });

  it('WebSocket: in the header of the upgrade, or in the first message', async () => {
    const { header } = make('x');
    const known = make('ci');
    const { port } = await serve({ tokens: [known.entry] });
    for (const [headers, payload] of [
      [known.header, undefined],
      [{}, known.header],
      [{}, { Authorization: known.header.authorization }],
    ] as const) {
      const client = connect(port, headers);
      await client.init(payload);
      await expect.poll(() => client.messages).toEqual(opened);
      client.send('1', '{ who }');
      await expect
        .poll(() => client.messages[1])
        .toEqual({ id: '1', type: 'next', payload: { data: { who: 'ci TOKEN OPERATOR' } } });
    }
    expect(await connect(port, header).refused).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer realm="kubeclinic", error="invalid_token"' },
    });
  });

  it.each([
    [undefined, 'This server needs a token: send the header "Authorization: Bearer TOKEN".'],
    [{ authorization: 'Bearer kc_wrong' }, 'The token is not known.'],
    [{ authorization: 7 }, 'The Authorization header must be "Bearer TOKEN".'],
    [{ token: 'x' }, 'This server needs a token: send the header "Authorization: Bearer TOKEN".'],
  ])('WebSocket: a first message with %j is answered by closing with 4401, and recorded', async (payload, reason) => {
    const { port, audit } = await serve({ tokens: [make('ci').entry] });
    const client = connect(port);
    await client.init(payload);
    expect(await client.closed).toEqual({ code: 4401, reason });
    expect(client.messages).toEqual([]);
    expect(audit).toMatchObject([
      { action: 'websocket.connect', outcome: 'REFUSED', reason: `UNAUTHENTICATED: ${reason}` },
    ]);
  });

  it('WebSocket: nothing is executed before the first message', async () => {
    const { port, graphql } = await serve();
    const client = connect(port);
    await client.refused;
    client.send('1', 'mutation { touch }');
    expect(await client.closed).toEqual({ code: 4401, reason: 'Unauthorized' });
    expect(graphql.touched()).toBe(0);
  });
});

describe('a token that goes stops working at once', () => {
  it('removed from the file: HTTP is refused and its open WebSockets are closed, others stay', async () => {
    // Without the regular look for expired tokens: the file's change alone must close them.
    vi.useFakeTimers({ toFake: ['setInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const [goes, stays] = [make('goes'), make('stays')];
    const { port, tokensFile, graphql } = await serve({ tokens: [goes.entry, stays.entry] });
    const [a, b] = [connect(port, goes.header), connect(port, stays.header)];
    for (const client of [a, b]) {
      await client.init();
      await expect.poll(() => client.messages).toEqual(opened);
      client.send('1', NEWS);
    }
    await expect.poll(() => graphql.news.size).toBe(2);
    writeFileSync(tokensFile, JSON.stringify([stays.entry]));
    expect(await a.closed).toEqual({ code: 4401, reason: 'The token is no longer valid.' });
    for (const queue of graphql.news) queue.push('after');
    await expect.poll(() => b.messages[1]).toEqual({ id: '1', type: 'next', payload: { data: { news: 'after' } } });
    expect(a.messages).toEqual(opened);
    expect((await post(port, '{ who }', goes.header)).status).toBe(401);
  });

  it('given other rights: its open WebSocket is closed, so that it comes back with the new ones', async () => {
    const token = make('ci', 'ADMIN');
    const { port, tokensFile } = await serve({ tokens: [token.entry] });
    const client = connect(port, token.header);
    await client.init();
    await expect.poll(() => client.messages).toEqual(opened);
    writeFileSync(tokensFile, JSON.stringify([{ ...token.entry, role: 'VIEWER' }]));
    expect((await client.closed).code).toBe(4401);
    expect((await post(port, '{ who }', token.header)).json()).toEqual({ data: { who: 'ci TOKEN VIEWER' } });
  });

  it('expired: neither the next event nor the next operation comes through', async () => {
    let now = new Date('2030-01-01T00:00:00Z');
    const tokens = ['a', 'b'].map((name) => make(name, 'ADMIN', { expires: '2030-01-01T00:00:01Z' }));
    const { port, graphql } = await serve({ tokens: tokens.map(({ entry }) => entry), now: () => now });
    const clients = tokens.map(({ header }) => connect(port, header));
    for (const client of clients) {
      await client.init();
      await expect.poll(() => client.messages).toEqual(opened);
      client.send('1', NEWS);
    }
    await expect.poll(() => graphql.news.size).toBe(2);
    now = new Date('2030-01-01T00:00:01Z');
    for (const queue of graphql.news) queue.push('after');
    clients[1]?.send('2', 'mutation { touch }');
    for (const client of clients) {
      expect(await client.closed).toEqual({ code: 4401, reason: 'The token is no longer valid.' });
      expect(client.messages).toEqual(opened);
    }
    expect(graphql.touched()).toBe(0);
  });

  it('expired in silence: the WebSocket is closed within two seconds', async () => {
    let now = new Date('2030-01-01T00:00:00Z');
    const token = make('ci', 'ADMIN', { expires: '2030-01-01T00:00:01Z' });
    const { port } = await serve({ tokens: [token.entry], now: () => now });
    const client = connect(port, token.header);
    await client.init();
    await expect.poll(() => client.messages).toEqual(opened);
    now = new Date('2030-01-01T00:00:01Z');
    const started = performance.now();
    expect((await client.closed).code).toBe(4401);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('anonymous', () => {
  it('reads as a VIEWER on another address, with or without tokens, and a wrong token is still wrong', async () => {
    const token = make('ci');
    for (const tokens of [undefined, [token.entry]]) {
      const { port } = await serve({
        host: '0.0.0.0',
        allowAnonymous: true,
        ...(tokens === undefined ? {} : { tokens }),
      });
      expect((await post(port, '{ who }')).json()).toEqual({ data: { who: 'anonymous ANONYMOUS VIEWER' } });
      const client = connect(port);
      await client.init();
      await expect.poll(() => client.messages).toEqual(opened);
      client.send('1', '{ who }');
      await expect
        .poll(() => client.messages[1])
        .toMatchObject({ payload: { data: { who: 'anonymous ANONYMOUS VIEWER' } } });
      if (tokens !== undefined) expect((await post(port, '{ who }', make('x').header)).status).toBe(401);
    }
  });
});

describe('a route that forgets to ask who it is', () => {
  it("is not reached by nobody; and one that says it is public can't read a viewer", async () => {
    const { port } = await serve({
      tokens: [],
      addRoutes(app) {
        app.get('/forgot', async () => 'secret');
        app.get('/public', { config: { public: true } }, async (request) => request.viewer.name);
      },
    });
    expect((await ask(port, '/forgot')).status).toBe(401);
    const answer = await ask(port, '/public');
    expect({ status: answer.status, body: answer.json() }).toEqual({
      status: 401,
      body: { error: { code: 'UNAUTHENTICATED', message: 'Nobody was let in by this request.' } },
    });
  });
});
