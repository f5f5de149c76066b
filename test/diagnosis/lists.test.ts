import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FindingFilter } from '#src/diagnosis/finding.ts';
import { WHOLE } from '#src/diagnosis/sight.ts';
import type { Page } from '#src/lib/page.ts';
import { diagnosed, outcome } from './findings.ts';
import { ADMIN, createWorld, type World } from './world.ts';

const ALL = { first: 500, after: undefined };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** All items, page by page, with the number of pages. */
async function walk<T>(list: (after: string | undefined) => Promise<Page<T>>): Promise<{ items: T[]; pages: number }> {
  const items: T[] = [];
  let after: string | undefined;
  for (let pages = 1; pages < 50; pages += 1) {
    const page = await list(after);
    items.push(...page.items.map(({ node }) => node));
    if (!page.hasNextPage) return { items, pages };
    after = page.items.at(-1)?.cursor;
  }
  throw new Error('the pages do not end');
}

describe('findings', () => {
  const cluster = { id: randomUUID(), name: randomUUID() };
  const at = (namespace: string | undefined, kind: string, name: string, over = {}) =>
    diagnosed(`${namespace}/${kind}/${name}`, { namespace, kind, name, ...over });
  const list = async (filter: FindingFilter = {}) =>
    (await world.findings.list(ADMIN, { cluster: cluster.name, ...filter }, ALL)).items.map(
      ({ node }) => node.fingerprint,
    );

  beforeAll(async () => {
    await world.tell({ cluster, findings: [at('shop', 'Pod', 'gone')] });
    await world.tell({
      cluster,
      findings: [
        at('shop', 'Pod', 'b'),
        at('shop', 'Pod', 'a'),
        at('shop', 'Deployment', 'z', { severity: 'CRITICAL', text: 'Image Shop/Web_1 can not be pulled.' }),
        at('Batch', 'Pod', 'a', { severity: 'INFO', check: 'other' }),
        at('batch', 'Pod', 'a', { severity: 'WARNING' }),
        at(undefined, 'Node', 'n', { causedBy: ['shop/Deployment/z'] }),
      ],
      outcomes: [outcome('crash', 'FINDINGS'), outcome('other', 'FINDINGS')],
    });
  });

  const ORDERED = [
    'shop/Deployment/z',
    'undefined/Node/n',
    'shop/Pod/a',
    'shop/Pod/b',
    'shop/Pod/gone',
    'batch/Pod/a',
    'Batch/Pod/a',
  ];

  test('come worst first, then by namespace, kind and name, whatever the size of the page', async () => {
    expect(await list()).toEqual(ORDERED);
    for (const first of [1, 2, 3, 7, 8]) {
      const { items, pages } = await walk((after) =>
        world.findings.list(ADMIN, { cluster: cluster.name }, { first, after }),
      );
      expect([items.map(({ fingerprint }) => fingerprint), pages]).toEqual([
        ORDERED,
        Math.ceil(ORDERED.length / first),
      ]);
    }
  });

  test.each<[FindingFilter, string[]]>([
    [{ state: 'RESOLVED' }, ['shop/Pod/gone']],
    [{ severityAtLeast: 'WARNING', state: 'OPEN' }, ORDERED.slice(0, 4).concat('batch/Pod/a')],
    [{ checks: ['other'] }, ['Batch/Pod/a']],
    [{ checks: [] }, []],
    [{ namespaces: ['batch', 'Batch'] }, ['batch/Pod/a', 'Batch/Pod/a']],
    [{ kind: 'Node' }, ['undefined/Node/n']],
    [{ name: 'a', severityAtLeast: 'ERROR' }, ['shop/Pod/a']],
    [{ text: 'pulled SHOP/web_1' }, ['shop/Deployment/z']],
    [{ text: 'shop/web%1' }, []],
    [{ rootCausesOnly: true, kind: 'Node' }, []],
    [{ rootCausesOnly: true, severityAtLeast: 'CRITICAL' }, ['shop/Deployment/z']],
  ])('%o', async (filter, fingerprints) => {
    expect(await list(filter)).toEqual(fingerprints);
    const page = await world.findings.list(ADMIN, { cluster: cluster.name, ...filter }, { first: 1, after: undefined });
    expect(await page.total()).toBe(fingerprints.length);
  });

  test('an effect is a root cause again when its cause is resolved and it is not', async () => {
    const own = { id: randomUUID(), name: randomUUID() };
    const cause = at('shop', 'Pod', 'cause');
    await world.tell({
      cluster: own,
      findings: [cause, at('shop', 'Pod', 'effect', { check: 'other', causedBy: [cause.fingerprint] })],
      outcomes: [outcome('crash', 'FINDINGS'), outcome('other', 'FINDINGS')],
    });
    await world.tell({ cluster: own });
    const roots = await world.findings.list(ADMIN, { cluster: own.name, rootCausesOnly: true, state: 'OPEN' }, ALL);
    expect(roots.items.map(({ node }) => node.name)).toEqual(['effect']);
  });

  test('by fingerprint come in the order asked for, with what is gone left out', async () => {
    const found = await world.findings.byFingerprints(ADMIN, cluster.id, ['shop/Pod/b', 'no-such', 'undefined/Node/n']);
    expect(found.map(({ fingerprint }) => fingerprint)).toEqual(['shop/Pod/b', 'undefined/Node/n']);
    expect(await world.findings.byFingerprints(ADMIN, 'no-such-cluster', ['shop/Pod/b'])).toEqual([]);
  });

  test.each([
    '',
    'not base64 !',
    'bm9wZQ',
    Buffer.from('[1,2]').toString('base64url'),
    Buffer.from(`[0,"","","","x' OR 1=1"]`).toString('base64url'),
    'A'.repeat(3000),
  ])('the cursor %j is refused', async (after) => {
    await expect(world.findings.list(ADMIN, {}, { first: 1, after })).rejects.toMatchObject({
      code: 'INVALID_CURSOR',
      field: ['after'],
    });
    await expect(world.runs.list(WHOLE, {}, { first: 1, after })).rejects.toMatchObject({
      code: 'INVALID_CURSOR',
      field: ['after'],
    });
  });

  test('ids that are none are not found, and filters have bounds', async () => {
    for (const id of ['', 'x', "'; DROP TABLE findings; --", '0'.repeat(36)])
      expect(await world.findings.get(ADMIN, id)).toBeUndefined();
    await expect(world.findings.list(ADMIN, { text: 'a'.repeat(201) }, ALL)).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      field: ['filter', 'text'],
    });
    await expect(
      world.findings.list(ADMIN, { checks: Array.from({ length: 201 }, () => 'x') }, ALL),
    ).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED', field: ['filter', 'checks'] });
  });
});

describe('runs', () => {
  test('come newest first, by state, with totals', async () => {
    const cluster = { id: randomUUID(), name: randomUUID() };
    for (let index = 0; index < 5; index += 1) await world.tell({ cluster });
    await world.queue({ cluster });
    const { items, pages } = await walk((after) =>
      world.runs.list(WHOLE, { cluster: cluster.name }, { first: 2, after }),
    );
    expect([items.map(({ sequence }) => sequence), pages]).toEqual([[6, 5, 4, 3, 2, 1], 3]);
    const queued = await world.runs.list(
      WHOLE,
      { cluster: cluster.name, states: ['QUEUED', 'RUNNING'] },
      { first: 1, after: undefined },
    );
    expect([queued.items.map(({ node }) => node.sequence), queued.hasNextPage, await queued.total()]).toEqual([
      [6],
      false,
      1,
    ]);
  });
});
