import { describe, expect, it } from 'vitest';
import { ask, connect, post, serve } from './serve.ts';

/**
 * A page elsewhere in the operator's own browser, with the local server's ADMIN for the taking. Each case is what a
 * browser really sends; the mutation must not happen and the answer must not be readable.
 */
const MUTATION = JSON.stringify({ query: 'mutation { touch }' });
const QUERY = `/graphql?query=${encodeURIComponent('{ who }')}`;

describe("a page elsewhere on the operator's machine does not become ADMIN", () => {
  it.each([
    ['a fetch from another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    [
      'a fetch from another port of localhost, which browsers call same-site',
      { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' },
    ],
    ['a sandboxed frame or a file', { origin: 'null' }],
    ['an origin that only begins like ours', { origin: 'http://127.0.0.1:PORT.evil.example' }],
    ['our host by another name', { origin: 'http://localhost:PORT' }],
    ['our host with another port', { origin: 'http://127.0.0.1:1' }],
    ['our host without its port', { origin: 'http://127.0.0.1' }],
    ['an origin with a user in front', { origin: 'http://evil.example@127.0.0.1:PORT' }],
    ['an extension', { origin: 'chrome-extension://abcdefgh' }],
    [
      'a form of an old browser, told by its fetch metadata alone',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    ],
  ])('%s', async (_name, headers) => {
    const { port, graphql, audit } = await serve();
    const sent = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', String(port))]),
    );
    const answer = await ask(port, '/graphql', {
      headers: { 'content-type': 'application/json', ...sent },
      body: MUTATION,
    });
    expect(answer.status).toBe(403);
    expect(answer.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    expect(graphql.touched()).toBe(0);
    expect(audit).toMatchObject([{ viewer: 'unauthenticated', action: 'http.request', outcome: 'REFUSED' }]);
  });

  it.each([
    'text/plain',
    'text/plain;charset=UTF-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ])('a simple POST that needs no preflight (%s), even from a browser that sends no Origin', async (type) => {
    const { port, graphql } = await serve();
    const answer = await ask(port, '/graphql', { headers: { 'content-type': type }, body: MUTATION });
    expect(answer.status).toBe(415);
    expect(answer.json()).toEqual({
      errors: [
        {
          message: 'The body must be JSON, sent with "Content-Type: application/json".',
          extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' },
        },
      ],
    });
    expect(graphql.touched()).toBe(0);
  });

  it.each([
    ['an image', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
    [
      'a script of another port',
      { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' },
    ],
    ['a frame', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }],
    [
      'a link to the endpoint itself',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    ],
  ])('a query over GET as %s', async (_name, headers) => {
    const { port } = await serve();
    const answer = await ask(port, QUERY, { headers });
    expect(answer.status).toBe(403);
    expect(answer.text).not.toContain('ADMIN');
  });

  it('a query over GET from a browser that sends nothing at all', async () => {
    const { port } = await serve();
    const answer = await ask(port, QUERY);
    expect(answer.status).toBe(400);
    expect(answer.text).toMatch(/CSRF/);
    expect((await ask(port, QUERY, { headers: { 'apollo-require-preflight': 'yes' } })).json()).toEqual({
      data: { who: 'local LOCAL ADMIN' },
    });
  });

  it.each(['https://evil.example', 'http://localhost:3000', 'null'])('a WebSocket of %s', async (origin) => {
    const { port, audit } = await serve();
    const { refused } = connect(port, { origin });
    const answer = await refused;
    expect(answer?.status).toBe(403);
    expect(JSON.parse(answer?.text ?? '')).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect(audit).toMatchObject([{ action: 'websocket.connect', outcome: 'REFUSED', arguments: { origin } }]);
  });

  it.each([
    'evil.example:PORT',
    'evil.example',
    '127.0.0.1.evil.example:PORT',
    'localhost.evil.example',
    '10.0.0.7:PORT',
    '[fd00::7]:PORT',
    '0x7f000001:PORT',
    '127.0.0.1:PORT@evil.example',
  ])('a name that was rebound to 127.0.0.1 (Host %s), on HTTP and WebSocket', async (template) => {
    const { port, graphql, audit } = await serve();
    const host = template.replace('PORT', String(port));
    // To the browser this is the page's own origin: only the Host header gives it away.
    const headers = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
    const answer = await ask(port, '/graphql', {
      headers: { 'content-type': 'application/json', ...headers },
      body: MUTATION,
    });
    expect(answer.status).toBe(421);
    expect(answer.json()).toMatchObject({ errors: [{ extensions: { code: 'MISDIRECTED_REQUEST' } }] });
    expect((await ask(port, '/', { headers: { host } })).status).toBe(421);
    expect((await connect(port, headers).refused)?.status).toBe(421);
    expect(graphql.touched()).toBe(0);
    expect(audit.map(({ action }) => action)).toEqual(['http.request', 'http.request', 'websocket.connect']);
  });

  it('a rebound name learns from a probe only what anybody may know', async () => {
    const { port } = await serve();
    const host = 'evil.example';
    expect((await ask(port, '/livez', { headers: { host } })).json()).toEqual({ status: 'alive' });
    expect((await ask(port, '/readyz', { headers: { host } })).json()).toEqual({ status: 'ready' });
    expect((await ask(port, '/metrics', { headers: { host } })).status).toBe(401);
  });
});

describe('who is no such page is not disturbed', () => {
  it.each([
    '127.0.0.1:PORT',
    'localhost:PORT',
    'LOCALHOST',
    'clinic.localhost:PORT',
    '127.8.8.8',
    '[::1]:PORT',
    'localhost.:PORT',
  ])('Host %s', async (template) => {
    const { port } = await serve();
    const answer = await post(port, '{ who }', { host: template.replace('PORT', String(port)) });
    expect(answer.json()).toEqual({ data: { who: 'local LOCAL ADMIN' } });
  });

  it('a Host that the settings name, with its own pages', async () => {
    const { port } = await serve({ allowedHosts: ['clinic.example'], host: '127.0.0.1' });
    for (const headers of [
      { host: 'clinic.example' },
      { host: 'Clinic.Example:8443', origin: 'https://clinic.example:8443' },
      { host: 'clinic.example', origin: 'https://clinic.example' },
    ]) {
      expect((await post(port, '{ who }', headers)).status).toBe(200);
      const { refused } = connect(port, headers);
      expect(await refused).toBeUndefined();
    }
    expect((await post(port, '{ who }', { host: 'other.example' })).status).toBe(421);
  });

  it('our own page, its WebSocket, and a link to it', async () => {
    const { port } = await serve();
    const own = { origin: `http://127.0.0.1:${port}`, 'sec-fetch-site': 'same-origin' };
    expect((await post(port, 'mutation { touch }', own)).json()).toEqual({ data: { touch: 'touched 1' } });
    expect(await connect(port, own).refused).toBeUndefined();
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect((await ask(port, '/', { headers: link })).status).toBe(200);
    expect((await ask(port, '/', { headers: { ...link, 'sec-fetch-dest': 'iframe' } })).status).toBe(403);
  });

  it('an origin that the settings name: preflight, answer, error and WebSocket', async () => {
    const origin = 'https://portal.example';
    const { port } = await serve({ corsOrigins: [origin], tokens: [] });
    const preflight = await ask(port, '/graphql', {
      method: 'OPTIONS',
      headers: {
        origin,
        'sec-fetch-site': 'cross-site',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    expect({ status: preflight.status, text: preflight.text }).toEqual({ status: 204, text: '' });
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers':
        'authorization, content-type, x-request-id, apollo-require-preflight, x-apollo-operation-name',
      'access-control-max-age': '600',
      vary: 'Origin',
    });
    expect(preflight.headers).not.toHaveProperty('access-control-allow-credentials');
    const refused = await post(port, '{ who }', { origin, 'sec-fetch-site': 'cross-site' });
    expect(refused.status).toBe(401);
    expect(refused.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'x-request-id, retry-after, www-authenticate',
    });
    expect(await connect(port, { origin }).refused).toBeUndefined();
    expect((await connect(port, { origin: 'https://portal.example.evil' }).refused)?.status).toBe(403);
    const foreign = await ask(port, '/graphql', {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(foreign.status).toBe(403);
  });
});
