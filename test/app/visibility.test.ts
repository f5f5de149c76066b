import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collect } from '#test/harness/collect.ts';
import { subscribe } from '#test/harness/graphql-client.ts';
import { questions, ROOT_FIELDS, selectionOf } from './everything.ts';
import { type PersonName, type Portal, startPortal } from './portal.ts';
import { hiddenNames, names } from './recorded-names.ts';

/** What a person with some namespaces can make the server say: not a word of the others. */
let portal: Portal;
/** Runs that somebody else asked for, each about another part of the cluster. */
let runs: Readonly<Record<'during' | 'after' | 'ofOthers' | 'mixed' | 'bySelector' | 'lab', string>>;
const cleanups: (() => Promise<void>)[] = [];

beforeAll(async () => {
  portal = await startPortal((stop) => void cleanups.push(stop));
  const run = (input: object): Promise<string> => portal.diagnose({ cluster: 'prod', ...input }, portal.tokens.chief);
  runs = {
    ...portal.runs,
    ofOthers: await run({ scope: { namespaces: ['batch', 'observability'] } }),
    mixed: await run({ scope: { namespaces: ['payments', 'shop', 'data'] } }),
    bySelector: await run({ scope: { labelSelector: 'app in (mailer,gateway)' } }),
    lab: await portal.diagnose({ cluster: 'lab' }, portal.tokens.chief),
  };
}, 120_000);

afterAll(async () => {
  for (const stop of cleanups.reverse()) await stop();
});

interface Known {
  readonly id: string;
  readonly fingerprint: string;
  readonly namespace: string | null;
  readonly clusterName: string;
  readonly state: string;
}

async function allFindings(): Promise<readonly Known[]> {
  const { findings } = await portal.query<{ findings: { nodes: Known[] } }>(
    '{ findings(first: 500) { nodes { id fingerprint namespace clusterName state } } }',
    {},
    portal.tokens.chief,
  );
  return findings.nodes;
}

/** The uid of the recorded shop's kube-system. */
const KUBE_SYSTEM = 'd659a59d-215d-4822-83c0-1c0f3f124947';

/** An id of the same form that was never given. */
function idOfNobody(id: string): string {
  const text = Buffer.from(id, 'base64url').toString();
  return Buffer.from(text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}$/, randomUUID())).toString('base64url');
}

/** The arguments with which every root field is asked: whatever somebody could have got hold of. */
function argumentsOf(ids: readonly string[]): Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> {
  const compared = [runs.during, runs.after, runs.mixed, runs.bySelector, runs.ofOthers];
  return {
    clusters: [{}],
    cluster: [{ name: 'prod' }, { name: 'lab' }],
    node: [...Object.values(runs), ...ids.slice(0, 3)].map((id) => ({ id })),
    // Four a question: a cluster may have many findings, and any id may be a cluster's.
    nodes: [0, 4, 8].map((from) => ({ ids: ids.slice(from, from + 4) })),
    checks: [{}],
    check: [{ id: 'certificate-expiring' }],
    runs: [{}, { filter: { cluster: 'prod' } }],
    run: Object.values(runs).map((id) => ({ id })),
    findings: [
      {},
      { filter: { state: 'RESOLVED' } },
      { filter: { namespaces: ['shop', 'payments', 'batch'] } },
      { filter: { text: 'mailer' } },
      { filter: { kind: 'Node' } },
    ],
    finding: ids.slice(0, 3).map((id) => ({ id })),
    compareRuns: compared.flatMap((base, index) => compared.slice(index).map((head) => ({ base, head }))),
    auditEvents: [{}],
  };
}

/** Strings and numbers in an answer, without the names of its fields; what is in an id or a cursor too. */
function* wordsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    yield value;
    if (/^[A-Za-z0-9_-]{12,}$/.test(value)) yield Buffer.from(value, 'base64url').toString('latin1');
  } else if (typeof value === 'object' && value !== null) {
    // What `data` of a finding calls its values is the check's word, not the cluster's.
    for (const part of Object.values(value)) yield* wordsOf(part);
  }
}

/** Everything that the server can be made to answer this person. */
async function everythingFor(person: PersonName): Promise<ReadonlySet<string>> {
  const ids = (await allFindings()).map(({ id }) => id);
  const args = argumentsOf(ids);
  expect(Object.keys(args).sort()).toEqual([...ROOT_FIELDS].sort());
  const answers: unknown[] = [];
  for (const root of ROOT_FIELDS) {
    for (const given of args[root] ?? []) {
      for (const { name, query, variables } of questions(root, { args: given, first: root === 'clusters' ? 2 : 50 })) {
        const answer = await portal.ask(query, variables, portal.tokens[person]);
        const codes = answer.errors?.map(({ extensions }) => extensions?.['code']) ?? [];
        // The question itself must be right, else its answer would prove nothing.
        expect(
          codes.filter((code) => !['FORBIDDEN', 'NOT_FOUND', 'BAD_USER_INPUT'].includes(String(code))),
          `${name}: ${JSON.stringify(answer.errors)}`,
        ).toEqual([]);
        answers.push(answer);
      }
    }
  }
  for (const run of Object.values(runs)) {
    const progress = `subscription ($run: ID!) { runProgress(runId: $run) { ${selectionOf('RunProgressEvent')} } }`;
    for await (const answer of subscribe(portal.url, {
      query: progress,
      variables: { run },
      token: portal.tokens[person],
    }))
      answers.push(answer);
  }
  return new Set(answers.flatMap((answer) => [...wordsOf(answer)]));
}

/** What somebody can make the server say, line by line, without what the catalogue says of itself to everybody. */
async function heardBy(person: PersonName): Promise<string> {
  const known = new Set<string>();
  for (const { query, variables } of questions('checks', { args: {}, first: 100 })) {
    for (const word of wordsOf(await portal.query(query, variables, portal.tokens.chief))) known.add(word);
  }
  return [...(await everythingFor(person))].filter((word) => !known.has(word)).join('\n');
}

describe.each([
  {
    person: 'cashier',
    sees: ['payments'],
    own: ['invoices', 'gateway', 'keys'],
    some: [
      'vault',
      'greenhouse',
      'thermometer',
      'shop',
      'batch',
      'mailer',
      'recommender',
      'promo-tls',
      'sync-stock',
      'image-policy',
      'log-agent',
    ],
  },
  {
    person: 'shopkeeper',
    sees: ['shop'],
    own: ['mailer', 'promo-tls'],
    some: [
      'vault',
      'thermometer',
      'payments',
      'batch',
      'gateway',
      'invoices',
      'import-prices',
      'image-policy',
      'log-agent',
    ],
  },
] as const)('$person, who sees $sees', ({ person, sees, own, some }) => {
  let heard: string;
  let others: readonly Known[];
  beforeAll(async () => {
    heard = await heardBy(person);
    others = (await allFindings()).filter(({ namespace }) => !(sees as readonly string[]).includes(namespace ?? ''));
  }, 120_000);

  test('is told of its own namespace', () => {
    expect(own.filter((name) => !names(heard, name))).toEqual([]);
  });

  test('is told no name and no uid of what lies elsewhere', () => {
    const hidden = hiddenNames([...portal.recorded.prod, portal.recorded.lab], sees);
    expect(hidden).toEqual(expect.arrayContaining([...some]));
    expect(hidden.filter((word) => names(heard, word))).toEqual([]);
  });

  test('is told no id and no fingerprint of a finding that it may not see, and of no run about others', () => {
    expect(others.length).toBeGreaterThan(10);
    expect(others.filter(({ id, fingerprint }) => heard.includes(id) || heard.includes(fingerprint))).toEqual([]);
    expect(heard).not.toContain(runs.ofOthers);
  });

  test('finds under the id of a hidden finding or run what is under an id that nobody has', async () => {
    const token = portal.tokens[person];
    const sought = [...others.slice(0, 5).map(({ id }) => id), runs.ofOthers];
    for (const id of sought) {
      for (const query of [
        'query ($id: ID!) { node(id: $id) { id } }',
        'query ($id: ID!) { nodes(ids: [$id]) { id } }',
        id === runs.ofOthers
          ? 'query ($id: ID!) { run(id: $id) { id } }'
          : 'query ($id: ID!) { finding(id: $id) { id } }',
      ]) {
        const found = await portal.ask(query, { id }, token);
        expect(found).toEqual(await portal.ask(query, { id: idOfNobody(id) }, token));
        expect(found).toMatchObject({ status: 200, data: {} });
        expect(found.errors).toBeUndefined();
      }
    }
  });

  test('gets for a hidden run what it gets for one that nobody has: compared, listened to', async () => {
    const token = portal.tokens[person];
    const compare = 'query ($base: ID!, $head: ID!) { compareRuns(base: $base, head: $head) { counts { new } } }';
    const listen = 'subscription ($run: ID!) { runProgress(runId: $run) { type } }';
    const of = (run: string) => [
      portal.ask(compare, { base: run, head: runs.after }, token),
      portal.ask(compare, { base: runs.after, head: run }, token),
      collect(subscribe(portal.url, { query: listen, variables: { run }, token })),
    ];
    const answers = await Promise.all(of(runs.ofOthers));
    expect(answers).toEqual(await Promise.all(of(idOfNobody(runs.ofOthers))));
    expect(answers).toMatchObject([
      { errors: [{ extensions: { code: 'NOT_FOUND', field: ['base'] } }] },
      { errors: [{ extensions: { code: 'NOT_FOUND', field: ['head'] } }] },
      [{ errors: [{ extensions: { code: 'NOT_FOUND' } }] }],
    ]);
  });

  test('counts what it sees, and nothing else', async () => {
    interface Counted {
      readonly open: { readonly totalCount: number };
      readonly all: {
        readonly totalCount: number;
        readonly nodes: readonly {
          readonly namespace: string;
          readonly subjectCount: number;
          readonly subjects: { readonly totalCount: number };
        }[];
      };
      readonly cluster: { readonly openFindings: { readonly totalCount: number } };
      readonly run: {
        readonly coverage: { readonly objects: number; readonly kinds: readonly { readonly objects: number }[] };
        readonly outcomes: { readonly nodes: readonly { readonly findingCount: number }[] };
      };
      readonly compareRuns: {
        readonly counts: Readonly<Record<string, number>>;
        readonly findings: {
          readonly totalCount: number;
          readonly nodes: readonly { readonly namespace: string | null; readonly change: string }[];
        };
      };
    }
    const query = `query ($base: ID!, $head: ID!) {
      open: findings(filter: { cluster: "prod", state: OPEN }) { totalCount }
      all: findings(filter: { cluster: "prod" }, first: 500) { totalCount nodes { namespace subjectCount subjects { totalCount } } }
      cluster(name: "prod") { openFindings { totalCount } }
      run(id: $head) { coverage { objects kinds { objects } } outcomes(first: 100) { nodes { findingCount } } }
      compareRuns(base: $base, head: $head) {
        counts { new resolved changed unchanged notComparable } findings(first: 500) { totalCount nodes { namespace change } } } }`;
    const ask = (who: PersonName): Promise<Counted> =>
      portal.query<Counted>(query, { base: runs.during, head: runs.after }, portal.tokens[who]);
    const [mine, whole] = [await ask(person), await ask('chief')];
    const known = (await allFindings()).filter(
      ({ namespace, clusterName }) =>
        clusterName === 'prod' && (sees as readonly (string | null)[]).includes(namespace),
    );
    const open = known.filter(({ state }) => state === 'OPEN').length;
    expect(open).toBeGreaterThan(2);
    expect(mine.open.totalCount).toBe(open);
    expect(mine.cluster.openFindings.totalCount).toBe(open);
    expect(mine.all.totalCount).toBe(known.length);
    expect(mine.all.nodes.map(({ namespace }) => namespace)).toEqual(known.map(() => sees[0]));
    expect(mine.all.nodes.map(({ subjectCount }) => subjectCount)).toEqual(
      mine.all.nodes.map(({ subjects }) => subjects.totalCount),
    );

    expect(whole.run.coverage.objects).toBeGreaterThan(500);
    expect(mine.run.coverage).toEqual({
      objects: null,
      kinds: whole.run.coverage.kinds.map(() => ({ objects: null })),
    });
    expect(mine.run.outcomes.nodes.reduce((sum, { findingCount }) => sum + findingCount, 0)).toBe(open);

    const compared = whole.compareRuns.findings.nodes.filter(({ namespace }) =>
      (sees as readonly (string | null)[]).includes(namespace),
    );
    const counted = (change: string): number => compared.filter((one) => one.change === change).length;
    expect(mine.compareRuns.findings.totalCount).toBe(compared.length);
    expect(mine.compareRuns.counts).toEqual({
      new: counted('NEW'),
      resolved: counted('RESOLVED'),
      changed: counted('CHANGED'),
      unchanged: counted('UNCHANGED'),
      notComparable: counted('NOT_COMPARABLE'),
    });
    expect(counted('RESOLVED')).toBeGreaterThan(0);
  });
});

describe('researcher, who sees another cluster only', () => {
  test('is told of that one, and no name, uid, id or count of the others', async () => {
    const heard = await heardBy('researcher');
    expect(names(heard, 'thermometer')).toBe(true);
    // Both clusters have a kube-system and a payments.
    const own = hiddenNames([portal.recorded.lab], []);
    const hidden = ['prod', ...hiddenNames(portal.recorded.prod, [])].filter((name) => !own.includes(name));
    expect(hidden).toEqual(expect.arrayContaining(['mailer', 'shop', KUBE_SYSTEM]));
    expect(hidden.filter((word) => names(heard, word))).toEqual([]);
    const { lab: ofLab, ...ofOthers } = runs;
    expect(heard).toContain(ofLab);
    expect(Object.values(ofOthers).filter((id) => heard.includes(id))).toEqual([]);
    const { clusters, findings } = await portal.query<Record<'clusters' | 'findings', { totalCount: number }>>(
      '{ clusters { totalCount } findings { totalCount } }',
      {},
      portal.tokens.researcher,
    );
    const inLab = (await allFindings()).filter(({ clusterName }) => clusterName === 'lab').length;
    expect({ clusters: clusters.totalCount, findings: findings.totalCount }).toEqual({ clusters: 1, findings: inLab });
    expect(inLab).toBeGreaterThan(0);
  });

  test('gets for a hidden cluster what it gets for one that does not exist', async () => {
    const ask = async (name: string) =>
      JSON.parse(
        JSON.stringify(
          await portal.ask(
            'query ($name: String!) { cluster(name: $name) { id } }',
            { name },
            portal.tokens.researcher,
          ),
        ).replaceAll(name, 'NAME'),
      );
    expect(await ask('prod')).toEqual(await ask('nowhere'));
    expect(await ask('prod')).toEqual({ status: 200, data: { cluster: null } });
  });
});
