import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DiagnosedFinding } from '#src/checks/engine/outcome.ts';
import type { FindingFilter } from '#src/diagnosis/finding.ts';
import { diagnosed, outcome } from './findings.ts';
import { ADMIN, createWorld, type Told, takeWrites, type World } from './world.ts';

const FIRST = { first: 500, after: undefined };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** A cluster of a test's own: its runs count from 1, its findings are nobody else's. */
function lifeOf() {
  const cluster = { id: randomUUID(), name: randomUUID() };
  const list = async (filter: FindingFilter = {}) =>
    (await world.findings.list(ADMIN, { cluster: cluster.name, ...filter }, FIRST)).items.map(({ node }) => node);
  return {
    tell: (told: Told) => world.tell({ ...told, cluster }),
    list,
    async only() {
      const [finding, ...others] = await list();
      expect(others).toEqual([]);
      if (finding === undefined) throw new Error('no finding');
      return finding;
    },
    async entries() {
      const { rows } = await world.db.pool.query<{ count: number }>(
        'SELECT (SELECT count(*)::int FROM jsonb_object_keys(values)) AS count FROM finding_latest WHERE cluster_id = $1 ORDER BY 1',
        [cluster.id],
      );
      return rows.map(({ count }) => count);
    },
    rows: async () =>
      (await world.db.pool.query('SELECT 1 FROM finding_latest WHERE cluster_id = $1', [cluster.id])).rows.length,
  };
}

describe('the life of a finding', () => {
  test('opens, changes, resolves and comes back; "since" is the present episode, "first seen" the first', async () => {
    const life = lifeOf();
    await life.tell({ findings: [diagnosed('a')] });
    await life.tell({ findings: [diagnosed('a', { severity: 'CRITICAL', text: 'Worse.' })] });
    const gone = await life.tell({});
    expect(gone.reconciliation.resolved.map(({ fingerprint }) => fingerprint)).toEqual(['a']);
    expect(await life.only()).toMatchObject({
      state: 'RESOLVED',
      severity: 'CRITICAL',
      text: 'Worse.',
      next: 'kubectl -n shop logs web-1',
      firstSeen: new Date('2026-03-01T12:01:00Z'),
      lastSeen: new Date('2026-03-01T12:02:00Z'),
      resolvedAt: new Date('2026-03-01T12:03:00Z'),
      reopened: 0,
    });
    await life.tell({ findings: [diagnosed('a')] });
    const finding = await life.only();
    expect(finding).toMatchObject({
      state: 'OPEN',
      severity: 'ERROR',
      text: 'Pod web-1 of Deployment web crashed.',
      firstSeen: new Date('2026-03-01T12:01:00Z'),
      since: new Date('2026-03-01T12:04:00Z'),
      lastSeen: new Date('2026-03-01T12:04:00Z'),
      resolvedAt: undefined,
      reopened: 1,
    });
    expect(await world.findings.episodes(ADMIN, finding.id)).toMatchObject([
      { openedTakenAt: new Date('2026-03-01T12:04:00Z'), resolvedAt: undefined, resolvedBy: undefined },
      {
        openedTakenAt: new Date('2026-03-01T12:01:00Z'),
        resolvedTakenAt: new Date('2026-03-01T12:03:00Z'),
        resolvedBy: gone.run.id,
      },
    ]);
  });

  test('runs that did not look at it leave it open: another namespace, another check, blind, other params', async () => {
    const life = lifeOf();
    await life.tell({ findings: [diagnosed('a')] });
    await life.tell({ request: { scope: { namespaces: ['payments'] } } });
    await life.tell({ request: { checks: ['other'] }, outcomes: [outcome('other', 'OK')] });
    await life.tell({ outcomes: [outcome('crash', 'UNKNOWN')] });
    await life.tell({ outcomes: [outcome('crash', 'CRASHED')] });
    await life.tell({ outcomes: [outcome('crash', 'OK', { variant: 'f00' })] });
    await life.tell({ request: { scope: { labelSelector: 'app=api' } } });
    expect(await life.only()).toMatchObject({ state: 'OPEN', lastSeen: new Date('2026-03-01T12:01:00Z') });
    const looked = await life.tell({ request: { scope: { namespaces: ['shop'], labelSelector: 'app in (web)' } } });
    const finding = await life.only();
    expect(finding).toMatchObject({ state: 'RESOLVED', resolvedAt: new Date('2026-03-01T12:08:00Z') });
    expect(await world.findings.episodes(ADMIN, finding.id)).toMatchObject([{ resolvedBy: looked.run.id }]);
  });

  test('a narrow run brings new words for what it saw and leaves the words of the rest', async () => {
    const life = lifeOf();
    const other = diagnosed('b', { namespace: 'payments', text: 'Old b.' });
    await life.tell({ findings: [diagnosed('a', { text: 'Old a.' }), other] });
    await life.tell({ findings: [diagnosed('a', { text: 'New a.' })], request: { scope: { namespaces: ['shop'] } } });
    const texts = async () => (await life.list()).map((node) => [node.text, node.lastSeen.toISOString()]);
    expect(await texts()).toEqual([
      ['Old b.', '2026-03-01T12:01:00.000Z'],
      ['New a.', '2026-03-01T12:02:00.000Z'],
    ]);
    // The narrow run's row has what it saw, not a copy of everything that is open.
    expect(await life.entries()).toEqual([1, 2]);
    await life.tell({ findings: [diagnosed('a', { text: 'Third a.' })], outcomes: [outcome('crash', 'UNKNOWN')] });
    expect(await texts()).toEqual([
      ['Old b.', '2026-03-01T12:01:00.000Z'],
      ['Third a.', '2026-03-01T12:03:00.000Z'],
    ]);
  });

  test('a wide run takes over the rows of narrow ones, and they come to a bounded number', async () => {
    const life = lifeOf();
    await life.tell({ findings: [diagnosed('a')] });
    for (let index = 0; index < 40; index += 1)
      await life.tell({
        findings: [diagnosed('a', { text: `Seen ${index}.` })],
        request: { scope: { labelSelector: `app,n${index}!=x` } },
      });
    expect(await life.rows()).toBeLessThanOrEqual(33);
    expect(await life.only()).toMatchObject({ text: 'Seen 39.' });
    await life.tell({ findings: [diagnosed('a', { text: 'Whole.' })] });
    expect(await life.rows()).toBe(1);
    expect(await life.only()).toMatchObject({ text: 'Whole.' });
  });

  test('texts that Postgres would refuse are kept without what it refuses', async () => {
    const life = lifeOf();
    const odd = diagnosed('a', {
      text: 'NUL \0 and half \ud83d here.',
      subjects: [{ kind: 'Pod', namespace: 'shop', name: 'web\0' }],
    });
    await life.tell({ findings: [odd], outcomes: [outcome('crash', 'UNKNOWN', { reason: 'said \0' })] });
    expect(await life.only()).toMatchObject({ text: 'NUL \ufffd and half \ufffd here.' });
  });

  test('clusters do not mix: one fingerprint in two clusters is two findings', async () => {
    const [one, other] = [lifeOf(), lifeOf()];
    await one.tell({ findings: [diagnosed('a')] });
    await other.tell({ findings: [diagnosed('a')] });
    await other.tell({});
    expect([(await one.only()).state, (await other.only()).state]).toEqual(['OPEN', 'RESOLVED']);
  });
});

describe('what a run writes', () => {
  const many = (text: string): DiagnosedFinding[] =>
    Array.from({ length: 300 }, (_, index) =>
      diagnosed(`f${index}`, {
        text: `${text} ${index}`,
        data: { restarts: index },
        name: `web-${index}`,
        subjects: [{ kind: 'Pod', namespace: 'shop', name: `web-${index}` }],
      }),
    );

  beforeAll(async () => {
    await world.tell({ findings: [] });
    await world.tell({ findings: many('first') });
    await takeWrites(world);
  });

  test('nothing new: six rows however many findings are open, though every text is another', async () => {
    const { reconciliation } = await world.tell({ findings: many('second') });
    expect(reconciliation.unchanged).toHaveLength(300);
    // The run's row: queued, claimed, finished. The cluster's: its next sequence. One row of outcomes, one of latest values.
    expect(await takeWrites(world)).toEqual({ clusters: 1, runs: 3, run_outcomes: 1, finding_latest: 1 });
    const page = await world.findings.list(ADMIN, { name: 'web-7' }, FIRST);
    expect(page.items.map(({ node }) => node.text)).toEqual(['second 7']);
  });

  test('one changed and one gone of 300: a revision ended and one begun, a revision and an episode ended, two findings', async () => {
    const [first, second, ...rest] = many('third');
    if (first === undefined || second === undefined) throw new Error('too few');
    await world.tell({ findings: [{ ...first, severity: 'INFO' }, ...rest] });
    expect(await takeWrites(world)).toEqual({
      clusters: 1,
      runs: 3,
      run_outcomes: 1,
      finding_latest: 1,
      findings: 2,
      finding_revisions: 3,
      finding_episodes: 1,
    });
  });
});
