import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Viewer } from '#src/access/viewer.ts';
import type { FinishedRun, Run } from '#src/diagnosis/run.ts';
import { sightOf } from '#src/diagnosis/sight.ts';
import { diagnosed, outcome } from './findings.ts';
import { ADMIN, createWorld, operatorOf, type Told, type World } from './world.ts';

const ALL = { first: 500, after: undefined };
const SHOP = operatorOf('shop');

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

function newCluster() {
  const cluster = { id: randomUUID(), name: `cluster-${randomUUID()}` };
  const findings = async (viewer: Viewer, filter = {}) => {
    const page = await world.findings.list(viewer, { cluster: cluster.name, ...filter }, ALL);
    expect(await page.total()).toBe(page.items.length);
    return page.items.map(({ node }) => node);
  };
  return {
    ...cluster,
    tell: (told: Told) => world.tell({ ...told, cluster }),
    findings,
    async one(viewer: Viewer, filter = {}) {
      const [finding, ...others] = await findings(viewer, filter);
      expect(others).toEqual([]);
      if (finding === undefined) throw new Error('no finding');
      return finding;
    },
    runs: async (viewer: Viewer) => {
      const page = await world.runs.list(sightOf(viewer), { cluster: cluster.name }, ALL);
      expect(await page.total()).toBe(page.items.length);
      return page.items.map(({ node }) => node);
    },
  };
}

function finished(run: Run | undefined): FinishedRun {
  if (run?.state !== 'FINISHED') throw new Error('not finished');
  return run;
}

describe('a viewer with namespaces', () => {
  test('sees no finding of another namespace and none on a cluster-scoped object, in list, total, by id, by fingerprint', async () => {
    const cluster = newCluster();
    await cluster.tell({
      findings: [
        diagnosed('mine'),
        diagnosed('theirs', { namespace: 'payments' }),
        diagnosed('node', { namespace: undefined, kind: 'Node', name: 'node-1' }),
      ],
    });
    expect((await cluster.findings(SHOP)).map(({ fingerprint }) => fingerprint)).toEqual(['mine']);
    expect(
      (await cluster.findings(SHOP, { namespaces: ['payments', 'shop'] })).map(({ fingerprint }) => fingerprint),
    ).toEqual(['mine']);
    const [node, theirs] = await Promise.all(
      ['node', 'theirs'].map(async (fingerprint) =>
        (await cluster.findings(ADMIN)).find((finding) => finding.fingerprint === fingerprint),
      ),
    );
    for (const hidden of [node, theirs]) {
      expect(await world.findings.get(SHOP, hidden?.id ?? '')).toBeUndefined();
      expect(await world.findings.episodes(SHOP, hidden?.id ?? '')).toEqual([]);
      expect(await world.findings.get(ADMIN, hidden?.id ?? '')).toMatchObject({ fingerprint: hidden?.fingerprint });
    }
    const found = await world.findings.byFingerprints(SHOP, cluster.id, ['theirs', 'mine', 'node']);
    expect(found.map(({ fingerprint }) => fingerprint)).toEqual(['mine']);
  });

  test('sees of a visible finding only visible subjects, evidence and causes, and no hidden name or number in its words', async () => {
    const cluster = newCluster();
    const subjects = [
      { kind: 'Pod', namespace: 'payments', name: 'pay-1' },
      { kind: 'Pod', namespace: 'shop', name: 'web-1' },
      { kind: 'Pod', namespace: 'shop', name: 'web-2' },
    ];
    const shared = diagnosed('shared', {
      subjects,
      text: '3 Pods can not reach payments/gateway; shop/web can.',
      next: 'kubectl -n payments get pods',
      data: { target: 'payments/gateway', others: ['payments/a', 'shop/b'], count: 3 },
      changes: { target: 'payments/gateway' },
      evidence: [
        {
          type: 'FIELD',
          object: { kind: 'Service', namespace: 'payments', name: 'gateway' },
          path: 'spec',
          value: 'x',
        },
        { type: 'FIELD', object: { kind: 'Node', name: 'node-1' }, path: 'spec', value: 'x' },
        {
          type: 'EVENT',
          object: { kind: 'Pod', namespace: 'shop', name: 'web-1' },
          reason: 'Failed',
          message: 'no route to payments',
          count: 1,
          at: '2026-03-01T12:00:00Z',
        },
      ],
      causedBy: ['theirs', 'mine'],
    });
    await cluster.tell({
      findings: [shared, diagnosed('mine', { name: 'web-9' }), diagnosed('theirs', { namespace: 'payments' })],
    });
    const [seen] = (await cluster.findings(SHOP)).filter(({ fingerprint }) => fingerprint === 'shared');
    expect(seen).toMatchObject({
      subjectCount: 2,
      subjects: [{ name: 'web-1' }, { name: 'web-2' }],
      text: '2 Pods can not reach [hidden]/gateway; shop/web can.',
      next: 'kubectl -n [hidden] get pods',
      data: { target: '[hidden]/gateway', others: ['[hidden]/a', 'shop/b'] },
      changes: { target: '[hidden]/gateway' },
      causedBy: ['mine'],
    });
    expect(seen?.evidence).toEqual([
      {
        type: 'EVENT',
        object: { kind: 'Pod', namespace: 'shop', name: 'web-1' },
        reason: 'Failed',
        message: 'no route to [hidden]',
        count: 1,
        at: '2026-03-01T12:00:00Z',
      },
    ]);
    expect(JSON.stringify(seen)).not.toContain('payments');
    const [whole] = (await cluster.findings(ADMIN)).filter(({ fingerprint }) => fingerprint === 'shared');
    expect(whole).toMatchObject({
      subjectCount: 3,
      text: shared.text,
      next: shared.next,
      data: shared.data,
      evidence: shared.evidence,
      causedBy: ['theirs', 'mine'],
    });
  });

  test('can not find out hidden names by searching texts', async () => {
    const cluster = newCluster();
    await cluster.tell({
      findings: [
        diagnosed('a', {
          text: 'Waits for payments/gateway 100%.',
          subjects: [{ kind: 'Pod', namespace: 'payments', name: 'pay-1' }],
        }),
      ],
    });
    expect(await cluster.findings(SHOP, { text: 'payments' })).toEqual([]);
    expect(await cluster.findings(SHOP, { text: 'GATEWAY waits' })).toHaveLength(1);
    expect(await cluster.findings(ADMIN, { text: 'payments' })).toHaveLength(1);
    expect(await cluster.findings(ADMIN, { text: '100%' })).toHaveLength(1);
    expect(await cluster.findings(ADMIN, { text: '1%0' })).toEqual([]);
  });

  test('takes a finding for a root cause when what explains it is hidden', async () => {
    const cluster = newCluster();
    await cluster.tell({
      findings: [diagnosed('effect', { causedBy: ['theirs'] }), diagnosed('theirs', { namespace: 'payments' })],
    });
    const roots = async (viewer: Viewer) =>
      (await cluster.findings(viewer, { rootCausesOnly: true })).map(({ fingerprint }) => fingerprint);
    expect(await roots(ADMIN)).toEqual(['theirs']);
    expect(await roots(SHOP)).toEqual(['effect']);
  });

  test('sees of a run the scope, counts and reasons of its namespaces only, and numbers of nothing else', async () => {
    const cluster = newCluster();
    const outcomes = [
      outcome('crash', 'FINDINGS'),
      outcome('theirs-only', 'FINDINGS'),
      outcome('blind', 'UNKNOWN', { reason: 'forbidden to list secrets in namespaces payments' }),
      outcome('broken', 'CRASHED'),
    ];
    await cluster.tell({
      findings: [
        diagnosed('a'),
        diagnosed('b', { namespace: 'payments' }),
        diagnosed('c', { namespace: 'payments', check: 'theirs-only' }),
      ],
      outcomes,
      request: { scope: { namespaces: ['payments', 'shop'] } },
    });
    const [run] = await cluster.runs(SHOP);
    const { request, outcomes: shown, coverage } = finished(run);
    expect(request.scope).toEqual({ namespaces: ['shop'] });
    expect(shown).toEqual([
      { check: 'crash', variant: '', milliseconds: 1, state: 'FINDINGS', count: 1 },
      { check: 'theirs-only', variant: '', milliseconds: 1, state: 'OK' },
      {
        check: 'blind',
        variant: '',
        milliseconds: 1,
        state: 'UNKNOWN',
        reason: 'forbidden to list secrets in namespaces [hidden]',
      },
      {
        check: 'broken',
        variant: '',
        milliseconds: 1,
        state: 'CRASHED',
        error: 'The check failed; what it says is shown to viewers of the whole cluster.',
      },
    ]);
    expect(coverage).toEqual({
      kinds: [{ kind: 'Pod', state: { state: 'SYNCED' }, objects: undefined }],
      objects: undefined,
      apiCalls: 0,
      milliseconds: 5,
    });
    const whole = finished((await cluster.runs(ADMIN))[0]);
    expect(whole.request.scope).toEqual({ namespaces: ['payments', 'shop'] });
    expect(whole.outcomes).toEqual(outcomes);
    expect(whole.coverage).toMatchObject({ objects: 7 });
  });

  test('does not see a run that is wholly about hidden namespaces', async () => {
    const cluster = newCluster();
    const { run } = await cluster.tell({ request: { scope: { namespaces: ['payments'] } } });
    expect(await cluster.runs(SHOP)).toEqual([]);
    expect(await world.runs.get(sightOf(SHOP), run.id)).toBeUndefined();
    await expect(world.comparisons.compareRuns(SHOP, run.id, run.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await cluster.runs(operatorOf('payments'))).toHaveLength(1);
  });

  test('compares only what it sees: rows, counts, other subjects, fields and explanations', async () => {
    const cluster = newCluster();
    const pod = (namespace: string, name: string) => ({ kind: 'Pod', namespace, name });
    const both = { namespaces: ['payments', 'shop'] };
    const base = await cluster.tell({
      request: { scope: both },
      findings: [
        diagnosed('theirs', { namespace: 'payments' }),
        diagnosed('same', { name: 'same', subjects: [pod('payments', 'p1'), pod('shop', 'w1')] }),
        diagnosed('moved', { name: 'moved', changes: { to: 'payments/a' }, subjects: [pod('payments', 'p1')] }),
        diagnosed('blind', { name: 'blind', check: 'secrets' }),
      ],
      outcomes: [outcome('crash', 'FINDINGS'), outcome('secrets', 'FINDINGS')],
    });
    const head = await cluster.tell({
      request: { scope: both },
      findings: [
        diagnosed('same', { name: 'same', subjects: [pod('payments', 'p2'), pod('shop', 'w1')] }),
        diagnosed('moved', { name: 'moved', changes: { to: 'payments/b' }, subjects: [pod('payments', 'p1')] }),
      ],
      outcomes: [
        outcome('crash', 'FINDINGS'),
        outcome('secrets', 'UNKNOWN', { reason: 'forbidden to list secrets in namespace payments' }),
      ],
    });
    const view = await world.comparisons.compareRuns(SHOP, base.run.id, head.run.id);
    expect(await view.counts()).toEqual({ NEW: 0, CHANGED: 1, RESOLVED: 0, NOT_COMPARABLE: 1, UNCHANGED: 1 });
    const items = (await view.page({}, ALL)).items.map(({ node }) => node);
    expect(items).toMatchObject([
      { fingerprint: 'moved', fields: [{ field: 'to', before: '[hidden]/a', after: '[hidden]/b' }] },
      {
        fingerprint: 'blind',
        explanation:
          'In run 2 (head) the check secrets could not look: forbidden to list secrets in namespace [hidden].',
      },
      { fingerprint: 'same', otherSubjects: false, head: { subjects: [{ name: 'w1' }] } },
    ]);
    expect(JSON.stringify([items, view.base, view.head])).not.toContain('payments');
    const whole = await world.comparisons.compareRuns(ADMIN, base.run.id, head.run.id);
    expect(await whole.counts()).toEqual({ NEW: 0, CHANGED: 1, RESOLVED: 1, NOT_COMPARABLE: 1, UNCHANGED: 1 });
  });

  test('without any namespace sees nothing at all', async () => {
    const cluster = newCluster();
    await cluster.tell({ findings: [diagnosed('a'), diagnosed('n', { namespace: undefined })] });
    expect(await cluster.findings(operatorOf())).toEqual([]);
  });
});

describe('a viewer with clusters', () => {
  test('sees neither findings nor runs of others, and can compare none', async () => {
    const [mine, other] = [newCluster(), newCluster()];
    const viewer: Viewer = { ...ADMIN, clusters: [mine.name] };
    await mine.tell({ findings: [diagnosed('a')] });
    const { run } = await other.tell({ findings: [diagnosed('b')] });
    const hidden = await other.one(ADMIN);
    expect((await world.findings.list(viewer, {}, ALL)).items.map(({ node }) => node.fingerprint)).toEqual(['a']);
    expect(await other.findings(viewer)).toEqual([]);
    expect(await world.findings.get(viewer, hidden.id)).toBeUndefined();
    expect(await world.findings.byFingerprints(viewer, other.id, ['b'])).toEqual([]);
    expect(await other.runs(viewer)).toEqual([]);
    await expect(world.comparisons.compareRuns(viewer, run.id, run.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
