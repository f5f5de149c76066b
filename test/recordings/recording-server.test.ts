import { describe, expect, test } from 'vitest';
import { openRecording } from '#src/recordings/recording.ts';
import { KEPT_REQUESTS, startRecordingServer } from '#src/recordings/recording-server.ts';
import { type MomentLiteral, temporaryRecording } from '#test/harness/recording-builder.ts';
import { get, list, namesIn } from './api-client.ts';

describe('a small recording', () => {
  const pod = (name: string, rest: object = {}): { metadata: { name: string; namespace: string } } => ({
    metadata: { name, namespace: 'shop' },
    ...rest,
  });

  async function serve(first: Partial<MomentLiteral>, second: Partial<MomentLiteral> = first) {
    const built = await temporaryRecording({
      moments: {
        '1': { takenAt: '2026-01-01T00:00:00Z', ...first },
        '2': { takenAt: '2026-01-01T00:10:00Z', ...second },
      },
    });
    const server = await startRecordingServer({ recording: await openRecording(built.directory), moment: '1' });
    return {
      server,
      async [Symbol.asyncDispose]() {
        await server.close();
        await built.remove();
      },
    };
  }

  test('a page asked for after the moment has passed is expired', async () => {
    await using served = await serve({ lists: { 'v1/pods': [pod('a'), pod('b')] } });
    const page = await list(`${served.server.url}/api/v1/pods?limit=1`);
    await served.server.moveTo('2');
    const next = await get(`${served.server.url}/api/v1/pods?limit=1&continue=${page.metadata.continue}`);
    expect(next.body).toMatchObject({
      code: 410,
      reason: 'Expired',
      message:
        'The provided continue parameter is too old to display a consistent list result. Start a new list without it.',
    });
  });

  test('collections grow in resourceVersion from moment to moment, also backwards and when nothing changed', async () => {
    await using served = await serve({ lists: { 'v1/pods': [pod('a')] } });
    const seen: [string, string][] = [];
    for (const moment of ['1', '2', '2', '1']) {
      if (seen.length > 0) await served.server.moveTo(moment);
      const answer = await get(`${served.server.url}/api/v1/nodes`);
      const version = (answer.body as { metadata: { resourceVersion: string } }).metadata.resourceVersion;
      seen.push([version, answer.headers.get('kubeclinic-recorded-at') ?? '']);
    }
    expect(seen).toEqual([
      ['1002', '2026-01-01T00:00:00Z'],
      ['2001', '2026-01-01T00:10:00Z'],
      ['2003', '2026-01-01T00:10:00Z'],
      ['2005', '2026-01-01T00:00:00Z'],
    ]);
  });

  test('a list that was forbidden is forbidden, with its namespaces, objects and watches', async () => {
    const unreachable = {
      '/api/v1/secrets': 'Error from server (Forbidden): secrets is forbidden: User "x" cannot list resource "secrets"',
    };
    await using served = await serve({ unreachable });
    for (const path of [
      '/api/v1/secrets',
      '/api/v1/namespaces/shop/secrets',
      '/api/v1/namespaces/shop/secrets/a',
      '/api/v1/secrets?watch=true',
    ]) {
      expect((await get(`${served.server.url}${path}`)).body).toMatchObject({
        code: 403,
        reason: 'Forbidden',
        message: 'secrets is forbidden: User "x" cannot list resource "secrets"',
      });
    }
  });

  test('words without a known reason are a 503', async () => {
    await using served = await serve({ unreachable: { '/api/v1/secrets': 'Unable to connect to the server: EOF' } });
    expect((await get(`${served.server.url}/api/v1/secrets`)).body).toMatchObject({
      code: 503,
      reason: 'ServiceUnavailable',
      message: 'Unable to connect to the server: EOF',
    });
  });

  test('a kind that the recorded server did not serve is not found', async () => {
    await using served = await serve({ absent: ['policy/v1/poddisruptionbudgets'] });
    expect((await get(`${served.server.url}/apis/policy/v1/poddisruptionbudgets`)).code).toBe(404);
    expect((await get(`${served.server.url}/apis/policy/v1`)).code).toBe(404);
  });

  test('numbers and booleans that are left out select like their zero', async () => {
    const lists = {
      'v1/nodes': [{ metadata: { name: 'open' } }, { metadata: { name: 'cordoned' }, spec: { unschedulable: true } }],
    };
    await using served = await serve({ lists });
    const select = async (value: string): Promise<string[]> =>
      namesIn(await list(`${served.server.url}/api/v1/nodes?fieldSelector=spec.unschedulable%3D${value}`));
    expect([await select('false'), await select('true')]).toEqual([['open'], ['cordoned']]);
  });

  test('values of fields are escaped as in kubectl', async () => {
    const lists = { 'v1/secrets': [{ metadata: { name: 's', namespace: 'shop' }, type: 'a=b,c' }] };
    await using served = await serve({ lists });
    const selector = encodeURIComponent('type=a\\=b\\,c,metadata.name!=t');
    expect(namesIn(await list(`${served.server.url}/api/v1/secrets?fieldSelector=${selector}`))).toEqual(['s']);
  });

  test('no node name leads out of the directory of nodes', async () => {
    await using served = await serve({
      lists: { 'v1/nodes': [{ metadata: { name: '../x' } }] },
      files: { 'x/healthz.txt': 'secret' },
    });
    expect((await get(`${served.server.url}/api/v1/nodes/..%2Fx/proxy/healthz`)).code).toBe(404);
  });

  test('a failing health text is a failing endpoint', async () => {
    await using served = await serve({ files: { 'readyz.txt': '[-]etcd failed\nreadyz check failed' } });
    expect(await get(`${served.server.url}/readyz`)).toMatchObject({
      code: 500,
      text: '[-]etcd failed\nreadyz check failed',
    });
  });

  test('requests are counted, and the latest remembered in order', async () => {
    await using served = await serve({});
    for (let i = 0; i < KEPT_REQUESTS + 2; i += 1) await get(`${served.server.url}/version?i=${i}`);
    const { count, latest } = served.server.requests();
    expect([count, latest.length]).toEqual([KEPT_REQUESTS + 2, KEPT_REQUESTS]);
    expect([latest[0], latest.at(-1)]).toEqual([
      { method: 'GET', path: '/version', query: 'i=2' },
      { method: 'GET', path: '/version', query: `i=${KEPT_REQUESTS + 1}` },
    ]);
  });

  test('closing frees the port and may be asked twice', async () => {
    await using served = await serve({});
    await Promise.all([served.server.close(), served.server.close()]);
    await expect(get(`${served.server.url}/version`)).rejects.toThrow('fetch failed');
  });
});
