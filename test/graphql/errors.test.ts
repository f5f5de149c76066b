import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '#src/errors/errors.ts';
import { encodeId } from '#src/graphql/ids.ts';
import { ask, askSocket } from './harness/ask.ts';
import { CLUSTER_ID, crashing } from './harness/literals.ts';
import { type Served, serve } from './harness/serve.ts';
import { literalServices } from './harness/services.ts';

const SECRET = 'password=hunter2 in /srv/app/db.ts';
const FINDING = encodeId('Finding', CLUSTER_ID, 'finding-1');
const RUN = encodeId('Run', CLUSTER_ID, 'run-1');
const CHECK = encodeId('Check', '', 'node-ready');

const { services } = literalServices({
  runs: {
    list: () => Promise.reject(new Error(SECRET, { cause: new Error('connection refused') })),
    get: () => Promise.reject(Object.assign(new Error(SECRET), { extensions: { code: 'FORBIDDEN', secret: SECRET } })),
  },
  findings: {
    async list(_viewer, { text }) {
      if (text === 'selector')
        throw new AppError('INVALID_SELECTOR', 'The selector `a==` lacks a value.', {
          field: ['filter', 'text'],
          cause: new Error(SECRET),
        });
      throw new AppError('INVALID_CURSOR', 'This is no cursor of this list.', { field: ['after'] });
    },
    // A severity that the schema does not know: graphql-js quotes the value in its own error.
    get: async () => ({ ...crashing, severity: SECRET as 'ERROR' }),
  },
});
let served: Served;
beforeAll(async () => {
  served = await serve(services);
});
afterAll(() => served.stop());

describe('what went wrong inside stays inside, on HTTP and WebSocket', () => {
  test.for([
    { title: 'an unknown error', query: '{ runs { nodes { id } } }', path: ['runs'] },
    {
      title: 'an unknown error that brings a code of ours along',
      query: `{ run(id: "${RUN}") { id } }`,
      path: ['run'],
    },
    {
      title: 'a value that does not fit the schema',
      query: `{ finding(id: "${FINDING}") { severity } }`,
      path: ['finding', 'severity'],
    },
  ])('$title is masked, and the log has its cause under the errorId', async ({ query, path }) => {
    for (const answer of [await ask(served.url, { query }), await askSocket(served.url, { query })]) {
      expect(JSON.stringify(answer)).not.toContain('hunter2');
      expect(answer.errors).toHaveLength(1);
      const { message, path: where, extensions } = answer.errors?.[0] ?? { message: '', extensions: {} };
      const errorId = String(extensions['errorId']);
      expect({ message, where, extensions }).toEqual({
        message: `Something went wrong in the server. The log tells more under the error id ${errorId}.`,
        where: path,
        extensions: { code: 'INTERNAL', errorId },
      });
      const logged = served.log.find((line) => line['errorId'] === errorId);
      expect(logged).toMatchObject({ level: 50, path, err: { message: expect.stringContaining('hunter2') } });
    }
  });

  test('an expected error shows its text, code and field, and not its cause', async () => {
    const query = '{ findings(filter: { text: "selector" }) { nodes { id } } }';
    const errors = [
      {
        message: 'The selector `a==` lacks a value.',
        locations: [{ line: 1, column: 3 }],
        path: ['findings'],
        extensions: { code: 'INVALID_SELECTOR', field: ['filter', 'text'] },
      },
    ];
    expect(await ask(served.url, { query })).toMatchObject({ status: 200, data: { findings: null }, errors });
    expect(await askSocket(served.url, { query })).toEqual({ data: { findings: null }, errors });
  });

  test('a failing field takes no other along', async () => {
    const answer = await ask(served.url, { query: '{ runs { nodes { id } } clusters { totalCount } }' });
    expect(answer.data).toEqual({ runs: null, clusters: { totalCount: 2 } });
  });
});

describe('a request that can not be answered is told once what is wrong, with a code and an HTTP status', () => {
  test.for<{
    title: string;
    question: { query: string; variables?: Record<string, unknown>; operationName?: string };
    status: number;
    code: string;
    message: string;
  }>([
    {
      title: 'bad syntax',
      question: { query: '{ clusters { ' },
      status: 400,
      code: 'GRAPHQL_PARSE_FAILED',
      message: 'Syntax Error: Expected Name, found <EOF>.',
    },
    {
      title: 'no operation',
      question: { query: 'fragment F on Run { id }' },
      status: 400,
      code: 'GRAPHQL_VALIDATION_FAILED',
      message: 'Fragment "F" is never used.',
    },
    {
      title: 'an unknown field',
      question: { query: '{ cluster(name: "shop") { nam } }' },
      status: 400,
      code: 'GRAPHQL_VALIDATION_FAILED',
      message: 'Cannot query field "nam" on type "Cluster". Did you mean "name" or "now"?',
    },
    {
      title: 'a list from behind, which is not offered',
      question: { query: '{ runs(last: 5) { nodes { id } } }' },
      status: 400,
      code: 'GRAPHQL_VALIDATION_FAILED',
      message: 'Unknown argument "last" on field "Query.runs".',
    },
    {
      title: 'an operation name that is not there',
      question: { query: 'query A { clusters { totalCount } }', operationName: 'B' },
      status: 400,
      code: 'OPERATION_RESOLUTION_FAILURE',
      message: 'There is no operation named B; it has A.',
    },
    {
      title: 'several operations and no name',
      question: { query: 'query A { __typename } query B { __typename }' },
      status: 400,
      code: 'OPERATION_RESOLUTION_FAILURE',
      message: 'The document has several operations and `operationName` is missing; it has A, B.',
    },
    {
      title: 'a variable of another type',
      question: { query: 'query($n: Int!) { clusters(first: $n) { totalCount } }', variables: { n: 'many' } },
      status: 400,
      code: 'BAD_USER_INPUT',
      message: 'Variable "$n" got invalid value "many"; Int cannot represent non-integer value: "many"',
    },
    {
      title: 'a variable that is missing',
      question: { query: 'query($name: String!) { cluster(name: $name) { id } }' },
      status: 400,
      code: 'BAD_USER_INPUT',
      message: 'Variable "$name" of required type "String!" was not provided.',
    },
    {
      title: 'two wrong variables: the first is told',
      question: {
        query:
          'query($a: Int!, $b: Int!) { a: clusters(first: $a) { totalCount } b: clusters(first: $b) { totalCount } }',
        variables: { a: 'x', b: 'y' },
      },
      status: 400,
      code: 'BAD_USER_INPUT',
      message: 'Variable "$a" got invalid value "x"; Int cannot represent non-integer value: "x"',
    },
    {
      title: 'null for an argument that has a default',
      question: { query: 'query($n: Int = 5) { clusters(first: $n) { totalCount } }', variables: { n: null } },
      status: 400,
      code: 'BAD_USER_INPUT',
      message: 'Argument "first" of non-null type "Int!" must not be null.',
    },
    {
      title: 'a time without offset',
      question: {
        query: 'query($t: DateTime) { auditEvents(filter: { since: $t }) { totalCount } }',
        variables: { t: '2026-03-01' },
      },
      status: 400,
      code: 'BAD_USER_INPUT',
      message:
        'Variable "$t" got invalid value "2026-03-01"; DateTime cannot represent an invalid date-time-string 2026-03-01.',
    },
    {
      title: 'a subscription over HTTP',
      question: { query: `subscription { runProgress(runId: "${RUN}") { cursor } }` },
      status: 400,
      code: 'BAD_USER_INPUT',
      message: 'Subscriptions need a WebSocket (graphql-transport-ws) at this same address.',
    },
  ])('$title', async ({ question, status, code, message }) => {
    const answer = await ask(served.url, question);
    expect(answer.errors?.map((error) => ({ message: error.message, extensions: error.extensions }))).toEqual([
      { message, extensions: { code } },
    ]);
    expect(answer).not.toHaveProperty('data');
    expect(answer.status).toBe(status);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');

    if (question.query.startsWith('subscription')) return;
    const overSocket = await askSocket(served.url, question);
    expect(overSocket.errors?.map((error) => ({ message: error.message, extensions: error.extensions }))).toEqual([
      { message, extensions: { code } },
    ]);
  });

  test.for([
    {
      title: 'an empty object',
      body: '{}',
      message: 'POST body missing, invalid Content-Type, or JSON object has no keys.',
    },
    {
      title: 'variables as text',
      body: '{"query":"{__typename}","variables":"{}"}',
      message: '`variables` in a POST body should be provided as an object, not a recursively JSON-encoded string.',
    },
    { title: 'a query that is no text', body: '{"query":5}', message: 'GraphQL queries must be strings.' },
  ])('$title as a body', async ({ body, message }) => {
    const response = await fetch(`${served.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  test('a GET such as a page of another site could send', async () => {
    const response = await fetch(`${served.url}/graphql?query=%7B__typename%7D`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      errors: [{ message: expect.stringContaining('CSRF'), extensions: { code: 'BAD_USER_INPUT' } }],
    });
    const asked = await fetch(`${served.url}/graphql?query=%7B__typename%7D`, {
      headers: { 'apollo-require-preflight': '1' },
    });
    expect(await asked.json()).toEqual({ data: { __typename: 'Query' } });
  });

  test('a mutation by GET', async () => {
    const query = encodeURIComponent(`mutation { runCancel(input: { id: "${RUN}" }) { run { id } } }`);
    const response = await fetch(`${served.url}/graphql?query=${query}`, {
      headers: { 'apollo-require-preflight': '1' },
    });
    expect(response.status).toBe(405);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });
});

describe('ids and cursors that can not be used', () => {
  const NOT_OURS = 'This is not an id of this server. Ids are opaque: pass on what an `id` field gave.';

  test.for([
    { title: 'node', query: '{ node(id: "x") { id } }', code: 'INVALID_ID', field: ['id'], message: NOT_OURS },
    {
      title: 'nodes, with the place',
      query: `{ nodes(ids: ["${CHECK}", "x"]) { id } }`,
      code: 'INVALID_ID',
      field: ['ids', '1'],
      message: NOT_OURS,
    },
    {
      title: 'run with the id of a finding',
      query: `{ run(id: "${FINDING}") { id } }`,
      code: 'INVALID_ID',
      field: ['id'],
      message: 'This is the id of a Finding; the id of a Run is needed.',
    },
    { title: 'finding', query: '{ finding(id: "x") { id } }', code: 'INVALID_ID', field: ['id'], message: NOT_OURS },
    {
      title: 'check with the id of a run',
      query: `{ check(id: "${RUN}") { id } }`,
      code: 'INVALID_ID',
      field: ['id'],
      message: 'This is the id of a Run; the id of a Check is needed.',
    },
    {
      title: 'compareRuns',
      query: `{ compareRuns(base: "${RUN}", head: "x") { base { id } } }`,
      code: 'INVALID_ID',
      field: ['head'],
      message: NOT_OURS,
    },
    {
      title: 'an audit event',
      query: `{ node(id: "${encodeId('AuditEvent', '', 'a-1')}") { id } }`,
      code: 'INVALID_ID',
      field: ['id'],
      message: "An AuditEvent can't be read by its id; ask `auditEvents`.",
    },
    {
      title: 'a cursor that the store refuses',
      query: '{ findings(after: "x") { nodes { id } } }',
      code: 'INVALID_CURSOR',
      field: ['after'],
      message: 'This is no cursor of this list.',
    },
    {
      title: 'a cursor of a list in memory',
      query: '{ clusters(after: "x") { nodes { id } } }',
      code: 'INVALID_CURSOR',
      field: ['after'],
      message: '`after` is not a cursor of this list. Pass on what `endCursor` or an edge gave for the same list.',
    },
    {
      title: 'a page of 501',
      query: '{ clusters(first: 501) { nodes { id } } }',
      code: 'BAD_USER_INPUT',
      field: ['first'],
      message: '`first` must be from 1 to 500; it is 501.',
    },
    {
      title: '101 ids',
      query: `{ nodes(ids: [${`"${CHECK}" `.repeat(101)}]) { id } }`,
      code: 'BAD_USER_INPUT',
      field: ['ids'],
      message: '`ids` may have at most 100 items; it has 101.',
    },
  ])('$title', async ({ query, code, field, message }) => {
    const { errors, status } = await ask(served.url, { query });
    expect(errors?.map((error) => ({ message: error.message, extensions: error.extensions }))).toEqual([
      { message, extensions: { code, field } },
    ]);
    expect(status).toBe(200);
  });
});

test('more errors than an answer may carry are counted, and their log lines bounded', async () => {
  const failing = literalServices({
    findings: {
      list: async () => ({
        items: Array.from({ length: 150 }, (_, index) => ({
          cursor: String(index),
          node: { ...crashing, id: String(index) },
        })),
        hasNextPage: false,
        total: async () => 150,
      }),
      episodes: () => Promise.reject(new Error(SECRET)),
    },
  });
  const other = await serve(failing.services);
  try {
    const { errors = [] } = await ask(other.url, { query: '{ findings(first: 150) { nodes { openedRun { id } } } }' });
    expect(errors).toHaveLength(100);
    expect(errors.at(-1)?.extensions['leftOut']).toBe(50);
    expect(other.log.filter((line) => line['msg'] === 'A resolver failed.')).toHaveLength(10);
  } finally {
    await other.stop();
  }
});
