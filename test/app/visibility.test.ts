import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { subscribe } from '#test/harness/graphql-client.ts';
import { questions, ROOT_FIELDS, selectionOf } from './everything.ts';
import { MOMENTS, type PersonName, type Portal, startPortal } from './portal.ts';
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
  const { findings } = await portal.query<{ findings: { nodes: Known[] } }>('{ findings(first: 500) { nodes { id fingerprint namespace clusterName state } } }', {}, portal.tokens.chief);
  return findings.nodes;
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
        expect(codes.filter((code) => !['FORBIDDEN', 'NOT_FOUND', 'BAD_USER_INPUT'].includes(String(code))), `${name}: ${JSON.stringify(answer.errors)}`).toEqual([]);
        answers.push(answer);
      }
    }
  }
  for (const run of Object.values(runs)) {
    const progress = `subscription ($run: ID!) { runProgress(runId: $run) { ${selectionOf('RunProgressEvent')} } }`;
    for await (const answer of subscribe(portal.url, { query: progress, variables: { run }, token: portal.tokens[person] })) answers.push(answer);
  }
  return new Set(answers.flatMap((answer) => [...wordsOf(answer)]));
}

const PATHS = MOMENTS.map((moment) => `recordings/shop/${moment}`);
/** The identity of the cluster, which everybody who sees the cluster is told. */
const isIdentity = (word: string, heard: string): boolean => word.length === 36 && heard.includes(word);

describe.each([
  { person: 'cashier', sees: ['payments'], own: ['invoices', 'gateway'], some: ['shop', 'batch', 'mailer', 'recommender', 'promo-tls', 'sync-stock', 'image-policy', 'log-agent'] },
  { person: 'shopkeeper', sees: ['shop'], own: ['mailer', 'promo-tls'], some: ['payments', 'batch', 'gateway', 'invoices', 'import-prices', 'image-policy', 'log-agent'] },
] as const)('$person, who sees $sees', ({ person, sees, own, some }) => {
  let heard: string;
  beforeAll(async () => {
    // What the catalogue says of itself is the same for everybody.
    const known = new Set<string>();
    for (const { query, variables } of questions('checks', { args: {}, first: 100 })) {
      for (const word of wordsOf(await portal.query(query, variables, portal.tokens.chief))) known.add(word);
    }
    heard = [...(await everythingFor(person))].filter((word) => !known.has(word)).join('\n');
  }, 120_000);

  test('is told of its own namespace', () => {
    expect(own.filter((name) => !names(heard, name))).toEqual([]);
  });

  test('is told no name and no uid of what lies elsewhere', () => {
    const hidden = hiddenNames(PATHS, sees);
    expect(hidden).toEqual(expect.arrayContaining([...some]));
    for (const w of ['default','data']) console.log(w, heard.split('\n').filter((l) => names(l, w)).slice(0,8));
    expect(hidden.filter((word) => names(heard, word) && !isIdentity(word, heard))).toEqual([]);
  });

  test('is told no id and no fingerprint of a finding that it may not see, and of no run about others', async () => {
    const hidden = (await allFindings()).filter(({ namespace }) => !(sees as readonly string[]).includes(namespace ?? ''));
    expect(hidden.length).toBeGreaterThan(10);
    expect(hidden.filter(({ id, fingerprint }) => heard.includes(id) || heard.includes(fingerprint))).toEqual([]);
    expect(heard).not.toContain(runs.ofOthers);
  });
});
