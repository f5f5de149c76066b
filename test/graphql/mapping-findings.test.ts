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
const FINDING_1 = encodeId('Finding', CLUSTER_ID, 'finding-1');
const FINDING_2 = encodeId('Finding', CLUSTER_ID, 'finding-2');

describe('a finding', () => {
  test('is shown with identity, evidence, subjects and life', async () => {
    const query = `query($id: ID!) { finding(id: $id) {
      id fingerprint cluster { name } clusterName check { name } checkName variant problem message severity kind namespace name root { kind namespace name uid } part text data
      evidence { __typename at object { name uid } ... on FieldEvidence { path value } ... on EventEvidence { reason message count } }
      next remedy subjects(first: 1) { nodes { name uid } totalCount pageInfo { hasNextPage } } subjectCount causedBy { id } state firstSeen lastSeen since resolvedAt reopened
      episodes { nodes { openedAt openedTakenAt openedRun { id } resolvedAt resolvedTakenAt resolvedRun { id } } totalCount } openedRun { id } resolvedRun { id }
    } }`;
    expect(await data(query, { id: FINDING_1 })).toEqual({
      finding: {
        id: FINDING_1,
        fingerprint: 'f1',
        cluster: { name: 'shop' },
        clusterName: 'shop',
        check: { name: 'pod-crashing' },
        checkName: 'pod-crashing',
        variant: null,
        problem: 'crashing',
        message: 'crashes',
        severity: 'ERROR',
        kind: 'Pod',
        namespace: 'web',
        name: 'web-1',
        root: { kind: 'Deployment', namespace: 'web', name: 'web', uid: 'u-1' },
        part: 'app',
        text: 'Container app of web-1 crashes.',
        data: { restarts: 7 },
        evidence: [
          {
            __typename: 'FieldEvidence',
            at: null,
            object: { name: 'web-1', uid: null },
            path: 'status.restartCount',
            value: '7',
          },
          {
            __typename: 'EventEvidence',
            at: '2026-03-01T11:58:00.500Z',
            object: { name: 'web-1', uid: null },
            reason: 'BackOff',
            message: 'back-off',
            count: 3,
          },
        ],
        next: 'kubectl logs web-1 -n web --previous',
        remedy: 'Read the log.',
        subjects: { nodes: [{ name: 'web-1', uid: 'p-1' }], totalCount: 2, pageInfo: { hasNextPage: true } },
        subjectCount: 2,
        causedBy: [],
        state: 'OPEN',
        firstSeen: '2026-03-01T10:00:00.000Z',
        lastSeen: '2026-03-01T12:00:00.000Z',
        since: '2026-03-01T11:30:00.000Z',
        resolvedAt: null,
        reopened: 1,
        episodes: {
          nodes: [
            {
              openedAt: '2026-03-01T11:31:00.000Z',
              openedTakenAt: '2026-03-01T11:30:00.000Z',
              openedRun: { id: RUN_1 },
              resolvedAt: null,
              resolvedTakenAt: null,
              resolvedRun: null,
            },
            {
              openedAt: '2026-03-01T10:01:00.000Z',
              openedTakenAt: '2026-03-01T10:00:00.000Z',
              openedRun: null,
              resolvedAt: '2026-03-01T10:31:00.000Z',
              resolvedTakenAt: '2026-03-01T10:30:00.000Z',
              resolvedRun: { id: RUN_3 },
            },
          ],
          totalCount: 2,
        },
        openedRun: { id: RUN_1 },
        resolvedRun: null,
      },
    });
  });

  test('names the findings that explain it, without those that are hidden, and what is null for it', async () => {
    const query =
      'query($id: ID!) { finding(id: $id) { namespace part check { name } variant root { namespace uid } causedBy { id } state resolvedAt openedRun { id } } }';
    expect(await data(query, { id: FINDING_2 })).toEqual({
      finding: {
        namespace: null,
        part: null,
        check: null,
        variant: 'cd34',
        root: { namespace: null, uid: null },
        causedBy: [{ id: FINDING_1 }],
        state: 'RESOLVED',
        resolvedAt: '2026-03-01T11:59:00.000Z',
        openedRun: null,
      },
    });
  });

  test('a page of findings asks for causes once, for each run once, and counts only when told to', async () => {
    const before = asked.length;
    await data('{ findings(first: 2) { nodes { causedBy { id openedRun { id } } openedRun { id startedBy } } } }');
    expect(asked.slice(before).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      `findings.byFingerprints ${CLUSTER_ID} f1,hidden`,
      'findings.episodes finding-1',
      'findings.episodes finding-2',
      'findings.list {} 2',
      'runs.get run-1',
    ]);
    await data('{ findings(first: 1) { totalCount } }');
    expect(asked.at(-1)).toBe('findings.total');
  });

  test('of another cluster than its id says is null', async () => {
    const id = encodeId('Finding', 'other', 'finding-1');
    expect(await data('query($id: ID!) { finding(id: $id) { id } }', { id })).toEqual({ finding: null });
  });

  test('every part of a filter reaches the service, and nulls do not', async () => {
    const filter = {
      cluster: 'shop',
      state: 'OPEN',
      severityAtLeast: 'WARNING',
      checks: ['pod-crashing'],
      namespaces: ['web'],
      kind: 'Pod',
      name: 'web-1',
      text: 'crash',
      rootCausesOnly: true,
    };
    await data('query($f: FindingFilter) { findings(filter: $f, first: 7) { nodes { id } } }', { f: filter });
    expect(asked.at(-1)).toBe(`findings.list ${JSON.stringify(filter)} 7`);
    await data('query($f: FindingFilter) { findings(filter: $f) { nodes { id } } }', {
      f: { cluster: null, text: null },
    });
    expect(asked.at(-1)).toBe('findings.list {} 50');
  });
});

test('node and nodes find everything that has an id, and null where it is gone', async () => {
  const ids = [
    encodeId('Cluster', 'shop', ''),
    encodeId('Check', '', 'node-ready'),
    RUN_1,
    FINDING_1,
    encodeId('Run', CLUSTER_ID, 'gone'),
    encodeId('Cluster', 'gone', ''),
  ];
  const query = 'query($id: ID!, $ids: [ID!]!) { node(id: $id) { __typename id } nodes(ids: $ids) { __typename id } }';
  expect(await data(query, { id: FINDING_1, ids })).toEqual({
    node: { __typename: 'Finding', id: FINDING_1 },
    nodes: [
      { __typename: 'Cluster', id: ids[0] },
      { __typename: 'Check', id: ids[1] },
      { __typename: 'Run', id: ids[2] },
      { __typename: 'Finding', id: ids[3] },
      null,
      null,
    ],
  });
});

describe('a comparison', () => {
  test('gives counts, both runs, and each finding with what exists for its change', async () => {
    const query = `query($base: ID!, $head: ID!) { compareRuns(base: $base, head: $head) {
      base { id } head { id } counts { new resolved changed unchanged notComparable }
      findings { nodes { __typename change finding { id } checkName root { name } namespace
        ... on NewFinding { head { text severity } reopened } ... on ResolvedFinding { base { text message } }
        ... on ChangedFinding { fields { field before after } base { severity } head { severity } } ... on UnchangedFinding { otherSubjects head { subjects { nodes { name } } } }
        ... on NotComparableFinding { was: base { text } is: head { text } reason explanation } } totalCount }
    } }`;
    const both = { finding: { id: FINDING_1 }, checkName: 'pod-crashing', root: { name: 'web' }, namespace: 'web' };
    expect(await data(query, { base: RUN_1, head: RUN_2 })).toEqual({
      compareRuns: {
        base: { id: RUN_1 },
        head: { id: RUN_2 },
        counts: { new: 1, resolved: 2, changed: 3, unchanged: 4, notComparable: 5 },
        findings: {
          nodes: [
            {
              __typename: 'NewFinding',
              change: 'NEW',
              ...both,
              head: { text: 'It crashes.', severity: 'ERROR' },
              reopened: true,
            },
            {
              __typename: 'ResolvedFinding',
              change: 'RESOLVED',
              ...both,
              base: { text: 'It restarted.', message: 'restarts' },
            },
            {
              __typename: 'ChangedFinding',
              change: 'CHANGED',
              ...both,
              fields: [{ field: 'severity', before: 'WARNING', after: 'ERROR' }],
              base: { severity: 'WARNING' },
              head: { severity: 'ERROR' },
            },
            {
              __typename: 'UnchangedFinding',
              change: 'UNCHANGED',
              ...both,
              otherSubjects: false,
              head: { subjects: { nodes: [{ name: 'web-1' }] } },
            },
            {
              __typename: 'NotComparableFinding',
              change: 'NOT_COMPARABLE',
              ...both,
              finding: null,
              was: { text: 'It restarted.' },
              is: null,
              reason: 'CHECK_UNKNOWN',
              explanation: 'Pod was FORBIDDEN.',
            },
          ],
          totalCount: 5,
        },
      },
    });
    expect(asked).toContain('comparisons.compareRuns run-1 run-2');
  });

  test('can be narrowed to some changes', async () => {
    const query =
      'query($id: ID!) { compareRuns(base: $id, head: $id) { findings(filter: { changes: [NEW, RESOLVED] }, first: 1) { nodes { change } totalCount } } }';
    expect(await data(query, { id: RUN_1 })).toEqual({
      compareRuns: { findings: { nodes: [{ change: 'NEW' }], totalCount: 2 } },
    });
  });
});

describe('connections', () => {
  test('carry edges with cursors beside nodes, and pages follow each other', async () => {
    const query =
      'query($after: String) { runs(first: 2, after: $after) { edges { cursor node { sequence } } nodes { sequence } pageInfo { hasNextPage startCursor endCursor } totalCount } }';
    expect(await data(query)).toEqual({
      runs: {
        edges: [
          { cursor: '0', node: { sequence: 3 } },
          { cursor: '1', node: { sequence: 2 } },
        ],
        nodes: [{ sequence: 3 }, { sequence: 2 }],
        pageInfo: { hasNextPage: true, startCursor: '0', endCursor: '1' },
        totalCount: 3,
      },
    });
    expect(await data(query, { after: '1' })).toEqual({
      runs: {
        edges: [{ cursor: '2', node: { sequence: 1 } }],
        nodes: [{ sequence: 1 }],
        pageInfo: { hasNextPage: false, startCursor: '2', endCursor: '2' },
        totalCount: 3,
      },
    });
  });

  test('an empty page has no cursors', async () => {
    expect(await data('{ runs(after: "9") { nodes { id } pageInfo { hasNextPage startCursor endCursor } } }')).toEqual({
      runs: { nodes: [], pageInfo: { hasNextPage: false, startCursor: null, endCursor: null } },
    });
  });
});
