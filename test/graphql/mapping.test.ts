import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeId } from '#src/graphql/ids.ts';
import { ask } from './harness/ask.ts';
import { CLUSTER_ID } from './harness/literals.ts';
import { type Served, serve } from './harness/serve.ts';
import { literalServices } from './harness/services.ts';

const { services, asked } = literalServices();
let served: Served;
beforeAll(async () => {
  served = await serve(services);
});
afterAll(() => served.stop());

/** Asks and gives the data; errors fail the test. */
async function data(query: string, variables: Record<string, unknown> = {}): Promise<unknown> {
  const answer = await ask(served.url, { query, variables });
  expect(answer.errors).toBeUndefined();
  expect(answer.status).toBe(200);
  return answer.data;
}

const RUN_1 = encodeId('Run', CLUSTER_ID, 'run-1');
const RUN_2 = encodeId('Run', CLUSTER_ID, 'run-2');
const RUN_3 = encodeId('Run', CLUSTER_ID, 'run-3');

describe('a cluster', () => {
  test('is shown with what can be seen of each kind, and why not', async () => {
    const query = `query($name: String!) { cluster(name: $name) {
      id name uid source version now connection { state reason }
      kinds { __typename kind state
        ... on KindStale { since reason } ... on KindForbidden { verb resource } ... on KindUnavailable { unavailable: reason } }
    } }`;
    expect(await data(query, { name: 'shop' })).toEqual({
      cluster: {
        id: encodeId('Cluster', 'shop', ''),
        name: 'shop',
        uid: CLUSTER_ID,
        source: 'RECORDING',
        version: 'v1.34.4',
        now: '2026-03-01T12:00:00.000Z',
        connection: { state: 'CONNECTED', reason: null },
        kinds: [
          { __typename: 'KindSynced', kind: 'Pod', state: 'SYNCED' },
          { __typename: 'KindSyncing', kind: 'Node', state: 'SYNCING' },
          {
            __typename: 'KindStale',
            kind: 'Lease',
            state: 'STALE',
            since: '2026-03-01T11:58:00.000Z',
            reason: 'The watch broke.',
          },
          { __typename: 'KindForbidden', kind: 'Secret', state: 'FORBIDDEN', verb: 'list', resource: 'secrets' },
          { __typename: 'KindUnavailable', kind: 'Event', state: 'UNAVAILABLE', unavailable: 'etcd is down.' },
          { __typename: 'KindAbsent', kind: 'Ingress', state: 'ABSENT' },
        ],
      },
    });
  });

  test('that was never reached has neither version nor identity, and says why', async () => {
    const query =
      '{ clusters(first: 1) { nodes { name uid version connection { state reason } kinds { kind } } totalCount pageInfo { hasNextPage } } }';
    expect(await data(query)).toEqual({
      clusters: {
        nodes: [
          {
            name: 'arn:aws:eks:eu-west-1:1:cluster/edge',
            uid: null,
            version: null,
            connection: { state: 'FAILED', reason: 'Nobody answers.' },
            kinds: [],
          },
        ],
        totalCount: 2,
        pageInfo: { hasNextPage: true },
      },
    });
  });

  test('names its open findings and its newest run by asking for no more than that', async () => {
    const before = asked.length;
    const query =
      '{ cluster(name: "shop") { openFindings(first: 1) { nodes { name } } latestRun(states: [FINISHED]) { id } } }';
    expect(await data(query)).toEqual({
      cluster: { openFindings: { nodes: [{ name: 'web-1' }] }, latestRun: { id: RUN_3 } },
    });
    expect(asked.slice(before)).toEqual([
      'findings.list {"cluster":"shop","state":"OPEN"} 1',
      'runs.list {"cluster":"shop","states":["FINISHED"]} 1',
    ]);
  });

  test('of no such name is null', async () => {
    expect(await data('{ cluster(name: "nowhere") { id } }')).toEqual({ cluster: null });
  });
});

describe('a check', () => {
  const FIELDS =
    'id name title stage severity needs uses params remedy aliases documentation messages { id text severity problem next }';
  const POD_CRASHING = {
    id: encodeId('Check', '', 'pod-crashing'),
    name: 'pod-crashing',
    title: 'Container crashes again and again',
    stage: 'POD',
    severity: 'ERROR',
    needs: ['Pod'],
    uses: ['Event'],
    params: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: { restarts: { default: 3, type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER } },
      additionalProperties: false,
    },
    remedy: 'Read the log.',
    aliases: ['k8sgpt:Pod'],
    documentation: 'docs/checks/pod-crashing.md',
    messages: [
      { id: 'crashes', text: 'It crashes.', severity: 'ERROR', problem: 'crashing', next: 'kubectl logs' },
      { id: 'restarts', text: 'It restarts.', severity: 'WARNING', problem: 'restarts', next: 'kubectl logs' },
    ],
  };

  test('is found by name and by id, with the schema of its params', async () => {
    const query = `query($id: ID!) { byName: check(id: "pod-crashing") { ${FIELDS} } byId: check(id: $id) { ${FIELDS} } }`;
    expect(await data(query, { id: POD_CRASHING.id })).toEqual({ byName: POD_CRASHING, byId: POD_CRASHING });
  });

  test('without params, uses and aliases says so', async () => {
    expect(await data('{ check(id: "node-ready") { uses aliases params } }')).toEqual({
      check: {
        uses: [],
        aliases: [],
        params: {
          $schema: 'https://json-schema.org/draft/2020-12/schema',
          type: 'object',
          properties: {},
          additionalProperties: false,
        },
      },
    });
  });

  test('that does not exist is null', async () => {
    expect(await data('{ check(id: "no-such-check") { id } }')).toEqual({ check: null });
  });

  test('stands in the catalogue by name, or among those of its stage', async () => {
    const query =
      '{ all: checks { nodes { name } totalCount } nodes: checks(stage: NODE) { edges { node { name } } totalCount } }';
    expect(await data(query)).toEqual({
      all: { nodes: [{ name: 'node-ready' }, { name: 'pod-crashing' }], totalCount: 2 },
      nodes: { edges: [{ node: { name: 'node-ready' } }], totalCount: 1 },
    });
  });
});

describe('a run', () => {
  const FIELDS = `id sequence state cluster { name } clusterName scope { namespaces labelSelector } checks params startedBy trigger correlationId
    queuedAt startedAt endedAt takenAt reason cancelledBy outcomes { nodes { checkName check { title } variant state findingCount reason milliseconds } totalCount }
    coverage { kinds { status { __typename kind } objects } objects apiCalls milliseconds }`;

  test('that is FINISHED has outcomes by check name, and coverage', async () => {
    expect(await data(`query($id: ID!) { run(id: $id) { ${FIELDS} } }`, { id: RUN_1 })).toEqual({
      run: {
        id: RUN_1,
        sequence: 1,
        state: 'FINISHED',
        cluster: { name: 'shop' },
        clusterName: 'shop',
        scope: { namespaces: null, labelSelector: 'app=web' },
        checks: ['pod-crashing'],
        params: { 'pod-crashing': { restarts: 3 } },
        startedBy: 'ann',
        trigger: 'MANUAL',
        correlationId: 'req-1',
        queuedAt: '2026-03-01T11:00:00.000Z',
        startedAt: '2026-03-01T11:00:01.000Z',
        endedAt: '2026-03-01T11:00:02.000Z',
        takenAt: '2026-03-01T10:59:00.000Z',
        reason: null,
        cancelledBy: null,
        outcomes: {
          nodes: [
            {
              checkName: 'job-failed',
              check: null,
              variant: null,
              state: 'CRASHED',
              findingCount: 0,
              reason: 'It threw.',
              milliseconds: 0.4,
            },
            {
              checkName: 'node-ready',
              check: { title: 'Node is not ready' },
              variant: null,
              state: 'OK',
              findingCount: 0,
              reason: null,
              milliseconds: 0.2,
            },
            {
              checkName: 'pod-crashing',
              check: { title: 'Container crashes again and again' },
              variant: 'ab12',
              state: 'FINDINGS',
              findingCount: 2,
              reason: null,
              milliseconds: 1.5,
            },
            {
              checkName: 'secret-missing',
              check: null,
              variant: null,
              state: 'UNKNOWN',
              findingCount: 0,
              reason: 'Secret is FORBIDDEN.',
              milliseconds: 0.1,
            },
          ],
          totalCount: 4,
        },
        coverage: {
          kinds: [{ status: { __typename: 'KindSynced', kind: 'Pod' }, objects: 12 }],
          objects: 12,
          apiCalls: 0,
          milliseconds: 3.25,
        },
      },
    });
  });

  test('that is QUEUED has none of them', async () => {
    const query =
      'query($id: ID!) { run(id: $id) { state scope { namespaces labelSelector } checks startedAt endedAt takenAt outcomes { totalCount } coverage { objects } } }';
    expect(await data(query, { id: RUN_2 })).toEqual({
      run: {
        state: 'QUEUED',
        scope: { namespaces: ['web'], labelSelector: null },
        checks: null,
        startedAt: null,
        endedAt: null,
        takenAt: null,
        outcomes: null,
        coverage: null,
      },
    });
  });

  test('that FAILED says why', async () => {
    expect(await data('query($id: ID!) { run(id: $id) { state startedAt endedAt reason } }', { id: RUN_3 })).toEqual({
      run: { state: 'FAILED', startedAt: null, endedAt: '2026-03-01T11:10:00.000Z', reason: 'The server was stopped.' },
    });
  });

  test('outcomes can be narrowed to those that could not look', async () => {
    const query =
      'query($id: ID!) { run(id: $id) { outcomes(states: [UNKNOWN, CRASHED], first: 1) { nodes { state } pageInfo { hasNextPage } totalCount } } }';
    expect(await data(query, { id: RUN_1 })).toEqual({
      run: { outcomes: { nodes: [{ state: 'CRASHED' }], pageInfo: { hasNextPage: true }, totalCount: 2 } },
    });
  });

  test('of another cluster than its id says is null', async () => {
    expect(await data('query($id: ID!) { run(id: $id) { id } }', { id: encodeId('Run', 'other', 'run-1') })).toEqual({
      run: null,
    });
  });
});
