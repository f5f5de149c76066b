import { describe, expect, it } from 'vitest';
import { newToken } from '#src/access/new-token.ts';
import { createRateLimiter } from '#src/http/rate-limiter.ts';
import { createRefusalLog } from '#src/http/refusal-log.ts';
import { ask, connect, post, serve } from './serve.ts';

describe('a budget', () => {
  it('may be used at once and refills evenly', () => {
    let now = 0;
    const limiter = createRateLimiter({ perMinute: 2, now: () => now });
    const take = () => limiter.take('a');
    expect([take(), take(), take()]).toEqual([
      { allowed: true },
      { allowed: true },
      { allowed: false, retryAfterSeconds: 30 },
    ]);
    expect(limiter.take('b')).toEqual({ allowed: true });
    now = 29_999;
    expect(take()).toEqual({ allowed: false, retryAfterSeconds: 1 });
    now = 30_000;
    expect([take(), take()]).toEqual([{ allowed: true }, { allowed: false, retryAfterSeconds: 30 }]);
    now = 10_000_000;
    expect([take(), take(), take()]).toEqual([
      { allowed: true },
      { allowed: true },
      { allowed: false, retryAfterSeconds: 30 },
    ]);
  });

  it('of 0 is no limit', () => {
    const limiter = createRateLimiter({ perMinute: 0 });
    expect(Array.from({ length: 1_000 }, () => limiter.take('a').allowed)).not.toContain(false);
  });
});

describe('monitoring', () => {
  it('has a budget of its own: it goes on seeing in the flood that it should show', async () => {
    const { port } = await serve({ perMinute: 2 });
    const statuses = [];
    for (let request = 0; request < 3; request += 1) statuses.push((await post(port, '{ who }')).status);
    expect(statuses).toEqual([200, 200, 429]);
    const metrics = [];
    for (let request = 0; request < 3; request += 1) metrics.push((await ask(port, '/metrics')).status);
    expect(metrics).toEqual([200, 200, 429]);
  });
});

describe('one budget for HTTP and WebSocket', () => {
  it('when it is used up HTTP answers 429 with Retry-After, and an operation is refused', async () => {
    const { port } = await serve({ perMinute: 4 });
    const client = connect(port);
    await client.init();
    await expect.poll(() => client.messages.length).toBe(1);
    client.send('1', '{ who }');
    await expect.poll(() => client.messages.length).toBe(3);
    expect((await post(port, '{ who }')).status).toBe(200);
    expect((await post(port, '{ who }')).status).toBe(200);
    client.send('2', 'mutation { touch }');
    await expect
      .poll(() => client.messages[3])
      .toEqual({
        id: '2',
        type: 'error',
        payload: [
          {
            message: 'Too many requests. Try again in 15 s.',
            extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 15 },
          },
        ],
      });
    const answer = await post(port, '{ who }');
    expect(answer.status).toBe(429);
    expect(answer.headers['retry-after']).toBe('15');
    expect(answer.json()).toEqual({
      errors: [{ message: 'Too many requests. Try again in 15 s.', extensions: { code: 'RATE_LIMITED' } }],
    });
    expect((await connect(port).refused)?.status).toBe(429);
    expect((await ask(port, '/livez')).status).toBe(200);
    expect((await ask(port, '/readyz')).status).toBe(200);
  });

  it('each token has its own; guesses take from the address', async () => {
    const tokens = ['a', 'b'].map((name) => {
      const made = newToken(
        { name, role: 'VIEWER', clusters: undefined, namespaces: undefined, expires: undefined },
        new Date(),
      );
      if ('errors' in made) throw new Error(made.errors.join());
      return made;
    });
    const { port } = await serve({ tokens: tokens.map(({ entry }) => entry), perMinute: 2 });
    const as = async (token: string) => (await post(port, '{ who }', { authorization: `Bearer ${token}` })).status;
    const [a = '', b = ''] = tokens.map(({ token }) => token);
    expect([await as(a), await as(a), await as(a), await as(b)]).toEqual([200, 200, 429, 200]);
    expect([await as('guess'), await as('guess'), await as('guess'), await as(b)]).toEqual([401, 401, 429, 200]);
  });
});

describe('a flood of refused accesses', () => {
  it('does not fill the audit: ten a minute per address, 120 for all; the rest is counted', () => {
    let now = 0;
    let dropped = 0;
    const rows: string[] = [];
    const log = createRefusalLog({
      audit: { record: async ({ arguments: sent }) => void rows.push((sent as { address: string }).address) },
      onDropped: () => (dropped += 1),
      now: () => now,
    });
    const refuse = (address: string) =>
      log.record({
        action: 'http.request',
        code: 'FORBIDDEN',
        message: 'No.',
        viewer: undefined,
        address,
        method: 'GET',
        path: '/',
        host: 'h',
        origin: undefined,
        correlationId: 'c',
        milliseconds: 1,
      });
    for (let index = 0; index < 50; index += 1) refuse('10.0.0.1');
    expect([rows.length, dropped]).toEqual([10, 40]);
    for (let index = 0; index < 200; index += 1) refuse(`10.0.1.${index}`);
    expect([rows.length, dropped]).toEqual([120, 130]);
    now = 60_000;
    refuse('10.0.0.1');
    expect(rows.length).toBe(121);
  });

  it('is cut to size', () => {
    const rows: unknown[] = [];
    const log = createRefusalLog({ audit: { record: async (event) => void rows.push(event) }, onDropped: () => {} });
    const long = 'x'.repeat(5_000);
    log.record({
      action: 'websocket.connect',
      code: 'FORBIDDEN',
      message: 'No.',
      viewer: undefined,
      address: '::1',
      method: 'GET',
      path: long,
      host: long,
      origin: long,
      correlationId: 'c',
      milliseconds: 2,
    });
    const cut = `${'x'.repeat(200)}…`;
    expect(rows).toEqual([
      {
        viewer: 'unauthenticated',
        via: 'NONE',
        role: 'NONE',
        action: 'websocket.connect',
        cluster: undefined,
        arguments: { address: '::1', method: 'GET', path: cut, host: cut, origin: cut },
        outcome: 'REFUSED',
        reason: 'FORBIDDEN: No.',
        milliseconds: 2,
        correlationId: 'c',
      },
    ]);
  });
});
