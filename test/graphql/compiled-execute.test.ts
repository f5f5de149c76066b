import { type ExecutionArgs, execute, parse } from 'graphql';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createAuthorizer } from '#src/access/authorizer.ts';
import { AppError } from '#src/errors/errors.ts';
import { createCompiledExecute } from '#src/graphql/compiled-execute.ts';
import { createDocuments } from '#src/graphql/documents.ts';
import { formatExecutionErrors } from '#src/graphql/errors.ts';
import { encodeId } from '#src/graphql/ids.ts';
import { DEFAULT_LIMITS } from '#src/graphql/limits/limits.ts';
import { createLoaders } from '#src/graphql/loaders.ts';
import type { Execute } from '#src/graphql/operations.ts';
import { createSchema } from '#src/graphql/schema.ts';
import { CLUSTER_ID, crashing, silent } from './harness/literals.ts';
import { ADMIN, literalServices, pageOf } from './harness/services.ts';

const schema = createSchema(createAuthorizer());
const documents = createDocuments(schema, DEFAULT_LIMITS);
const logger = pino({ level: 'silent' });
const RUN = encodeId('Run', CLUSTER_ID, 'run-1');
const FINDING = encodeId('Finding', CLUSTER_ID, 'finding-2');

const { services } = literalServices({
  findings: {
    async list(_viewer, { kind, cluster }, page) {
      if (cluster === 'nowhere')
        throw new AppError('NOT_FOUND', 'The cluster was not found.', { field: ['filter', 'cluster'] });
      // `text` is not nullable: the null climbs up to `nodes`.
      if (kind === 'Broken') return pageOf([crashing, { ...silent, text: undefined as unknown as string }], page);
      return pageOf([crashing, silent], page);
    },
    episodes: () => Promise.reject(new AppError('UNAVAILABLE', 'The database is away.')),
  },
});

interface Question {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

/** What a client sees. */
interface Seen {
  readonly data?: unknown;
  readonly errors: { extensions: { errorId?: string }; message: string }[];
}

async function run(executor: Execute, question: Question): Promise<Seen> {
  const { query, operationName, variables } = question;
  const prepared = documents.prepare({ document: parse(query), operationName, variables });
  if ('errors' in prepared) throw new Error(JSON.stringify(prepared.errors));
  const args = (): ExecutionArgs => ({
    schema,
    document: prepared.document,
    operationName: operationName ?? null,
    variableValues: prepared.variables,
    contextValue: {
      viewer: ADMIN,
      services,
      loaders: createLoaders(ADMIN, services),
      correlationId: 'c',
      signal: new AbortController().signal,
    },
  });
  const { data, errors } = await executor(args());
  // What goes over the wire; results of the interpreter have no prototype.
  const seen = JSON.parse(
    JSON.stringify({ data, errors: formatExecutionErrors(errors ?? [], { logger, correlationId: 'c', most: 100 }) }),
  ) as Seen;
  for (const error of seen.errors) {
    if (error.extensions.errorId === undefined) continue;
    error.extensions.errorId = 'an id';
    error.message = 'masked';
  }
  return seen;
}

const CORPUS: readonly (Question & { readonly title: string; readonly interpreted?: true })[] = [
  {
    title: 'plain fields, lists and times',
    query:
      '{ findings { nodes { id text namespace part since resolvedAt data root { kind uid } } totalCount pageInfo { hasNextPage endCursor } } }',
  },
  {
    title: 'types behind an interface',
    query:
      '{ findings { nodes { evidence { __typename at object { name } ... on FieldEvidence { path value } ... on EventEvidence { reason count } } } } }',
  },
  {
    title: 'aliases of one field with other arguments',
    query:
      '{ a: runs(first: 1) { nodes { id } } b: runs(first: 2, after: "0") { edges { cursor node { state reason } } } }',
  },
  {
    title: 'fields of one name from several fragments',
    query: `{ run(id: "${RUN}") { ...A ...B coverage { objects } } } fragment A on Run { coverage { apiCalls } id } fragment B on Run { coverage { milliseconds } id state }`,
  },
  {
    title: 'kinds of a cluster',
    query:
      '{ clusters { nodes { name kinds { __typename kind state ... on KindStale { since reason } ... on KindForbidden { verb } } connection { state reason } } } }',
  },
  {
    title: 'Node by id',
    query:
      'query($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Run { state outcomes { nodes { checkName reason milliseconds } } } ... on Finding { text } ... on Check { params } } }',
    variables: { ids: [RUN, FINDING, encodeId('Check', '', 'pod-crashing'), encodeId('Run', 'x', 'y')] },
  },
  {
    title: '@skip and @include on fields',
    query:
      'query($yes: Boolean!, $no: Boolean!) { clusters { nodes { id @include(if: $no) name @skip(if: $no) version @include(if: $yes) @skip(if: $yes) uid @include(if: $yes) } } }',
    variables: { yes: true, no: false },
  },
  {
    interpreted: true,
    title: '@include on one of two spreads of a fragment',
    query:
      'query($yes: Boolean!, $no: Boolean!) { clusters { nodes { ...F @include(if: $no) ...F @include(if: $yes) } } } fragment F on Cluster { name uid }',
    variables: { yes: true, no: false },
  },
  {
    interpreted: true,
    title: '@include on an inline fragment beside the plain field',
    query: 'query($no: Boolean!) { clusters { nodes { name ... @include(if: $no) { name uid } } } }',
    variables: { no: false },
  },
  {
    title: '@skip of everything',
    query: 'query($yes: Boolean!) { clusters @skip(if: $yes) { totalCount } }',
    variables: { yes: true },
  },
  {
    title: 'defaults of variables and arguments',
    query: 'query($first: Int! = 1, $stage: CheckStage) { checks(first: $first, stage: $stage) { nodes { name } } }',
  },
  {
    title: 'a default that is overridden',
    query: 'query($first: Int! = 1) { checks(first: $first) { nodes { name } } }',
    variables: { first: 2 },
  },
  {
    title: 'enums and lists in a filter',
    query: 'query($f: FindingFilter) { findings(filter: $f) { nodes { id } } }',
    variables: { f: { state: 'OPEN', severityAtLeast: 'ERROR', checks: ['a'], rootCausesOnly: true } },
  },
  {
    title: 'one value where a list is expected',
    query: 'query($s: [RunState!]) { runs(filter: { states: $s }) { nodes { id } } }',
    variables: { s: 'QUEUED' },
  },
  {
    title: 'one of several operations',
    query: 'query A { clusters { totalCount } } query B { checks { totalCount } }',
    operationName: 'B',
  },
  {
    title: 'an expected error on a nullable field',
    query: '{ findings(filter: { cluster: "nowhere" }) { nodes { id } } clusters { totalCount } }',
  },
  {
    title: 'an error of a resolver before it asks anything',
    query: `{ run(id: "x") { id } other: run(id: "${RUN}") { id } }`,
  },
  {
    title: 'a resolver that throws at once',
    query: `{ check(id: "${RUN}") { id } run(id: "${RUN}") { outcomes(after: "x") { totalCount } } }`,
  },
  {
    title: 'a null that climbs up through a list',
    query: '{ findings(filter: { kind: "Broken" }) { nodes { text } totalCount } clusters { totalCount } }',
  },
  { title: 'errors inside a list', query: '{ findings { nodes { id openedRun { id } } } }' },
  { title: 'a bad variable', query: 'query($n: Int!) { clusters(first: $n) { totalCount } }', variables: { n: 0 } },
  {
    title: 'a comparison',
    query:
      'query($a: ID!) { compareRuns(base: $a, head: $a) { counts { new } findings { nodes { __typename change finding { id } ... on ChangedFinding { fields { field before after } } ... on NotComparableFinding { b: base { text } h: head { text } } } } } }',
    variables: { a: RUN },
  },
  {
    title: '__typename of everything',
    query: '{ __typename clusters { __typename nodes { __typename connection { __typename } } } }',
  },
];

describe('a compiled query gives what the interpreter gives: data, errors, paths and places', () => {
  test.for(CORPUS)('$title', async (question) => {
    const lines: string[] = [];
    const compiled = createCompiledExecute(schema, pino({ level: 'debug' }, { write: (line) => lines.push(line) }), {
      fromUse: 1,
    });
    expect(await run(compiled, question)).toEqual(await run(execute, question));
    expect(lines.filter((line) => line.includes('A query was compiled.'))).toHaveLength(question.interpreted ? 0 : 1);
  });
});

test('where a null climbs up through a list, the data are the same, and the compiled query names every error', async () => {
  const question = { query: '{ findings { nodes { id episodes { totalCount } } } }' };
  const interpreted = await run(execute, question);
  const compiled = await run(createCompiledExecute(schema, logger, { fromUse: 1 }), question);
  expect(compiled.data).toEqual(interpreted.data);
  expect(interpreted.errors).toMatchObject([{ path: ['findings', 'nodes', 0, 'episodes'] }]);
  expect(compiled.errors).toMatchObject([
    { path: ['findings', 'nodes', 0, 'episodes'] },
    { path: ['findings', 'nodes', 1, 'episodes'] },
  ]);
});

describe('what is compiled', () => {
  /** Executes one document so often, and tells how often something was compiled. */
  async function compilations(query: string, times: number): Promise<number> {
    const lines: unknown[] = [];
    const executor = createCompiledExecute(
      schema,
      pino({ level: 'debug' }, { write: (line) => lines.push((JSON.parse(line) as { msg: string }).msg) }),
    );
    const document = parse(query);
    for (let use = 0; use < times; use += 1) {
      const contextValue = {
        viewer: ADMIN,
        services,
        loaders: createLoaders(ADMIN, services),
        correlationId: 'c',
        signal: new AbortController().signal,
      };
      const { data } = await executor({ schema, document, contextValue });
      expect(data).toBeTypeOf('object');
    }
    expect(new Set(lines)).toEqual(new Set(lines.length > 0 ? ['A query was compiled.'] : []));
    return lines.length;
  }

  test.for([
    { title: 'not a query that is asked once', query: '{ clusters { totalCount } }', times: 1, expected: 0 },
    { title: 'a query at its second use, once', query: '{ clusters { totalCount } }', times: 4, expected: 1 },
    {
      title: 'no mutation',
      query: `mutation { runCancel(input: { id: "${RUN}" }) { userErrors { code } } }`,
      times: 3,
      expected: 0,
    },
    { title: 'no introspection', query: '{ __schema { queryType { name } } }', times: 3, expected: 0 },
    {
      title: 'no condition on a fragment',
      query: '{ clusters { ... @include(if: true) { totalCount } } }',
      times: 3,
      expected: 0,
    },
    {
      title: 'no document beyond 10,000 characters',
      query: `{ clusters { totalCount } }${' '.repeat(10_000)}`,
      times: 3,
      expected: 0,
    },
  ])('$title', async ({ query, times, expected }) => {
    expect(await compilations(query, times)).toBe(expected);
  });
});
