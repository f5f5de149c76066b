import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { describe, expect, it } from 'vitest';
import { forbidden } from '#src/errors/errors.ts';
import { ask, post, serve } from './serve.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

/** Sends bytes as they are and reads until the server hangs up. */
async function raw(port: number, text: string): Promise<string> {
  const socket = connectTcp(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => (answer += String(chunk)));
  socket.write(text);
  await once(socket, 'close');
  return answer;
}

describe('errors are small, ours, and tell nothing secret', () => {
  it('nothing there, and there but not with this method', async () => {
    const { port } = await serve();
    const missing = await ask(port, '/nothing?token=x');
    expect(missing.status).toBe(404);
    expect(missing.json()).toEqual({ error: { code: 'NOT_FOUND', message: 'There is nothing at "/nothing".' } });
    const wrong = await ask(port, '/livez', { method: 'DELETE' });
    expect(wrong.status).toBe(405);
    expect(wrong.headers.allow).toBe('GET, HEAD');
    expect(wrong.json()).toEqual({ error: { code: 'METHOD_NOT_ALLOWED', message: 'This path answers GET, HEAD.' } });
    expect((await ask(port, '/graphql', { method: 'PUT', headers: JSON_TYPE, body: '{}' })).json()).toEqual({
      errors: [{ message: 'This path answers GET, HEAD, POST.', extensions: { code: 'METHOD_NOT_ALLOWED' } }],
    });
  });

  it.each([
    ['{"query":', 400, 'BAD_USER_INPUT', 'The body is not JSON.'],
    ['', 400, 'BAD_USER_INPUT', 'The body is empty; a JSON object was expected.'],
    ['{"__proto__":{}}', 400, 'BAD_USER_INPUT', 'The body is not JSON.'],
    [`"${'x'.repeat(1_048_576)}"`, 413, 'PAYLOAD_TOO_LARGE', 'The body is larger than 1 MiB.'],
  ])("a body that can't be read: %.20s", async (body, status, code, message) => {
    const { port } = await serve();
    const answer = await ask(port, '/graphql', { headers: JSON_TYPE, body });
    expect(answer.status).toBe(status);
    expect(answer.json()).toEqual({ errors: [{ message, extensions: { code } }] });
  });

  it('a path that is not percent-encoded, and one with a very long part', async () => {
    const { port } = await serve({ addRoutes: (app) => void app.get('/things/:id', async ({ params }) => params) });
    expect((await ask(port, '/things/%ff')).json()).toEqual({
      error: { code: 'BAD_USER_INPUT', message: 'The path is not properly percent-encoded.' },
    });
    const id = 'a'.repeat(1_000);
    expect((await ask(port, `/things/${id}`)).json()).toEqual({ id });
  });

  it('what is no HTTP, and headers without end', async () => {
    const { port } = await serve();
    const body = '{"error":{"code":"BAD_USER_INPUT","message":"This is not HTTP/1.1."}}';
    const head = `HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
    expect(await raw(port, 'nonsense\r\n\r\n')).toBe(head + body);
    expect(await raw(port, `GET /livez?${'x'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`)).toContain(
      'The headers are larger than 16 KiB; send long queries with POST.',
    );
  });

  it('an unknown error is masked under an id that the log has with the cause, secrets out', async () => {
    const { port, log } = await serve({
      addRoutes(app) {
        app.get('/boom', async () => {
          throw new Error('connect postgres://kc:s3cret@db:5432/kc failed');
        });
        app.get('/no', async () => {
          throw forbidden('Only on Sundays.');
        });
      },
    });
    const answer = await ask(port, '/boom');
    expect(answer.status).toBe(500);
    const { error } = answer.json() as { error: { code: string; message: string; errorId: string } };
    expect(error.message).toBe(
      `Something went wrong in the server. The log tells more under the error id ${error.errorId}.`,
    );
    const logged = log.find((line) => line['errorId'] === error.errorId);
    expect(logged).toMatchObject({
      level: 'error',
      correlationId: answer.headers['x-request-id'],
      err: { message: 'connect postgres://kc:[redacted]@db:5432/kc failed' },
    });
    expect(JSON.stringify(log)).not.toContain('s3cret');
    expect((await ask(port, '/no')).json()).toEqual({ error: { code: 'FORBIDDEN', message: 'Only on Sundays.' } });
  });
});

describe('every answer', () => {
  it('has the headers that keep browsers and caches out', async () => {
    const { port } = await serve();
    for (const answer of [
      await post(port, '{ who }'),
      await ask(port, '/readyz'),
      await ask(port, '/nothing'),
      await ask(port, '/graphql', { headers: JSON_TYPE, body: '{' }),
    ]) {
      expect(answer.headers).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
      });
      expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it.each([
    ['abc.DEF_1-2', true],
    ['a'.repeat(64), true],
    ['a'.repeat(65), false],
    ['a b', false],
    ['<script>', false],
    ['', false],
  ])('keeps the request id %s: %s', async (id, kept) => {
    const { port } = await serve();
    const answer = await ask(port, '/livez', { headers: { 'x-request-id': id } });
    expect(answer.headers['x-request-id'] === id).toBe(kept);
  });
});

describe('the log', () => {
  it('has one line a request: method, path without query, status, time and viewer, never a token', async () => {
    const { port, log } = await serve();
    const secret = 'kc_aFncuSVIP271EsdC8cOjLMDDYxbYCv_0i8YpKQTbve8';
    await post(port, '{ who }', { authorization: `Bearer ${secret}`, 'x-request-id': 'one' });
    await ask(port, `/nothing?token=${secret}`, { headers: { 'x-request-id': 'two' } });
    const lines = log.filter(({ msg }) => msg === 'request');
    expect(lines).toEqual([
      {
        level: 'info',
        time: expect.any(String),
        correlationId: 'one',
        method: 'POST',
        path: '/graphql',
        status: 200,
        ms: expect.any(Number),
        viewer: 'local',
        msg: 'request',
      },
      {
        level: 'info',
        time: expect.any(String),
        correlationId: 'two',
        method: 'GET',
        path: '/nothing',
        status: 404,
        ms: expect.any(Number),
        viewer: 'local',
        msg: 'request',
      },
    ]);
    expect(JSON.stringify(log)).not.toContain(secret);
  });
});

describe('the life of the server', () => {
  it('aborts what works for a client that has left', async () => {
    const { port, graphql } = await serve();
    const controller = new AbortController();
    const asked = ask(port, '/graphql', {
      headers: JSON_TYPE,
      body: '{"query":"{ wait }"}',
      signal: controller.signal,
    });
    const failed = expect(asked).rejects.toThrow('aborted');
    await expect.poll(() => graphql.waits).toEqual(['waiting']);
    controller.abort();
    await failed;
    await expect.poll(() => graphql.waits).toEqual(['waiting', 'left']);
  });

  it('ignores offers of other upgrades, as curl makes them for HTTP/2', async () => {
    const { port } = await serve();
    const answer = await ask(port, '/livez', {
      headers: { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABk' },
    });
    expect(answer.json()).toEqual({ status: 'alive' });
  });

  it("says why it can't listen and what to do", async () => {
    const { port } = await serve();
    await expect(serve({ port })).rejects.toThrow(
      `Something else listens on 127.0.0.1 port ${port} already; KUBECLINIC_PORT names another port, 0 a free one.`,
    );
  });

  it('stops: not ready at once, the open request is answered, then nobody listens', async () => {
    const slow = Promise.withResolvers<string>();
    const begun = Promise.withResolvers<void>();
    const { port, stop, readiness } = await serve({
      addRoutes(app) {
        app.get('/slow', () => {
          begun.resolve();
          return slow.promise;
        });
      },
    });
    const asked = ask(port, '/slow');
    await begun.promise;
    const stopping = stop();
    expect(await readiness.read(undefined)).toEqual({ ready: false, body: { status: 'stopping' } });
    await expect(ask(port, '/livez')).rejects.toThrow('ECONNREFUSED');
    slow.resolve('last words');
    expect((await asked).text).toBe('last words');
    await stopping;
  });
});
