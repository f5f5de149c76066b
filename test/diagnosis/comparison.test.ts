import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ComparedFinding } from '#src/diagnosis/comparison.ts';
import { diagnosed, outcome } from './findings.ts';
import { ADMIN, createWorld, type Told, type World } from './world.ts';

const ALL = { first: 500, after: undefined };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** A cluster of a test's own: its runs count from 1, its findings are nobody else's. */
function newCluster() {
  return { id: randomUUID(), name: randomUUID() };
}

/** Tells runs of a new cluster one after the other and compares two of them, numbered from 1. */
async function compared(told: readonly Told[], base: number, head: number): Promise<readonly ComparedFinding[]> {
  const cluster = newCluster();
  const ids: string[] = [];
  for (const one of told) ids.push((await world.tell({ ...one, cluster })).run.id);
  const view = await world.comparisons.compareRuns(ADMIN, ids[base - 1] ?? '', ids[head - 1] ?? '');
  const page = await view.page({}, ALL);
  const items = page.items.map(({ node }) => node);
  const counts = await view.counts();
  for (const change of ['NEW', 'CHANGED', 'RESOLVED', 'NOT_COMPARABLE', 'UNCHANGED'] as const) {
    expect([change, items.filter((item) => item.change === change).length]).toEqual([change, counts[change]]);
  }
  expect(await page.total()).toBe(items.length);
  return items;
}

const shortly = (items: readonly ComparedFinding[]) =>
  items.map((item) => `${item.fingerprint} ${item.change}${item.change === 'NOT_COMPARABLE' ? ` ${item.reason}` : ''}`);

const OTHER_POD = { kind: 'Pod', namespace: 'shop', name: 'web-2', uid: 'u2' };

describe('two runs that both looked', () => {
  test('a finding in both is unchanged, and says whether other objects suffer', async () => {
    const items = await compared(
      [
        { findings: [diagnosed('a'), diagnosed('b')] },
        {
          findings: [
            diagnosed('a', { text: 'Now 9 restarts.', data: { restarts: 9 } }),
            diagnosed('b', { subjects: [OTHER_POD], name: 'web-2' }),
          ],
        },
      ],
      1,
      2,
    );
    // Ordered by name within a change: `a` is on web-1, `b` now on web-2.
    expect(items).toMatchObject([
      { fingerprint: 'a', change: 'UNCHANGED', otherSubjects: false, head: { text: 'Now 9 restarts.' } },
      {
        fingerprint: 'b',
        change: 'UNCHANGED',
        otherSubjects: true,
        name: 'web-2',
        base: { subjects: [{ name: 'web-1' }] },
        head: { subjects: [{ name: 'web-2' }] },
      },
    ]);
  });

  test('a change names each field with before and after, and nothing else', async () => {
    const before = diagnosed('a', { severity: 'WARNING', changes: { exitCodes: '3', image: 'web:1', gone: 'x' } });
    const after = diagnosed('a', {
      severity: 'ERROR',
      message: 'looping',
      changes: { exitCodes: '3, 4', image: 'web:1', came: 'y' },
    });
    const items = await compared([{ findings: [before] }, { findings: [after] }], 1, 2);
    expect(items).toMatchObject([
      {
        change: 'CHANGED',
        fields: [
          { field: 'severity', before: 'WARNING', after: 'ERROR' },
          { field: 'message', before: 'crashed', after: 'looping' },
          { field: 'came', before: undefined, after: 'y' },
          { field: 'exitCodes', before: '3', after: '3, 4' },
          { field: 'gone', before: 'x', after: undefined },
        ],
      },
    ]);
  });

  test('new, resolved and back again', async () => {
    const told = [{ findings: [diagnosed('a')] }, { findings: [diagnosed('b')] }, { findings: [diagnosed('a')] }];
    expect(await compared(told, 1, 2)).toMatchObject([
      { fingerprint: 'b', change: 'NEW', reopened: false },
      { fingerprint: 'a', change: 'RESOLVED', base: { severity: 'ERROR' } },
    ]);
    expect(await compared(told, 2, 3)).toMatchObject([
      { fingerprint: 'a', change: 'NEW', reopened: true },
      { fingerprint: 'b', change: 'RESOLVED' },
    ]);
    expect(shortly(await compared(told, 1, 3))).toEqual(['a UNCHANGED']);
    // Looking back in time is allowed.
    expect(shortly(await compared(told, 3, 2))).toEqual(['b NEW', 'a RESOLVED']);
  });

  test('what went there and back between both is unchanged', async () => {
    const told = [
      { findings: [diagnosed('a')] },
      { findings: [diagnosed('a', { severity: 'INFO' as const })] },
      { findings: [diagnosed('a')] },
    ];
    expect(shortly(await compared(told, 1, 3))).toEqual(['a UNCHANGED']);
    expect(shortly(await compared(told, 1, 2))).toEqual(['a CHANGED']);
  });

  test('a run with itself', async () => {
    expect(shortly(await compared([{ findings: [diagnosed('a')] }], 1, 1))).toEqual(['a UNCHANGED']);
  });
});

describe('a run that could not tell', () => {
  const seen = { findings: [diagnosed('a')] };
  test.each<[string, Told, string, string]>([
    [
      'blind',
      { outcomes: [outcome('crash', 'UNKNOWN', { reason: 'Secret: forbidden to list secrets' })] },
      'CHECK_UNKNOWN',
      'In run 2 (head) the check crash could not look: Secret: forbidden to list secrets.',
    ],
    [
      'skipped',
      { outcomes: [outcome('crash', 'SKIPPED')] },
      'CHECK_SKIPPED',
      'In run 2 (head) the check crash was skipped: Pod: the API server does not serve it.',
    ],
    [
      'crashed',
      { outcomes: [outcome('crash', 'CRASHED')] },
      'CHECK_CRASHED',
      'In run 2 (head) the check crash crashed: boom.',
    ],
    ['not run', { outcomes: [outcome('other', 'OK')] }, 'CHECK_NOT_RUN', 'Run 2 (head) did not run the check crash.'],
    [
      'other params',
      { outcomes: [outcome('crash', 'OK', { variant: 'f00' })] },
      'OTHER_PARAMS',
      'Run 2 (head) ran the check crash with other params.',
    ],
    [
      'other namespace',
      { request: { scope: { namespaces: ['payments'] } } },
      'OTHER_SCOPE',
      'Run 2 (head) looked elsewhere only: namespaces payments.',
    ],
    [
      'other labels',
      { request: { scope: { labelSelector: 'app!=web' } } },
      'OTHER_SCOPE',
      'Run 2 (head) looked elsewhere only: labels app!=web.',
    ],
    [
      'labels taken off',
      { request: { scope: { labelSelector: 'app' } }, labelsNow: () => ({}) },
      'OTHER_SCOPE',
      'Run 2 (head) looked elsewhere only: labels app.',
    ],
  ])('%s: not comparable, with the reason in words', async (_, head, reason, explanation) => {
    const [forward] = await compared([seen, head], 1, 2);
    expect(forward).toMatchObject({
      change: 'NOT_COMPARABLE',
      reason,
      explanation,
      base: { severity: 'ERROR' },
      head: undefined,
    });
    const [backward] = await compared([seen, head], 2, 1);
    expect(backward).toMatchObject({
      change: 'NOT_COMPARABLE',
      reason,
      explanation: explanation.replace('(head)', '(base)'),
      base: undefined,
      head: { severity: 'ERROR' },
    });
  });

  test('what a half-blind check did see can be compared, the rest can not', async () => {
    const told = [
      { findings: [diagnosed('a'), diagnosed('b', { name: 'web-b' })] },
      {
        findings: [diagnosed('b', { name: 'web-b' }), diagnosed('c', { name: 'web-c' })],
        outcomes: [outcome('crash', 'UNKNOWN')],
      },
      { findings: [] },
    ];
    expect(shortly(await compared(told, 1, 2))).toEqual(['c NEW', 'a NOT_COMPARABLE CHECK_UNKNOWN', 'b UNCHANGED']);
    expect(shortly(await compared(told, 2, 3))).toEqual(['b RESOLVED', 'c RESOLVED']);
  });

  test('what neither saw is not listed, though it is open all the time', async () => {
    const narrow = { request: { scope: { namespaces: ['payments'] } } };
    expect(await compared([{ findings: [diagnosed('a')] }, narrow, narrow], 2, 3)).toEqual([]);
  });

  test('scoped runs between leave an episode open, and the run that looked decides when it ended', async () => {
    const narrow = { request: { scope: { namespaces: ['payments'] } } };
    const told = [{ findings: [diagnosed('a')] }, narrow, { findings: [diagnosed('a')] }, narrow, {}];
    expect(shortly(await compared(told, 1, 3))).toEqual(['a UNCHANGED']);
    expect(shortly(await compared(told, 3, 4))).toEqual(['a NOT_COMPARABLE OTHER_SCOPE']);
    expect(shortly(await compared(told, 4, 5))).toEqual([]);
    expect(shortly(await compared(told, 3, 5))).toEqual(['a RESOLVED']);
  });

  test('a variant has findings of its own: each is told apart from the other', async () => {
    const strict = diagnosed('strict', { variant: 'f00', name: 'web-s' });
    const told = [
      { findings: [diagnosed('usual')] },
      { findings: [strict], outcomes: [outcome('crash', 'FINDINGS', { variant: 'f00' })] },
    ];
    expect(shortly(await compared(told, 1, 2))).toEqual([
      'usual NOT_COMPARABLE OTHER_PARAMS',
      'strict NOT_COMPARABLE OTHER_PARAMS',
    ]);
  });

  test('labels count as they were in each run: a finding relabelled later is still found where it was', async () => {
    const web = { request: { scope: { labelSelector: 'app=web' } } };
    const told = [
      { findings: [diagnosed('a')], ...web },
      { findings: [diagnosed('a')], ...web },
      { findings: [diagnosed('a', { labels: { app: 'api' } })] },
    ];
    expect(shortly(await compared(told, 1, 2))).toEqual(['a UNCHANGED']);
    expect(shortly(await compared(told, 2, 3))).toEqual(['a UNCHANGED']);
  });
});

describe('every operator of a selector means the same in SQL as in the engine', () => {
  const labels = { app: 'web', tier: '7', empty: '' };
  test.each([
    ['app=web', true],
    ['app==api', false],
    ['app!=web', false],
    ['none!=web', true],
    ['app in (api,web)', true],
    ['app notin (api)', true],
    ['app notin (web)', false],
    ['none notin (a)', true],
    ['none in (a)', false],
    ['app', true],
    ['none', false],
    ['!app', false],
    ['!none', true],
    ['tier>6', true],
    ['tier>7', false],
    ['tier<10', true],
    ['app>1', false],
    ['none<3', false],
    ['empty=', true],
    ['app=', false],
    ['app=web,tier>8', false],
  ])('%s', async (labelSelector, isInside) => {
    const told = [
      { findings: [diagnosed('a', { labels })] },
      { findings: isInside ? [diagnosed('a', { labels })] : [], request: { scope: { labelSelector } } },
    ];
    expect(shortly(await compared(told, 1, 2))).toEqual([isInside ? 'a UNCHANGED' : 'a NOT_COMPARABLE OTHER_SCOPE']);
  });
});

describe('asking for a comparison', () => {
  test('pages by change, then worst first, then place; cursors go on where the page ended', async () => {
    const cluster = newCluster();
    const at = (name: string, over = {}) => diagnosed(name, { name, ...over });
    const base = await world.tell({
      cluster,
      findings: [at('stays-b'), at('stays-a'), at('gone'), at('worse', { severity: 'INFO' })],
    });
    const head = await world.tell({
      cluster,
      findings: [
        at('stays-b'),
        at('stays-a'),
        at('worse'),
        at('new-info', { severity: 'INFO' }),
        at('new-bad', { severity: 'CRITICAL' }),
        at('new-payments', { namespace: 'payments', severity: 'INFO' }),
      ],
    });
    const view = await world.comparisons.compareRuns(ADMIN, base.run.id, head.run.id);
    const names: string[] = [];
    let after: string | undefined;
    for (let pages = 0; pages < 10; pages += 1) {
      const page = await view.page({}, { first: 2, after });
      names.push(...page.items.map(({ node }) => node.name));
      after = page.items.at(-1)?.cursor;
      if (!page.hasNextPage) break;
    }
    expect(names).toEqual(['new-bad', 'new-payments', 'new-info', 'worse', 'gone', 'stays-a', 'stays-b']);
    const filtered = await view.page({ changes: ['RESOLVED', 'CHANGED'] }, ALL);
    expect(filtered.items.map(({ node }) => node.name)).toEqual(['worse', 'gone']);
    expect(await filtered.total()).toBe(2);
    await expect(view.page({}, { first: 2, after: 'bm90IGpzb24' })).rejects.toMatchObject({
      code: 'INVALID_CURSOR',
      field: ['after'],
    });
  });

  test('refuses runs that are not there, not finished, or of two clusters, and says which', async () => {
    const cluster = newCluster();
    const finished = await world.tell({ cluster });
    const other = await world.tell({ cluster: newCluster() });
    const queued = await world.queue({ cluster });
    const { compareRuns } = world.comparisons;
    await expect(compareRuns(ADMIN, finished.run.id, '0b5c8d3a-0000-4000-8000-000000000000')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      field: ['head'],
    });
    await expect(compareRuns(ADMIN, "x' OR true", finished.run.id)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      field: ['base'],
    });
    await expect(compareRuns(ADMIN, finished.run.id, queued)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: 'Only finished runs can be compared; the head run is QUEUED.',
    });
    await expect(compareRuns(ADMIN, finished.run.id, other.run.id)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      field: ['head'],
    });
  });
});
