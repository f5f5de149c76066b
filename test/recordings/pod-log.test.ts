import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRecording } from '#src/recordings/recording.ts';
import { type RecordingServer, startRecordingServer } from '#src/recordings/recording-server.ts';
import { temporaryRecording } from '#test/harness/recording-builder.ts';
import { get, openLines } from './api-client.ts';

describe('logs of a small recording', () => {
  let server: RecordingServer;
  let remove: () => Promise<void>;

  const running = (name: string): object => ({ name, state: { running: {} } });
  const pod = (name: string, containers: string[], rest: object = {}) => ({
    metadata: { name, namespace: 'shop' },
    spec: { containers: containers.map((container) => ({ name: container })) },
    ...rest,
  });

  beforeAll(async () => {
    const built = await temporaryRecording({
      moments: {
        '1': {
          takenAt: '2026-01-01T00:10:00Z',
          lists: {
            'v1/pods': [
              pod('one', ['app'], {
                status: { containerStatuses: [{ ...running('app'), lastState: { terminated: {} } }] },
              }),
              pod('two', ['app', 'proxy']),
              pod('three', ['app', 'proxy'], {
                spec: {
                  containers: [{ name: 'app' }, { name: 'proxy' }],
                  initContainers: [{ name: 'init' }],
                  ephemeralContainers: [{ name: 'debug' }],
                },
              }),
              pod('waiting', ['app'], { status: { containerStatuses: [{ name: 'app', state: { waiting: {} } }] } }),
              pod('lost', ['app']),
              pod('silent', ['app'], { status: { containerStatuses: [running('app')] } }),
              pod('quiet-before', ['app'], {
                status: { containerStatuses: [{ name: 'app', lastState: { terminated: {} } }] },
              }),
              pod('bytes', ['app']),
              pod('../shop/one', ['app']),
            ],
          },
          logs: {
            'shop/one/app.log': [
              '2026-01-01T00:08:00.000000001Z first',
              '2026-01-01T00:09:00.5Z second',
              'a line without a time',
              '2026-01-01T00:09:30+00:00 ',
              '2026-01-01T00:09:59Z  indented',
              '',
            ].join('\n'),
            'shop/one/app.previous.log': '2026-01-01T00:01:00Z FATAL\n',
            'shop/two/proxy.log': '2026-01-01T00:09:00Z proxied',
            'shop/three/init.log': '2026-01-01T00:09:00Z prepared\n',
            'shop/waiting/app.error':
              'Error from server (BadRequest): container "app" in pod "waiting" is waiting to start: ContainerCreating\n',
            'shop/lost/app.error':
              'Error from server: Get "https://10.0.0.1:10250/x": dial tcp 10.0.0.1:10250: connect: connection refused\n',
          },
        },
      },
    });
    remove = built.remove;
    server = await startRecordingServer({ recording: await openRecording(built.directory) });
  });
  afterAll(async () => {
    await server.close();
    await remove();
  });

  const log = (name: string, query = '') => get(`${server.url}/api/v1/namespaces/shop/pods/${name}/log?${query}`);

  test.for<[query: string, text: string]>([
    ['', 'first\nsecond\na line without a time\n\n indented\n'],
    ['timestamps=true&tailLines=1', '2026-01-01T00:09:59Z  indented\n'],
    ['tailLines=2', '\n indented\n'],
    ['tailLines=99', 'first\nsecond\na line without a time\n\n indented\n'],
    ['tailLines=0', ''],
    ['limitBytes=8', 'first\nse'],
    ['sinceSeconds=60', 'second\na line without a time\n\n indented\n'],
    ['sinceSeconds=59', '\n indented\n'],
    ['sinceTime=2026-01-01T00:09:59Z', ' indented\n'],
    ['sinceTime=2026-01-01T00:10:00Z', ''],
    ['previous=true', 'FATAL\n'],
    ['container=app&previous=true&timestamps=1', '2026-01-01T00:01:00Z FATAL\n'],
  ])('of the only container, with "%s"', async ([query, text]) => {
    const answer = await log('one', query);
    expect([answer.code, answer.text, answer.headers.get('content-type')]).toEqual([
      200,
      text,
      'text/plain; charset=utf-8',
    ]);
  });

  test('of one container among several; a last line that was cut stays without an end', async () => {
    expect((await log('two', 'container=proxy')).text).toBe('proxied');
    expect((await log('three', 'container=init')).text).toBe('prepared\n');
  });

  test.for<[pod: string, query: string, code: number, message: string]>([
    ['nope', '', 404, 'pods "nope" not found'],
    ['two', '', 400, 'a container name must be specified for pod two, choose one of: [app proxy]'],
    [
      'three',
      '',
      400,
      'a container name must be specified for pod three, choose one of: [app proxy] or one of the init containers: [init] or one of the ephemeral containers: [debug]',
    ],
    ['two', 'container=nope', 400, 'container nope is not valid for pod two'],
    ['waiting', '', 400, 'container "app" in pod "waiting" is waiting to start: ContainerCreating'],
    ['waiting', 'previous=true', 400, 'previous terminated container "app" in pod "waiting" not found'],
    ['lost', '', 500, 'Get "https://10.0.0.1:10250/x": dial tcp 10.0.0.1:10250: connect: connection refused'],
    [
      'lost',
      'previous=true',
      500,
      'Get "https://10.0.0.1:10250/x": dial tcp 10.0.0.1:10250: connect: connection refused',
    ],
    ['one', 'tailLines=-1', 400, 'tailLines: Invalid value: "-1": must be a whole number'],
    ['one', 'limitBytes=0', 422, 'limitBytes: Invalid value: 0: must be greater than 0'],
    ['one', 'sinceTime=noon', 400, 'sinceTime: Invalid value: "noon": must be an RFC 3339 time'],
  ])('of %s with "%s" is refused', async ([name, query, code, message]) => {
    const answer = await log(name, query);
    expect(answer.body).toMatchObject({ kind: 'Status', code, message });
    expect(answer.code).toBe(code);
  });

  test('a container that wrote nothing has an empty log', async () => {
    expect(await log('silent')).toMatchObject({ code: 200, text: '' });
    expect(await log('quiet-before', 'previous=true')).toMatchObject({ code: 200, text: '' });
  });

  test('no name in a recording leads out of its directory', async () => {
    expect(await log('..%2Fshop%2Fone')).toMatchObject({ code: 200, text: '' });
  });

  test('a followed log stays open while its container runs, and ends at once where it does not', async () => {
    const stream = await openLines(`${server.url}/api/v1/namespaces/shop/pods/one/log?follow=true&tailLines=2`);
    expect(await stream.until(2)).toEqual(['', ' indented']);
    const silent = await openLines(`${server.url}/api/v1/namespaces/shop/pods/silent/log?follow=true`);
    const ended = await openLines(`${server.url}/api/v1/namespaces/shop/pods/two/log?follow=true&container=proxy`);
    await ended.ended;
    stream.close();
    silent.close();
    await expect(stream.ended).rejects.toThrow('aborted');
    await expect(silent.ended).rejects.toThrow('aborted');
  });
});

test('bytes that are no text come through unchanged', async () => {
  const built = await temporaryRecording({
    moments: {
      '1': {
        takenAt: '2026-01-01T00:10:00Z',
        lists: { 'v1/pods': [{ metadata: { name: 'p', namespace: 'n' }, spec: { containers: [{ name: 'c' }] } }] },
        logs: { 'n/p/c.log': '' },
      },
    },
  });
  const { writeFile } = await import('node:fs/promises');
  await writeFile(
    `${built.directory}/1/logs/n/p/c.log`,
    Buffer.concat([Buffer.from('2026-01-01T00:00:00Z '), Buffer.from([0xff, 0xfe, 0xc3, 0xa4, 0x0a])]),
  );
  const server = await startRecordingServer({ recording: await openRecording(built.directory) });
  const response = await fetch(`${server.url}/api/v1/namespaces/n/pods/p/log`);
  expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0xff, 0xfe, 0xc3, 0xa4, 0x0a]);
  await server.close();
  await built.remove();
});

test('the shop tells the logs of the moment it stands at', async () => {
  const server = await startRecordingServer({ recording: await openRecording('recordings/shop'), moment: '2-during' });
  const log = async (path: string) => (await get(`${server.url}/api/v1/namespaces/${path}`)).text;
  expect(await log('shop/pods/mailer-67cdc47c6f-tl6mr/log')).toMatch(/^failed to try resolving symlinks in path /);
  expect(JSON.parse(await log('payments/pods/checkout-5475956dfb-dnqft/log'))).toMatchObject({
    code: 400,
    reason: 'BadRequest',
  });
  await server.moveTo('3-after');
  expect(await log('shop/pods/mailer-67cdc47c6f-tl6mr/log?tailLines=1')).toBe(
    'FATAL cannot reach mail relay, giving up\n',
  );
  expect(JSON.parse(await log('shop/pods/search-798bd5dc6d-6l2z2/log'))).toMatchObject({
    code: 500,
    message: expect.stringMatching(/connection refused$/),
  });
  await server.close();
});
