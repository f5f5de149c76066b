import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '#test/harness/app.ts';
import {
  checkOf,
  type ExpectedProblem,
  falselyAccused,
  findExpected,
  missed,
  placesOf,
  readExpectation,
  type SeenFinding,
} from '#test/harness/expected-diagnosis.ts';

/** The recorded cluster as its makers understand it, asked for through the endpoint as a portal would. */
const expectation = readExpectation('recordings/shop/expected.json');
const MOMENTS = Object.keys(expectation.moments);

interface AnsweredFinding extends SeenFinding {
  readonly id: string;
  readonly fingerprint: string;
  readonly since: string;
  readonly causedBy: readonly string[];
}

interface Compared extends SeenFinding {
  readonly change: string;
  readonly otherSubjects: boolean | undefined;
  readonly fields: readonly { readonly field: string; readonly before: string | null; readonly after: string | null }[];
}

interface MomentSeen {
  readonly run: string;
  readonly takenAt: string;
  readonly findings: readonly AnsweredFinding[];
  readonly apiCalls: number;
  readonly outcomes: readonly { readonly checkName: string; readonly state: string }[];
}

const FINDINGS = `{ findings(filter: { cluster: "shop", state: OPEN }, first: 500) { nodes {
  id fingerprint checkName severity kind namespace name root { kind name } text since causedBy { fingerprint } } } }`;
const RUN = `query ($id: ID!) { run(id: $id) { takenAt coverage { apiCalls } outcomes(first: 500) { nodes { checkName state } } } }`;
const COMPARISON = `query ($base: ID!, $head: ID!) { compareRuns(base: $base, head: $head) {
  counts { new resolved changed unchanged notComparable }
  findings(first: 500) { nodes {
    change checkName kind namespace name root { kind name }
    ... on NewFinding { head { severity text } }
    ... on ResolvedFinding { base { severity text } }
    ... on ChangedFinding { head { severity text } fields { field before after } }
    ... on UnchangedFinding { head { severity text } otherSubjects }
  } } } }`;

// The answers are read by the shape of the queries above.
type Raw = { readonly [key: string]: never };
type RawFinding = {
  checkName: string;
  root: { kind: string; name: string };
  causedBy?: { fingerprint: string }[];
  head?: { severity: string; text: string };
  base?: { severity: string; text: string };
  fields?: Compared['fields'];
} & Raw;

let app: TestApp;
const seen = new Map<string, MomentSeen>();
const cleanups: (() => Promise<void>)[] = [];

function flat({ root, checkName, causedBy, ...finding }: RawFinding): AnsweredFinding {
  return {
    ...finding,
    check: checkName,
    rootKind: root.kind,
    rootName: root.name,
    causedBy: (causedBy ?? []).map(({ fingerprint }) => fingerprint),
  } as unknown as AnsweredFinding;
}

beforeAll(async () => {
  app = await startTestApp(
    { recordings: [{ directory: resolve('recordings/shop'), moment: MOMENTS[0] }] },
    (stop) => void cleanups.push(stop),
  );
  for (const moment of MOMENTS) {
    await app.clusters.moveTo('shop', moment, AbortSignal.timeout(20_000));
    const id = await app.diagnose({ cluster: 'shop' });
    const { findings } = await app.query<{ findings: { nodes: RawFinding[] } }>(FINDINGS);
    const { run } = await app.query<{
      run: { takenAt: string; coverage: { apiCalls: number }; outcomes: { nodes: MomentSeen['outcomes'] } };
    }>(RUN, { id });
    seen.set(moment, {
      run: id,
      takenAt: run.takenAt,
      findings: findings.nodes.map(flat),
      apiCalls: run.coverage.apiCalls,
      outcomes: run.outcomes.nodes,
    });
  }
});

afterAll(async () => {
  for (const stop of cleanups.reverse()) await stop();
});

function at(moment: string): MomentSeen {
  const found = seen.get(moment);
  if (found === undefined) throw new Error(`no moment ${moment}`);
  return found;
}

describe.each(MOMENTS)('moment %s', (moment) => {
  const expected = expectation.moments[moment] ?? { problems: [], quiet: [] };

  test('every problem is found, on its object or root owner, at its level, with its names', () => {
    expect(missed(expected, at(moment).findings)).toEqual([]);
  });

  test('nothing healthy is accused', () => {
    expect(falselyAccused(expected, at(moment).findings)).toEqual([]);
  });

  test('every problem that was there before is known since then', () => {
    for (const problem of expected.problems.filter(({ since }) => since !== undefined)) {
      expect(findExpected(problem, at(moment).findings)?.since, problem.what).toBe(at(problem.since ?? '').takenAt);
    }
  });

  test('every check could look', () => {
    expect(at(moment).outcomes.filter(({ state }) => state !== 'OK' && state !== 'FINDINGS')).toEqual([]);
  });

  test('what stands for itself at WARNING or above is a problem that was expected', () => {
    const expectedOnes = new Set(
      expected.problems.map((problem) => findExpected(problem, at(moment).findings)?.fingerprint),
    );
    const others = at(moment).findings.filter(
      ({ severity, causedBy, fingerprint }) =>
        severity !== 'INFO' && causedBy.length === 0 && !expectedOnes.has(fingerprint),
    );
    expect(others.map(({ check, text }) => `${check}: ${text}`)).toEqual([]);
  });
});

test('a run over a warm store makes no API call', () => {
  expect(MOMENTS.slice(1).map((moment) => at(moment).apiCalls)).toEqual([0, 0]);
});

describe('between the moments', () => {
  async function compare(base: string, head: string): Promise<readonly Compared[]> {
    const { compareRuns } = await app.query<{ compareRuns: { findings: { nodes: RawFinding[] } } }>(COMPARISON, {
      base: at(base).run,
      head: at(head).run,
    });
    return compareRuns.findings.nodes.map(
      (node) => ({ fields: [], ...flat(node), ...(node.base ?? {}), ...(node.head ?? {}) }) as unknown as Compared,
    );
  }

  /** `shop/Deployment/catalog row 6` as the place and check that it means. */
  function meant(line: string): { readonly place: string; readonly check: string } {
    const [, place = '', row = ''] = /^(\S+) row (\d+)/.exec(line) ?? [];
    return { place, check: checkOf(Number(row), place) };
  }

  function changeOf(line: string, compared: readonly Compared[]): Compared | undefined {
    const { place, check } = meant(line);
    return compared.find((one) => one.check === check && placesOf(one).includes(place));
  }

  test('all problems of a bad Monday are new, and nothing was resolved', async () => {
    const compared = await compare('1-before', '2-during');
    const problems: readonly ExpectedProblem[] = expectation.moments['2-during']?.problems ?? [];
    const notNew = problems.filter(({ row, on }) => changeOf(`${on} row ${row}`, compared)?.change !== 'NEW');
    expect(notNew).toEqual([]);
    expect(compared.filter(({ change, severity }) => change === 'RESOLVED' && severity !== 'INFO')).toEqual([]);
  });

  test('after the repairs each finding is resolved, new, changed or unchanged as it should be', async () => {
    const compared = await compare('2-during', '3-after');
    const wanted = expectation.between['2-during → 3-after'] ?? {};
    const lines = (key: string): readonly string[] => (wanted[key] ?? []) as readonly string[];
    const changes = (key: string): Record<string, string | undefined> =>
      Object.fromEntries(lines(key).map((line) => [line, changeOf(line, compared)?.change]));
    const all = (key: string, change: string): Record<string, string> =>
      Object.fromEntries(lines(key).map((line) => [line, change]));

    expect(changes('resolved')).toEqual(all('resolved', 'RESOLVED'));
    expect(changes('new')).toEqual(all('new', 'NEW'));
    expect(changes('unchanged')).toEqual(all('unchanged', 'UNCHANGED'));
    expect(changes('unchangedThoughPodsAreOthers')).toEqual(all('unchangedThoughPodsAreOthers', 'UNCHANGED'));
    for (const line of lines('unchangedThoughPodsAreOthers'))
      expect(changeOf(line, compared)?.otherSubjects, line).toBe(true);
    expect(changeOf('shop/Deployment/mailer row 1', compared)).toMatchObject({
      change: 'CHANGED',
      fields: [{ field: 'exitCode', before: '3', after: '3, 4' }],
    });
    expect(compared.filter(({ change }) => change === 'CHANGED').map(({ rootName }) => rootName)).toEqual(['mailer']);
  });

  test('a run compared with itself is unchanged throughout', async () => {
    const changes = new Set((await compare('3-after', '3-after')).map(({ change }) => change));
    expect([...changes]).toEqual(['UNCHANGED']);
  });
});
