import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '#src/graphql/limits/limits.ts';
import { type Answer, ask, askSocket, type Question } from './harness/ask.ts';
import { type Served, serve } from './harness/serve.ts';
import { literalServices } from './harness/services.ts';

const { services, asked } = literalServices();
let served: Served;
beforeAll(async () => {
  served = await serve(services);
});
afterAll(() => served.stop());

const TRANSPORTS = [
  {
    transport: 'HTTP',
    async askOver(question: Question): Promise<Answer> {
      const { status: _status, headers: _headers, ...answer } = await ask(served.url, question);
      return answer;
    },
  },
  { transport: 'WebSocket', askOver: (question: Question): Promise<Answer> => askSocket(served.url, question) },
];

function messages({ errors = [] }: Answer): string[] {
  return errors.map(({ message, extensions }) => `${String(extensions['code'])}: ${message}`);
}

/** `{ run { cluster { latestRun { … id } } } }` with so many levels of fields. */
function deep(levels: number): string {
  const names = Array.from({ length: levels - 2 }, (_, index) => (index % 2 === 0 ? 'cluster' : 'latestRun'));
  const inner = names.reduceRight((inside, name) => `${name} { ${inside} }`, '__typename');
  return `{ run(id: "MTpSdW46Yzpy") { ${inner} } }`;
}

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');
const DOUBLING = `{ ...F0 } ${times(60, (index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`)} fragment F60 on Query { __typename }`;

const FINDINGS_PAGE = 'query($n: Int!) { findings(first: $n) { nodes { subjects(first: 100) { nodes { name } } } } }';

describe.each(TRANSPORTS)('over $transport', ({ askOver }) => {
  describe('what is at a limit is answered', () => {
    test.for<{ title: string } & Question>([
      { title: '12 levels', query: deep(12) },
      { title: '30 aliases', query: `{ checks { nodes { ${times(30, (index) => `a${index}: id`)} } } }` },
      { title: '20 root fields', query: `{ ${times(20, (index) => `a${index}: __typename`)} }` },
      {
        title: '30 directives',
        query: `{ checks { nodes { id ${times(30, () => '... @include(if: true) { name }')} } } }`,
      },
      { title: 'a page of 100 pages of 100', query: FINDINGS_PAGE, variables: { n: 100 } },
      {
        title: 'a list of 500 in an argument',
        query: 'query($s: [RunState!]) { runs(filter: { states: $s }) { nodes { id } } }',
        variables: { s: Array(500).fill('QUEUED') },
      },
    ])('$title', async ({ query, variables = {} }) => {
      const answer = await askOver({ query, variables });
      expect(messages(answer)).toEqual([]);
      expect(answer.data).toBeTypeOf('object');
    });
  });

  describe('what is beyond a limit is refused before anything of it is asked', () => {
    test.for<{ title: string; message: string } & Question>([
      { title: '13 levels', query: deep(13), message: 'Too many levels of fields inside fields: 13; the limit is 12.' },
      {
        title: '31 aliases',
        query: `{ checks { nodes { ${times(31, (index) => `a${index}: id`)} } } }`,
        message: 'Too many aliases: 31; the limit is 30.',
      },
      {
        title: '32 aliases, half of them by a fragment that is spread twice',
        query: `{ checks { nodes { ...F } } b: checks { nodes { ...F } } } fragment F on Check { ${times(16, (index) => `a${index}: id`)} }`,
        message: 'Too many aliases: 33; the limit is 30.',
      },
      {
        title: '21 root fields',
        query: `{ ${times(21, () => '__typename')} }`,
        message: 'Too many root fields: 21; the limit is 20.',
      },
      {
        title: '31 directives',
        query: `{ checks { nodes { id ${times(31, () => '... @include(if: true) { name }')} } } }`,
        message: 'Too many directives: 31; the limit is 30.',
      },
      {
        title: '4,000 tokens, which are read, of one field',
        query: `{ checks { nodes { ${times(3_992, () => 'id')} } } }`,
        message: 'The same fields are selected too often to be compared with each other.',
      },
      {
        title: '4,001 tokens',
        query: `{ checks { nodes { ${times(3_993, () => 'id')} } } }`,
        message: 'Too many tokens in the document; the limit is 4000.',
      },
      {
        title: 'braces in braces that no parser survives',
        query: `{ checks(stage: ${'['.repeat(1_900)}`,
        message: 'The document is nested too deeply to be read.',
      },
      {
        title: 'pages in pages, `first` in a variable',
        query: FINDINGS_PAGE,
        variables: { n: 500 },
        message:
          'Too many fields in the largest possible answer: 51002; the limit is 50000. Ask for smaller pages (`first`) or fewer fields.',
      },
      {
        title: 'pages in pages in a fragment',
        query:
          '{ findings(first: 500) { nodes { ...F } } } fragment F on Finding { subjects(first: 100) { nodes { name } } }',
        message:
          'Too many fields in the largest possible answer: 51002; the limit is 50000. Ask for smaller pages (`first`) or fewer fields.',
      },
      {
        title: 'pages in pages beside a page of less than nothing',
        query:
          '{ a: findings(first: 500) { nodes { ...F } } b: findings(first: -500) { nodes { ...F } } } fragment F on Finding { subjects(first: 100) { nodes { name } } }',
        message:
          'Too many fields in the largest possible answer: 51106; the limit is 50000. Ask for smaller pages (`first`) or fewer fields.',
      },
      {
        title: 'many ids, and pages in what they name',
        query:
          'query($ids: [ID!]!) { nodes(ids: $ids) { ... on Cluster { openFindings(first: 500) { nodes { id } } } } }',
        variables: { ids: Array(100).fill('MTpSdW46Yzpy') },
        message:
          'Too many fields in the largest possible answer: 50201; the limit is 50000. Ask for smaller pages (`first`) or fewer fields.',
      },
      {
        title: 'fragments that double 60 times',
        query: DOUBLING,
        message: `Too many root fields: ${2 ** 53 - 1}; the limit is 20.`,
      },
      {
        title: 'introspection three times',
        query: '{ a: __schema { description } b: __schema { description } __type(name: "Run") { name } }',
        message: 'Too many `__schema` and `__type` fields: 3; the limit is 2.',
      },
      {
        title: 'a list of 501 in an argument',
        query: 'query($s: [RunState!]) { runs(filter: { states: $s }) { nodes { id } } }',
        variables: { s: Array(501).fill('QUEUED') },
        message: 'Too many items in one argument: 501; the limit is 500.',
      },
      {
        title: 'a string of 10,001 characters',
        query: 'query($t: String) { findings(filter: { text: $t }) { nodes { id } } }',
        variables: { t: 'x'.repeat(10_001) },
        message: 'Too many characters in one argument: 10001; the limit is 10000.',
      },
      {
        title: 'a string of 10,001 characters in the document itself',
        query: `{ findings(filter: { text: "${'x'.repeat(10_001)}" }) { nodes { id } } }`,
        message: 'Too many characters in one argument: 10001; the limit is 10000.',
      },
      {
        title: 'JSON in JSON 30 times',
        query:
          'mutation($p: JSON!) { runStart(input: { cluster: "shop", params: [{ check: "c", params: $p }] }) { run { id } } }',
        variables: { p: JSON.parse(`${'{"a":'.repeat(30)}1${'}'.repeat(30)}`) },
        message: 'Too many levels of lists and objects in one argument: 21; the limit is 20.',
      },
    ])('$title', async ({ query, variables = {}, message }) => {
      const before = asked.length;
      const answer = await askOver({ query, variables });
      expect(answer).toEqual({ errors: [{ message, extensions: { code: 'LIMIT_EXCEEDED' } }] });
      expect(asked.slice(before)).toEqual([]);
    });
  });

  test('the introspection of GraphiQL passes', async () => {
    const query = getIntrospectionQuery({
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    });
    const answer = await askOver({ query });
    expect(messages(answer)).toEqual([]);
    expect(answer.data).toHaveProperty(['__schema', 'queryType', 'name'], 'Query');
  });

  test('a fragment inside itself is refused by validation, not by a stack that overflows', async () => {
    const query = '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }';
    expect(messages(await askOver({ query }))).toEqual([
      'GRAPHQL_VALIDATION_FAILED: Cannot spread fragment "A" within itself via "B".',
    ]);
  });

  test('introspection that goes round in circles is refused', async () => {
    const query = '{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }';
    expect(messages(await askOver({ query }))).toEqual([
      'GRAPHQL_VALIDATION_FAILED: Maximum introspection depth exceeded',
    ]);
  });
});

test('an operation that takes too long is answered with TIMEOUT', async () => {
  const slow = literalServices({
    findings: { list: () => new Promise(() => {}) },
    runs: {
      async list() {
        return { items: [], hasNextPage: false, total: () => new Promise(() => {}) };
      },
    },
  });
  const other = await serve(slow.services, { executionMs: 50 });
  try {
    for (const query of ['{ findings { nodes { id } } }', '{ runs { totalCount } }']) {
      const over = { http: await ask(other.url, { query }), socket: await askSocket(other.url, { query }) };
      const errors = [
        { message: 'The operation took longer than 0.05 s and was stopped.', extensions: { code: 'TIMEOUT' } },
      ];
      expect(over.http).toMatchObject({ errors, status: 504 });
      expect(over.socket).toEqual({ errors });
    }
  } finally {
    await other.stop();
  }
});

test('several operations in one HTTP request are refused', async () => {
  const response = await fetch(`${served.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }]),
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({
    errors: [{ message: 'Operation batching disabled.', extensions: { code: 'BAD_USER_INPUT' } }],
  });
});

test('the limits are those that are written down', () => {
  expect(DEFAULT_LIMITS).toEqual({
    tokens: 4_000,
    depth: 12,
    introspectionDepth: 20,
    introspections: 2,
    aliases: 30,
    rootFields: 20,
    directives: 30,
    cost: 50_000,
    listItems: 500,
    stringLength: 10_000,
    inputDepth: 20,
    executionMs: 15_000,
    errors: 100,
  });
});
