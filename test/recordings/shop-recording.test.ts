import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRecording } from '#src/recordings/recording.ts';
import { type RecordingServer, startRecordingServer } from '#src/recordings/recording-server.ts';
import { get, list, namesIn } from './api-client.ts';

describe('the shop recording over HTTP', () => {
  let server: RecordingServer;
  beforeAll(async () => {
    server = await startRecordingServer({ recording: await openRecording('recordings/shop') });
  });
  afterAll(() => server.close());
  const at = (path: string): string => `${server.url}${path}`;

  test('begins at the last moment and says so', () => {
    expect([server.moment(), server.takenAt(), server.moments]).toEqual([
      '3-after',
      '2026-11-23T16:16:22Z',
      ['1-before', '2-during', '3-after'],
    ]);
  });

  test('serves the version and the health texts', async () => {
    expect((await get(at('/version'))).body).toMatchObject({ gitVersion: 'v1.34.4', minor: '34' });
    expect((await get(at('/readyz'))).text).toBe('ok');
    expect((await get(at('/livez?verbose'))).text).toMatch(/^\[\+\]ping ok\n.*\nlivez check passed\n$/s);
    expect((await get(at('/healthz?verbose'))).text).toMatch(/healthz check passed\n$/);
    expect((await get(at('/metrics'))).text).toMatch(/^# HELP aggregator_unavailable_apiservice /);
  });

  test('serves discovery as it was recorded, without versions it knows nothing of', async () => {
    expect((await get(at('/api'))).body).toEqual({
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [],
    });
    const groups = (await get(at('/apis'))).body as {
      kind: string;
      groups: { name: string; versions: { version: string }[] }[];
    };
    expect(groups.kind).toBe('APIGroupList');
    expect(groups.groups).toHaveLength(22);
    expect(groups.groups.find(({ name }) => name === 'autoscaling')?.versions).toEqual([
      { groupVersion: 'autoscaling/v2', version: 'v2' },
    ]);
    expect((await get(at('/apis/batch'))).body).toMatchObject({
      kind: 'APIGroup',
      name: 'batch',
      preferredVersion: { version: 'v1' },
    });
    expect((await get(at('/api/v1'))).body).toMatchObject({ kind: 'APIResourceList', groupVersion: 'v1' });
    expect((await get(at('/apis/apps/v1/'))).body).toMatchObject({ groupVersion: 'apps/v1' });
    expect((await get(at('/apis/autoscaling/v1'))).code).toBe(404);
  });

  test('every recorded list comes back with all its items', async () => {
    const moment = await (await openRecording('recordings/shop')).load('3-after');
    for (const [path, recorded] of moment.lists) {
      const body = await list(at(path));
      expect([path, body.kind, body.items]).toEqual([path, recorded.kind, recorded.items]);
    }
  });

  test('lists carry one resourceVersion for all kinds and the recorded clock', async () => {
    const pods = await get(at('/api/v1/pods'));
    const metrics = await get(at('/apis/metrics.k8s.io/v1beta1/nodes'));
    expect(pods.headers.get('kubeclinic-recorded-at')).toBe('2026-11-23T16:16:22Z');
    expect(pods.body).toMatchObject({ apiVersion: 'v1', kind: 'PodList', metadata: { resourceVersion: '7191' } });
    expect(metrics.body).toMatchObject({ kind: 'NodeMetricsList', metadata: { resourceVersion: '7191' } });
  });

  test('lists a namespace, and nothing of a namespace that does not exist', async () => {
    const jobs = await list(at('/apis/batch/v1/namespaces/batch/cronjobs'));
    expect(namesIn(jobs)).toEqual(['cleanup-carts', 'nightly-report', 'sync-stock']);
    expect((await list(at('/api/v1/namespaces/nowhere/pods'))).items).toEqual([]);
  });

  test('gets an object by name, with the kind that list items leave out', async () => {
    expect((await get(at('/apis/apps/v1/namespaces/shop/deployments/mailer'))).body).toMatchObject({
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      metadata: { name: 'mailer', namespace: 'shop' },
    });
    expect((await get(at('/api/v1/namespaces/shop'))).body).toMatchObject({
      kind: 'Namespace',
      metadata: { name: 'shop' },
    });
    expect((await get(at('/api/v1/namespaces/shop/status'))).body).toMatchObject({ kind: 'Namespace' });
    expect((await get(at('/api/v1/nodes/cp-1'))).body).toMatchObject({ kind: 'Node', metadata: { name: 'cp-1' } });
  });

  test('serves what kubelets told, and the recorded words where one was dead', async () => {
    expect((await get(at('/api/v1/nodes/cp-1/proxy/stats/summary'))).body).toMatchObject({
      node: { nodeName: 'cp-1' },
    });
    expect((await get(at('/api/v1/nodes/cp-1/proxy/configz'))).body).toMatchObject({ kubeletconfig: { port: 10250 } });
    expect((await get(at('/api/v1/nodes/cp-1/proxy/healthz'))).text).toBe('ok');
    expect((await get(at('/api/v1/nodes/cp-1/proxy/metrics/resource'))).text).toMatch(
      /^# HELP container_cpu_usage_seconds_total/,
    );
    expect((await get(at('/api/v1/nodes/worker-1/proxy/stats/summary'))).body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'error trying to reach service: dial tcp 10.88.0.2:10350: connect: connection refused',
      reason: 'ServiceUnavailable',
      code: 503,
    });
    expect((await get(at('/api/v1/nodes/cp-1/proxy/../../../../version.json'))).code).toBe(404);
    expect((await get(at('/api/v1/nodes/cp-1/proxy/pods'))).body).toMatchObject({
      code: 404,
      message: 'the recording holds no /pods of node cp-1',
    });
  });

  test('an API that could not be read answers with the recorded words, and so does all beneath it', async () => {
    const words = 'the server is currently unable to handle the request';
    for (const path of [
      '/apis/custom.metrics.k8s.io/v1beta1',
      '/apis/custom.metrics.k8s.io/v1beta1/namespaces/shop/things',
    ]) {
      expect((await get(at(path))).body).toMatchObject({ code: 503, reason: 'ServiceUnavailable', message: words });
    }
  });

  test('plain JSON goes to clients that would rather have a table, 406 to those that take nothing else', async () => {
    const kubectl =
      'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';
    expect((await get(at('/api/v1/nodes'), { headers: { accept: kubectl } })).body).toMatchObject({ kind: 'NodeList' });
    for (const accept of [
      'application/vnd.kubernetes.protobuf',
      'application/json;as=Table;v=v1;g=meta.k8s.io',
      'application/json;q=0',
    ]) {
      expect((await get(at('/api/v1/nodes'), { headers: { accept } })).body).toMatchObject({
        code: 406,
        reason: 'NotAcceptable',
      });
    }
  });

  test.for<[path: string, code: number, rest: object]>([
    [
      '/api/v1/namespaces/shop/pods/nope',
      404,
      { reason: 'NotFound', message: 'pods "nope" not found', details: { name: 'nope', kind: 'pods' } },
    ],
    [
      '/apis/apps/v1/namespaces/shop/deployments/nope',
      404,
      { message: 'deployments.apps "nope" not found', details: { name: 'nope', group: 'apps', kind: 'deployments' } },
    ],
    ['/api/v1/pods/nope', 404, { reason: 'NotFound', message: 'the server could not find the requested resource' }],
    ['/api/v1/namespaces/shop/nodes', 404, { reason: 'NotFound' }],
    ['/api/v1/widgets', 404, { reason: 'NotFound' }],
    ['/apis/example.org/v1/widgets', 404, { reason: 'NotFound' }],
    ['/apis/example.org', 404, { reason: 'NotFound' }],
    ['/api/v1/namespaces/shop/pods/cart-56f65dfd56-w9tdr/exec', 404, { reason: 'NotFound' }],
    ['/', 404, { reason: 'NotFound' }],
    ['//api/v1/pods', 404, { reason: 'NotFound' }],
    ['/api/v1/namespaces/%E0%A4%A/pods', 404, { reason: 'NotFound' }],
    ['/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', 405, { reason: 'MethodNotAllowed' }],
    ['/apis/metrics.k8s.io/v1beta1/nodes?watch=true', 405, { reason: 'MethodNotAllowed' }],
    [
      '/api/v1/pods?limit=ten',
      400,
      { reason: 'BadRequest', message: 'limit: Invalid value: "ten": must be a whole number' },
    ],
    ['/api/v1/pods?resourceVersion=soon', 400, { reason: 'BadRequest' }],
    ['/api/v1/pods?watch=1&resourceVersion=soon', 400, { reason: 'BadRequest' }],
    ['/api/v1/pods?resourceVersionMatch=Nearly', 400, { reason: 'BadRequest' }],
    ['/api/v1/pods?labelSelector=a%20b', 400, { reason: 'BadRequest' }],
    [
      '/api/v1/pods?fieldSelector=spec.foo%3D1',
      400,
      { reason: 'BadRequest', message: 'field label not supported: spec.foo' },
    ],
    ['/api/v1/pods?fieldSelector=toString%3D1', 400, { reason: 'BadRequest' }],
    [
      '/api/v1/pods?fieldSelector=metadata.name',
      400,
      { reason: 'BadRequest', message: "invalid selector: 'metadata.name'; can't understand 'metadata.name'" },
    ],
    ['/api/v1/pods?continue=abc', 410, { reason: 'Expired' }],
    ['/api/v1/pods?resourceVersion=3&resourceVersionMatch=Exact', 410, { reason: 'Expired' }],
    [
      '/api/v1/pods?resourceVersion=9999',
      504,
      {
        reason: 'Timeout',
        message: 'Too large resource version: 9999, current: 7191',
        details: {
          retryAfterSeconds: 1,
          causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
        },
      },
    ],
  ])('%s is answered by a Status', async ([path, code, rest]) => {
    const answer = await get(at(path));
    expect(answer.code).toBe(code);
    expect(answer.body).toMatchObject({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, ...rest });
  });

  test.for(['POST', 'PUT', 'PATCH', 'DELETE'])('%s is refused: a recording is read', async (method) => {
    const answer = await get(at('/api/v1/namespaces/shop/pods/thumbnailer'), { method });
    expect(answer.body).toMatchObject({ kind: 'Status', code: 405, reason: 'MethodNotAllowed' });
  });

  test('a page of another host, rebound to this address, reads nothing', async () => {
    const { request } = await import('node:http');
    const code = await new Promise((resolve) => {
      request(at('/api/v1/secrets'), { headers: { host: 'evil.example:80' } }, (response) =>
        resolve(response.resume().statusCode),
      ).end();
    });
    expect(code).toBe(403);
  });

  test.for<[query: string, names: string[]]>([
    ['labelSelector=app%3Dcart', ['cart-56f65dfd56-btwlj', 'cart-56f65dfd56-vfnr2', 'cart-56f65dfd56-w9tdr']],
    [
      'labelSelector=app%20in%20(mailer)&fieldSelector=spec.nodeName%3Dworker-1',
      ['mailer-67cdc47c6f-qhr7d', 'mailer-b68cdc44d-bnw77'],
    ],
    ['fieldSelector=metadata.name%3Dcart-56f65dfd56-w9tdr', ['cart-56f65dfd56-w9tdr']],
    [
      'fieldSelector=status.phase!%3DRunning,metadata.namespace%3D%3Dpayments',
      ['checkout-5475956dfb-dnqft', 'invoices-6686f8ffbf-9kkk6', 'invoices-6686f8ffbf-tshc4'],
    ],
  ])('pods are selected by %s', async ([query, names]) => {
    expect(namesIn(await list(at(`/api/v1/pods?${query}`)))).toEqual(names);
  });

  test('events are selected by the object they are about', async () => {
    const query = 'fieldSelector=involvedObject.kind%3DNode,involvedObject.name%3Dworker-1,type%3DWarning';
    const byKind = await list(at(`/api/v1/events?${query}`));
    const regarding = await list(
      at(`/apis/events.k8s.io/v1/events?${query.replaceAll('involvedObject', 'regarding')}`),
    );
    expect(namesIn(byKind)).toEqual(namesIn(regarding));
    expect(byKind.items).toHaveLength(1);
  });

  test('pages add up to the whole list, and say what remains', async () => {
    const pages = [];
    let next = '';
    do {
      const page = await list(at(`/api/v1/pods?limit=25${next}`));
      pages.push(page);
      next = page.metadata.continue === undefined ? '' : `&continue=${encodeURIComponent(page.metadata.continue)}`;
    } while (next !== '');
    expect(pages.map(({ items, metadata }) => [items.length, metadata.remainingItemCount])).toEqual([
      [25, 33],
      [25, 8],
      [8, undefined],
    ]);
    expect(pages.flatMap(namesIn)).toEqual(namesIn(await list(at('/api/v1/pods'))));
  });

  test('what remains is not counted behind a selector', async () => {
    const page = await list(at('/api/v1/pods?limit=1&labelSelector=app%3Dcart'));
    expect(page.metadata.continue).toBeTypeOf('string');
    expect(page.metadata).not.toHaveProperty('remainingItemCount');
  });
});
