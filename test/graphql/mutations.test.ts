import { afterEach, describe, expect, test } from 'vitest';
import { AppError, forbidden } from '#src/errors/errors.ts';
import { encodeId } from '#src/graphql/ids.ts';
import { ask, askSocket } from './harness/ask.ts';
import { CLUSTER_ID, queuedRun } from './harness/literals.ts';
import { type Served, serve } from './harness/serve.ts';
import { type LiteralServices, literalServices } from './harness/services.ts';

let served: Served | undefined;
afterEach(async () => {
  await served?.stop();
  served = undefined;
});

async function serving(
  overrides: Parameters<typeof literalServices>[0] = {},
): Promise<LiteralServices & { url: string }> {
  const literal = literalServices(overrides);
  served = await serve(literal.services);
  return { ...literal, url: served.url };
}

const START =
  'mutation($input: RunStartInput!) { runStart(input: $input) { run { id state } userErrors { message field code } } }';
const CANCEL =
  'mutation($id: ID!) { runCancel(input: { id: $id }) { run { id state } userErrors { message field code } } }';
const RUN_2 = encodeId('Run', CLUSTER_ID, 'run-2');

describe('runStart', () => {
  test('hands its input to the service and gives the run at once', async () => {
    const { url, started } = await serving();
    const input = {
      cluster: 'shop',
      scope: { namespaces: ['web'], labelSelector: 'app=web' },
      checks: ['pod-crashing'],
      params: [{ check: 'pod-crashing', params: { restarts: 5 } }],
      idempotencyKey: 'key-1',
    };
    const { data } = await ask(url, { query: START, variables: { input } }, 'oli');
    expect(data).toEqual({ runStart: { run: { id: RUN_2, state: 'QUEUED' }, userErrors: [] } });
    expect(started).toEqual([
      {
        cluster: 'shop',
        scope: { namespaces: ['web'], labelSelector: 'app=web' },
        checks: ['pod-crashing'],
        params: { 'pod-crashing': { restarts: 5 } },
        trigger: 'MANUAL',
        correlationId: expect.stringMatching(/^[\w.-]+$/),
        idempotencyKey: 'key-1',
      },
    ]);
  });

  test('what is left out or null is not said to the service', async () => {
    const { url, started } = await serving();
    await ask(url, { query: START, variables: { input: { cluster: 'shop', scope: null, checks: null } } });
    expect(started).toMatchObject([{ scope: {}, checks: undefined, params: {}, idempotencyKey: undefined }]);
  });

  test.for([
    {
      title: 'params of one check twice',
      input: {
        params: [
          { check: 'a', params: {} },
          { check: 'a', params: {} },
        ],
      },
      field: ['input', 'params', '1', 'check'],
      message: 'The check a has params twice.',
    },
    {
      title: 'params that are no object',
      input: { params: [{ check: 'a', params: [1] }] },
      field: ['input', 'params', '0', 'params'],
      message: 'The params of the check a must be an object.',
    },
  ])('$title is a user error with its place', async ({ input, field, message }) => {
    const { url, started } = await serving();
    const { data } = await ask(url, { query: START, variables: { input: { cluster: 'shop', ...input } } });
    expect(data).toEqual({ runStart: { run: null, userErrors: [{ message, field, code: 'BAD_USER_INPUT' }] } });
    expect(started).toEqual([]);
  });

  test.for(['BAD_USER_INPUT', 'INVALID_SELECTOR', 'NOT_FOUND', 'CONFLICT', 'LIMIT_EXCEEDED'] as const)(
    '%s of the service is a user error',
    async (code) => {
      const { url } = await serving({
        runs: { start: () => Promise.reject(new AppError(code, 'No.', { field: ['input', 'cluster'] })) },
      });
      const { data, errors } = await ask(url, { query: START, variables: { input: { cluster: 'shop' } } });
      expect(data).toEqual({
        runStart: { run: null, userErrors: [{ message: 'No.', field: ['input', 'cluster'], code }] },
      });
      expect(errors).toBeUndefined();
    },
  );

  test('UNAVAILABLE is no mistake of the caller and stands in errors', async () => {
    const { url } = await serving({
      runs: { start: () => Promise.reject(new AppError('UNAVAILABLE', 'The database is away.')) },
    });
    const { data, errors } = await ask(url, { query: START, variables: { input: { cluster: 'shop' } } });
    expect(data).toEqual({ runStart: null });
    expect(errors).toMatchObject([
      { message: 'The database is away.', path: ['runStart'], extensions: { code: 'UNAVAILABLE' } },
    ]);
  });
});

test('runCancel of what is no id of a run is a user error', async () => {
  const { url } = await serving();
  const { data } = await ask(url, { query: CANCEL, variables: { id: 'x' } });
  expect(data).toMatchObject({
    runCancel: { run: null, userErrors: [{ field: ['input', 'id'], code: 'INVALID_ID' }] },
  });
});

describe('every mutation is in the audit before its answer is', () => {
  test('one that was done: who, what, on which cluster, under which request', async () => {
    const { url, audited } = await serving({ runs: { cancel: async () => queuedRun } });
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer oli', 'x-request-id': 'portal-7' },
      body: JSON.stringify({ query: CANCEL, variables: { id: RUN_2 } }),
    });
    expect(await response.json()).toMatchObject({ data: { runCancel: { run: { id: RUN_2 } } } });
    expect(audited).toEqual([
      {
        viewer: 'oli',
        via: 'TOKEN',
        role: 'OPERATOR',
        action: 'runCancel',
        cluster: 'shop',
        arguments: { input: { id: RUN_2 } },
        outcome: 'SUCCESS',
        reason: undefined,
        milliseconds: expect.any(Number),
        correlationId: 'portal-7',
      },
    ]);
  });

  test('one that failed by a mistake of the caller, with its code and our words', async () => {
    const { url, audited } = await serving();
    await ask(url, { query: CANCEL, variables: { id: RUN_2 } });
    expect(audited).toMatchObject([
      { action: 'runCancel', outcome: 'FAILED', reason: 'NOT_FOUND: The run was not found.' },
    ]);
  });

  test('one that failed by a defect, without its text', async () => {
    const { url, audited } = await serving({ runs: { start: () => Promise.reject(new Error('password=hunter2')) } });
    await ask(url, { query: START, variables: { input: { cluster: 'shop' } } });
    expect(audited).toMatchObject([{ action: 'runStart', cluster: 'shop', outcome: 'FAILED', reason: 'INTERNAL' }]);
    expect(JSON.stringify(audited)).not.toContain('hunter2');
  });

  test('one that the role does not allow: the service is not asked, and the answer is FORBIDDEN', async () => {
    for (const askOver of [ask, askSocket]) {
      const { url, audited, started } = await serving();
      const { data, errors } = await askOver(url, { query: START, variables: { input: { cluster: 'shop' } } }, 'vic');
      expect(data).toEqual({ runStart: null });
      expect(errors).toMatchObject([
        {
          message: 'The role VIEWER may not do this; OPERATOR may.',
          path: ['runStart'],
          extensions: { code: 'FORBIDDEN' },
        },
      ]);
      expect(started).toEqual([]);
      expect(audited).toMatchObject([
        {
          viewer: 'vic',
          role: 'VIEWER',
          action: 'runStart',
          outcome: 'REFUSED',
          reason: 'FORBIDDEN: The role VIEWER may not do this; OPERATOR may.',
        },
      ]);
      await served?.stop();
    }
  });

  test('two in one request are two events', async () => {
    const { url, audited } = await serving();
    await ask(url, {
      query: `mutation { a: runCancel(input: { id: "${RUN_2}" }) { run { id } } b: runCancel(input: { id: "x" }) { run { id } } }`,
    });
    expect(audited.map(({ reason }) => reason?.split(':')[0])).toEqual(['NOT_FOUND', 'INVALID_ID']);
  });

  test('secrets among the arguments are not written', async () => {
    const { url, audited } = await serving();
    const params = [
      { check: 'c', params: { token: 'hunter2', nested: { apiKey: 'hunter2', note: 'Bearer hunter2' }, limit: 5 } },
    ];
    await ask(url, { query: START, variables: { input: { cluster: 'shop', params } } });
    expect(audited[0]?.arguments).toEqual({
      input: {
        cluster: 'shop',
        params: [
          {
            check: 'c',
            params: { token: '[redacted]', nested: { apiKey: '[redacted]', note: '[redacted]' }, limit: 5 },
          },
        ],
      },
    });
  });
});

describe('refused reading is in the audit too', () => {
  test('a field that the role does not allow, once per request however often it is asked', async () => {
    const { url, audited, asked } = await serving();
    const query = '{ a: auditEvents { totalCount } b: auditEvents { totalCount } clusters { totalCount } }';
    const { data, errors } = await ask(url, { query }, 'oli');
    expect(data).toEqual({ a: null, b: null, clusters: { totalCount: 2 } });
    expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    expect(asked).toEqual([]);
    expect(audited).toMatchObject([{ viewer: 'oli', action: 'Query.auditEvents', outcome: 'REFUSED' }]);
  });

  test('what a service refuses, deep inside and in a subscription', async () => {
    const no = (): never => {
      throw forbidden('Not this one.');
    };
    const { url, audited } = await serving({
      findings: { list: async () => no() },
      runs: { progress: async () => no() },
    });
    await ask(url, { query: '{ cluster(name: "shop") { openFindings { totalCount } } }' }, 'vic');
    await askSocket(url, { query: `subscription { runProgress(runId: "${RUN_2}") { cursor } }` }, 'vic');
    expect(audited).toMatchObject([
      { viewer: 'vic', action: 'Cluster.openFindings', outcome: 'REFUSED', reason: 'FORBIDDEN: Not this one.' },
      { viewer: 'vic', action: 'Subscription.runProgress', outcome: 'REFUSED', arguments: { runId: RUN_2 } },
    ]);
  });

  test('what is allowed writes nothing', async () => {
    const { url, audited } = await serving();
    await ask(url, { query: '{ auditEvents { totalCount } clusters { totalCount } }' });
    expect(audited).toEqual([]);
  });
});
