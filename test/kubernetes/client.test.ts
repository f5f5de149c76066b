import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createKubernetesClient, type KubernetesClient, type KubernetesClientOptions } from '#src/kubernetes/client.ts';
import { systemClock } from '#src/kubernetes/clock.ts';
import { PATIENTLY, soon } from './connected.ts';
import { manualClock } from './manual-clock.ts';

/** A client of a server that answers as the test says. */
async function against(
  listener: RequestListener,
  options: Partial<KubernetesClientOptions> = {},
  prefix = '',
): Promise<KubernetesClient> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = createKubernetesClient({
    server: `http://127.0.0.1:${port}${prefix}`,
    clock: systemClock,
    ...options,
  });
  onTestFinished(async () => {
    await client.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return client;
}

const ASKED = { verb: 'list', resource: 'pods', path: '/api/v1/pods?limit=1' } as const;
const read = (body: unknown): unknown => body;

function get(client: KubernetesClient, more: object = {}): Promise<unknown> {
  return client.getJson({ ...ASKED, signal: soon(), read, ...more });
}

function status(code: number, body: unknown, headers: Record<string, string> = {}): RequestListener {
  return (_, response) => {
    response
      .writeHead(code, { 'content-type': 'application/json', ...headers })
      .end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

describe('an error of the server', () => {
  test.each([
    [400, { kind: 'REFUSED' }, 'The API server refuses to list pods (400): no'],
    [401, { kind: 'UNAUTHORIZED' }, 'The API server does not accept our credentials to list pods (401): no'],
    [
      403,
      { kind: 'FORBIDDEN', verb: 'list', resource: 'pods' },
      'The API server does not allow us to list pods (403): no',
    ],
    [404, { kind: 'NOT_FOUND' }, 'The API server found nothing to list pods (404): no'],
    [408, { kind: 'TIMEOUT' }, 'The API server took too long to list pods (408): no'],
    [410, { kind: 'GONE' }, 'The API server no longer has that version to list pods (410): no'],
    [
      429,
      { kind: 'THROTTLED', retryAfterSeconds: undefined },
      'The API server has too many requests to list pods (429): no',
    ],
    [500, { kind: 'UNAVAILABLE', retryAfterSeconds: undefined }, 'The API server is not able to list pods (500): no'],
    [302, { kind: 'BAD_ANSWER' }, 'The API server answers in a way that we do not understand to list pods (302): no'],
  ])('%i has its kind, our words and its own', async (code, problem, message) => {
    const client = await against(status(code, { kind: 'Status', message: 'no' }));
    await expect(get(client)).rejects.toMatchObject({
      name: 'KubernetesError',
      problem,
      message,
      cause: new Error(`HTTP status ${code}`),
    });
  });

  test.each([
    ['seconds', '7', 7],
    ['a date', 'Tue, 01 Jan 2030 00:00:30 GMT', 30],
    ['hours, which are too many', '7200', 300],
    ['a time that is past', 'Mon, 31 Dec 2029 23:59:00 GMT', 0],
    ['nonsense', 'soon', undefined],
  ])('says in %s when to come again', async (_, value, retryAfterSeconds) => {
    const client = await against(status(429, {}, { 'retry-after': value }), {
      clock: manualClock('2030-01-01T00:00:00Z'),
    });
    await expect(get(client)).rejects.toMatchObject({ problem: { kind: 'THROTTLED', retryAfterSeconds } });
  });

  test('is shown on one line of at most 500 characters', async () => {
    const client = await against(status(500, { message: `first\n\u0000second ${'x'.repeat(1_000)}` }));
    const error = await get(client).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      message: expect.stringMatching(/^The API server is not able to list pods \(500\): first second x+…$/),
    });
    expect((error as Error).message.length).toBe('The API server is not able to list pods (500): '.length + 500);
  });

  test.each([
    ['HTML of a proxy', '<html>who are you</html>', 'text/html', 'The API server is not able to list pods (502).'],
    ['broken JSON', '{"message": "ha', 'application/json', 'The API server is not able to list pods (502).'],
    [
      'plain text',
      'bad gateway\n',
      'text/plain; charset=utf-8',
      'The API server is not able to list pods (502): bad gateway',
    ],
  ])('may be %s', async (_, body, type, message) => {
    const client = await against(status(502, body, { 'content-type': type }));
    await expect(get(client)).rejects.toThrow(message);
  });

  test('never repeats our token, even if a proxy does', async () => {
    const client = await against(
      (request, response) => status(500, { message: `you sent ${request.headers.authorization}` })(request, response),
      { authorize: (headers) => void Object.assign(headers, { authorization: 'Bearer tok-3n-very-secret' }) },
    );
    await expect(get(client)).rejects.toThrow('The API server is not able to list pods (500): you sent [credential]');
  });

  test('is known without its text where that does not end', async () => {
    const client = await against((_, response) => {
      response.writeHead(403, { 'content-type': 'application/json' });
      const pour = (): void => {
        if (!response.destroyed) response.write('x'.repeat(16_384), () => setImmediate(pour));
      };
      pour();
    });
    await expect(get(client)).rejects.toMatchObject({
      problem: { kind: 'FORBIDDEN' },
      message: 'The API server does not allow us to list pods (403).',
    });
  });
});

describe('an answer', () => {
  test('is asked for under the path of the server, with fresh credentials each time', async () => {
    let asked = 0;
    const client = await against(
      (request, response) => status(200, { url: request.url, token: request.headers.authorization })(request, response),
      { authorize: async (headers) => void Object.assign(headers, { authorization: `Bearer ${++asked}` }) },
      '/k8s/clusters/c-1/',
    );
    expect(await get(client)).toEqual({ url: '/k8s/clusters/c-1/api/v1/pods?limit=1', token: 'Bearer 1' });
    expect(await get(client)).toEqual({ url: '/k8s/clusters/c-1/api/v1/pods?limit=1', token: 'Bearer 2' });
    expect(client.stats().apiCalls).toBe(2);
  });

  test('that is no JSON is refused, and its text is quoted nowhere', async () => {
    const client = await against(status(200, '{"data": {"password": hunter2hunter2}}'));
    const error = (await get(client).catch((reason: unknown) => reason)) as Error;
    expect(error).toMatchObject({
      problem: { kind: 'BAD_ANSWER' },
      message: 'The answer to list pods is not what was asked for.',
    });
    expect(error.cause).toEqual(new Error('not JSON'));
  });

  test('that can not be read says what we miss, and nothing of the value', async () => {
    const client = await against(status(200, '{"annotations": "hunter2hunter2"}'));
    const ours = await get(client, {
      read: () => {
        throw new Error('a list without items');
      },
    }).catch((reason: unknown) => reason);
    expect((ours as Error).cause).toEqual(new Error('a list without items'));
    const engines = await get(client, { read: (body: { annotations: object }) => 'a' in body.annotations }).catch(
      (reason: unknown) => reason,
    );
    expect((engines as Error).cause).toEqual(new Error('a TypeError while the answer was read'));
  });

  test.each([
    [1_024, 'taken'],
    [1_023, 'refused'],
  ])('of 1,024 bytes where %i are allowed is %s', async (maxBytes, outcome) => {
    const client = await against(status(200, `"${'x'.repeat(1_022)}"`));
    const answer = get(client, { maxBytes });
    if (outcome === 'taken') expect(await answer).toHaveLength(1_022);
    else
      await expect(answer).rejects.toMatchObject({
        problem: { kind: 'BAD_ANSWER', tooLarge: true },
        message: 'The answer to list pods has more than 1023 bytes.',
      });
  });

  test('as text is cut at its bound', async () => {
    const client = await against((_, response) => response.end('0123456789'));
    expect(await client.getText({ ...ASKED, signal: soon(), maxBytes: 4 })).toBe('0123');
    expect(await client.getText({ ...ASKED, signal: soon(), maxBytes: 10 })).toBe('0123456789');
  });

  test('that is broken off is UNAVAILABLE with its cause', async () => {
    const client = await against((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{', () => response.socket?.destroy());
    });
    await expect(get(client)).rejects.toMatchObject({
      problem: { kind: 'UNAVAILABLE' },
      message: 'The API server could not be reached, or broke off, to list pods: other side closed',
      cause: { name: 'SocketError' },
    });
  });

  test('that comes byte by byte is given up when its time is over', async () => {
    const clock = manualClock();
    let dripping: NodeJS.Timeout | undefined;
    const client = await against(
      (_, response) => {
        dripping = setInterval(() => response.write(' '), 1);
        response.once('close', () => clearInterval(dripping));
      },
      { clock },
    );
    const answer = expect(get(client, { timeoutMs: 5_000 })).rejects.toMatchObject({
      problem: { kind: 'TIMEOUT' },
      message: 'No whole answer to list pods within 5 s.',
    });
    await vi.waitFor(() => expect(client.stats().bytes).toBeGreaterThan(3), PATIENTLY);
    clock.advance(5_000);
    await answer;
    expect(clock.waits()).toEqual([]);
  });

  test('is not waited for when the caller has gone, whose reason comes back', async () => {
    const client = await against(() => {});
    const caller = new AbortController();
    const left = new Error('the client left');
    const answer = expect(get(client, { signal: caller.signal })).rejects.toBe(left);
    await vi.waitFor(() => expect(client.stats().apiCalls).toBe(1), PATIENTLY);
    caller.abort(left);
    await answer;
    await expect(get(client, { signal: caller.signal })).rejects.toBe(left);
    expect(client.stats().apiCalls).toBe(1);
  });
});

describe('a stream', () => {
  const STREAM = {
    verb: 'watch',
    resource: 'pods',
    path: '/',
    timeoutMs: 60_000,
    idleMs: 10_000,
    maxLineBytes: 16,
    onOpen: () => {},
  } as const;

  test('comes line by line, however the bytes are cut', async () => {
    const bytes = Buffer.from('one\ntwö\n\r\n\nthree\n');
    const client = await against(async (_, response) => {
      for (const byte of bytes)
        await new Promise<void>((resolve) => void response.write(Buffer.from([byte]), () => resolve()));
      response.end();
    });
    const lines: string[] = [];
    await client.streamLines({ ...STREAM, signal: soon(), onLine: (line) => void lines.push(line) });
    expect(lines).toEqual(['one', 'twö', 'three']);
    expect(client.stats().bytes).toBe(bytes.length);
  });

  test('that ends within a line is UNAVAILABLE', async () => {
    const client = await against((_, response) => response.end('one\ntw'));
    const lines: string[] = [];
    await expect(
      client.streamLines({ ...STREAM, signal: soon(), onLine: (line) => void lines.push(line) }),
    ).rejects.toMatchObject({
      problem: { kind: 'UNAVAILABLE' },
      cause: new Error('the stream ended in the middle of a line'),
    });
    expect(lines).toEqual(['one']);
  });

  test.each([
    [16, 'taken'],
    [17, 'refused'],
  ])('with a line of %i bytes, 16 being allowed, is %s', async (length, outcome) => {
    const client = await against((_, response) => response.end(`${'x'.repeat(length)}\n`));
    const lines: string[] = [];
    const streamed = client.streamLines({ ...STREAM, signal: soon(), onLine: (line) => void lines.push(line) });
    if (outcome === 'taken') await streamed;
    else await expect(streamed).rejects.toMatchObject({ problem: { kind: 'BAD_ANSWER', tooLarge: true } });
    expect(lines).toHaveLength(outcome === 'taken' ? 1 : 0);
  });

  test('ends with what its reader throws', async () => {
    const client = await against((_, response) => void response.write('one\ntwo\n'));
    const lines: string[] = [];
    const onLine = (line: string): void => {
      lines.push(line);
      throw new RangeError('enough');
    };
    await expect(client.streamLines({ ...STREAM, signal: soon(), onLine })).rejects.toThrow(new RangeError('enough'));
    expect(lines).toEqual(['one']);
  });

  test('is given up after so long without a line, bytes of an unfinished one or not', async () => {
    const clock = manualClock();
    let send: (text: string) => void = () => {};
    const client = await against(
      (_, response) => {
        response.flushHeaders();
        send = (text) => response.write(text);
      },
      { clock },
    );
    let lines = 0;
    let opened = false;
    const streamed = client.streamLines({
      ...STREAM,
      signal: soon(),
      onOpen: () => {
        opened = true;
      },
      onLine: () => {
        lines += 1;
      },
    });
    const ended = expect(streamed).rejects.toMatchObject({
      problem: { kind: 'TIMEOUT' },
      message: 'No sign of life in the answer to watch pods within 10 s.',
    });
    await vi.waitFor(() => expect(opened).toBe(true), PATIENTLY);
    clock.advance(6_000);
    send('one\n');
    await vi.waitFor(() => expect(lines).toBe(1), PATIENTLY);
    clock.advance(6_000);
    send('tw');
    await vi.waitFor(() => expect(client.stats().bytes).toBe(6), PATIENTLY);
    clock.advance(3_999);
    expect(clock.waits()).not.toEqual([]);
    clock.advance(1);
    await ended;
    expect(clock.waits()).toEqual([]);
  });
});

describe('an address', () => {
  test.each([
    ['ftp://api', 'The address of an API server must be an http or https URL.'],
    ['api:6443 ', 'The address of an API server must be an http or https URL.'],
    [
      'https://me:pa55word@api:6443',
      'The address of an API server must not contain a user or password (host api:6443).',
    ],
  ])('such as %s is refused', (server, message) => {
    expect(() => createKubernetesClient({ server, clock: systemClock })).toThrow(new TypeError(message));
  });
});
