import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '#test/harness/app.ts';
import type { LiteralObject, MomentLiteral } from '#test/harness/recording-builder.ts';
import { writeRecording } from '#test/harness/recording-builder.ts';
import { tempDir } from '#test/harness/temp-dir.ts';

/** A right that is taken away for a while: what could not be looked at is neither healthy nor mended. */
const FORBIDDEN =
  'Error from server (Forbidden): secrets is forbidden: User "clinic" cannot list resource "secrets" in API group "" at the cluster scope';

function recordedSecret(name: string): LiteralObject {
  const { items } = JSON.parse(readFileSync('recordings/shop/2-during/lists/core/secrets.json', 'utf8')) as {
    items: LiteralObject[];
  };
  const secret = items.find(({ metadata }) => metadata.name === name);
  if (secret === undefined) throw new Error(`no secret ${name}`);
  return secret;
}

const NAMESPACES = [
  { metadata: { name: 'kube-system', uid: '7e57b11d-0000-4000-8000-00000000b11d' } },
  { metadata: { name: 'shop' } },
];
/** A problem that has nothing to do with secrets, seen by every run. */
const SERVICES = [
  {
    metadata: { name: 'legacy-api', namespace: 'shop', creationTimestamp: '2026-11-23T10:00:00Z' },
    spec: { selector: { app: 'legacy-api' }, ports: [{ port: 80 }] },
  },
];
const PROMO = recordedSecret('promo-tls');

function moment(minute: number, secrets: readonly LiteralObject[] | 'FORBIDDEN'): MomentLiteral {
  const lists = { 'v1/namespaces': NAMESPACES, 'v1/services': SERVICES };
  return {
    takenAt: `2026-11-23T16:${String(minute).padStart(2, '0')}:00Z`,
    ...(secrets === 'FORBIDDEN'
      ? { lists, unreachable: { '/api/v1/secrets': FORBIDDEN } }
      : { lists: { ...lists, 'v1/secrets': secrets } }),
    absent: ['networking.k8s.io/v1/ingresses'],
  };
}

const MOMENTS = {
  seen: moment(10, [PROMO]),
  blind: moment(20, 'FORBIDDEN'),
  gone: moment(30, []),
  back: moment(40, [PROMO]),
};
type MomentName = keyof typeof MOMENTS;

interface Episode {
  readonly openedTakenAt: string;
  readonly resolvedTakenAt: string | null;
  readonly openedRun: { readonly id: string };
}

interface Standing {
  readonly state: string;
  readonly since: string;
  readonly lastSeen: string;
  readonly resolvedAt: string | null;
  readonly reopened: number;
  readonly episodes: { readonly nodes: readonly Episode[] };
}

interface Outcome {
  readonly checkName: string;
  readonly state: string;
  readonly reason: string | null;
  readonly findingCount: number;
}

interface Seen {
  readonly run: string;
  readonly certificate: Standing;
  readonly outcomes: readonly Outcome[];
  readonly secretSeen: unknown;
}

const ASK = `query ($run: ID!) {
  findings(filter: { cluster: "moody", checks: ["certificate-expiring"] }) { totalCount nodes {
    state since lastSeen resolvedAt reopened episodes { nodes { openedTakenAt resolvedTakenAt openedRun { id } } } } }
  run(id: $run) {
    outcomes(first: 100) { nodes { checkName state reason findingCount } }
    coverage { kinds { status { kind state ... on KindForbidden { verb resource } } objects } } } }`;

interface Answered {
  readonly findings: { readonly totalCount: number; readonly nodes: readonly Standing[] };
  readonly run: {
    readonly outcomes: { readonly nodes: readonly Outcome[] };
    readonly coverage: { readonly kinds: readonly { readonly status: { readonly kind: string } }[] };
  };
}

let app: TestApp;

/** Moves the cluster, and waits until the right to read secrets is what it is in that moment. */
async function moveTo(name: MomentName): Promise<void> {
  const signal = AbortSignal.timeout(30_000);
  await app.clusters.moveTo('moody', name, signal);
  const connection = app.clusters.connection('moody');
  const wanted = name === 'blind' ? 'FORBIDDEN' : 'SYNCED';
  await connection?.until(() => connection.kindStates().get('Secret')?.state === wanted, signal);
}

const seen = new Map<MomentName, Seen>();
const cleanups: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const whenOver = (stop: () => Promise<void>) => void cleanups.push(stop);
  const directory = join(tempDir(whenOver), 'moody');
  await writeRecording(directory, { moments: MOMENTS });
  // A forbidden kind is tried again after two minutes; nobody waits for that here.
  app = await startTestApp({ recordings: [{ directory, moment: 'seen' }] }, whenOver, { pace: { slowRetryMs: 200 } });
  for (const name of Object.keys(MOMENTS) as MomentName[]) {
    await moveTo(name);
    const run = await app.diagnose({ cluster: 'moody' });
    const answer = await app.query<Answered>(ASK, { run });
    const [certificate] = answer.findings.nodes;
    if (certificate === undefined || answer.findings.totalCount !== 1) throw new Error(JSON.stringify(answer.findings));
    const secretSeen = answer.run.coverage.kinds.find(({ status }) => status.kind === 'Secret');
    seen.set(name, { run, certificate, outcomes: answer.run.outcomes.nodes, secretSeen });
  }
}, 120_000);

afterAll(async () => {
  for (const stop of cleanups.reverse()) await stop();
});

function at(name: MomentName): Seen {
  const found = seen.get(name);
  if (found === undefined) throw new Error(`no moment ${name}`);
  return found;
}

function outcome(name: MomentName, check: string): Outcome | undefined {
  return at(name).outcomes.find(({ checkName }) => checkName === check);
}

interface Comparison {
  readonly counts: Readonly<Record<string, number>>;
  readonly findings: { readonly nodes: readonly Readonly<Record<string, unknown>>[] };
}

async function compare(base: MomentName, head: MomentName): Promise<Comparison> {
  const query = `query ($base: ID!, $head: ID!) { compareRuns(base: $base, head: $head) {
    counts { new resolved changed unchanged notComparable }
    findings { nodes { change checkName ... on NotComparableFinding { reason explanation base { text } } ... on NewFinding { reopened } } } } }`;
  return (await app.query<{ compareRuns: Comparison }>(query, { base: at(base).run, head: at(head).run })).compareRuns;
}

const TIMES = {
  seen: '2026-11-23T16:10:00.000Z',
  blind: '2026-11-23T16:20:00.000Z',
  gone: '2026-11-23T16:30:00.000Z',
  back: '2026-11-23T16:40:00.000Z',
};

describe('while the secrets may not be read', () => {
  test('the finding stays open, and is not said to have been seen', () => {
    expect(at('seen').certificate).toMatchObject({
      state: 'OPEN',
      since: TIMES.seen,
      lastSeen: TIMES.seen,
      reopened: 0,
    });
    expect(at('blind').certificate).toMatchObject({
      state: 'OPEN',
      since: TIMES.seen,
      lastSeen: TIMES.seen,
      resolvedAt: null,
      reopened: 0,
    });
  });

  test('the run says that the check does not know, and why; the coverage names the right that is missing', () => {
    expect(outcome('seen', 'certificate-expiring')).toMatchObject({ state: 'FINDINGS', findingCount: 1, reason: null });
    expect(outcome('blind', 'certificate-expiring')).toMatchObject({
      state: 'UNKNOWN',
      findingCount: 0,
      reason: expect.stringMatching(/Secret.*(may not|forbidden|list)/i),
    });
    expect(at('blind').secretSeen).toEqual({
      status: {
        kind: 'Secret',
        state: 'FORBIDDEN',
        verb: expect.stringMatching(/^(list|watch)$/),
        resource: 'secrets',
      },
      objects: 0,
    });
  });

  test('only the checks that need secrets are blind; a kind that is not served is skipped, not unknown', () => {
    const blind = at('blind')
      .outcomes.filter(({ state }) => state === 'UNKNOWN')
      .map(({ checkName }) => checkName);
    expect(blind).toContain('certificate-expiring');
    expect(outcome('blind', 'service-without-ready-pods')).toMatchObject({ state: 'FINDINGS', findingCount: 1 });
    expect(at('seen').outcomes.filter(({ state }) => state === 'UNKNOWN')).toEqual([]);
    expect(outcome('seen', 'ingress-backend-missing')).toMatchObject({
      state: 'SKIPPED',
      reason: expect.stringContaining('Ingress'),
    });
  });

  test('the cluster says so now, also while nobody runs anything', async () => {
    await moveTo('blind');
    const ask = '{ cluster(name: "moody") { connection { state } kinds { kind state } } }';
    const { cluster } = await app.query<{
      cluster: { connection: { state: string }; kinds: { kind: string; state: string }[] };
    }>(ask);
    expect(cluster.connection.state).toBe('CONNECTED');
    expect(cluster.kinds.filter(({ state }) => state !== 'SYNCED')).toEqual([
      { kind: 'Ingress', state: 'ABSENT' },
      { kind: 'Secret', state: 'FORBIDDEN' },
    ]);
  });

  test('a comparison with the blind run can not tell, on whichever side it stands', async () => {
    const [after, before] = [await compare('seen', 'blind'), await compare('blind', 'back')];
    expect(after.counts).toEqual({ new: 0, resolved: 0, changed: 0, unchanged: 1, notComparable: 1 });
    expect(after.findings.nodes.find(({ change }) => change === 'NOT_COMPARABLE')).toEqual({
      change: 'NOT_COMPARABLE',
      checkName: 'certificate-expiring',
      reason: 'CHECK_UNKNOWN',
      explanation: expect.stringMatching(/run 2 \(head\).*certificate-expiring could not look: .*Secret/),
      base: { text: expect.stringContaining('promo-tls') },
    });
    expect(before.counts).toEqual({ new: 0, resolved: 0, changed: 0, unchanged: 1, notComparable: 1 });
    expect(before.findings.nodes.find(({ change }) => change === 'NOT_COMPARABLE')).toMatchObject({
      reason: 'CHECK_UNKNOWN',
      base: null,
    });
  });
});

describe('when they may be read again', () => {
  test('what is gone is resolved then, not in the run that was blind', async () => {
    expect(at('gone').certificate).toMatchObject({
      state: 'RESOLVED',
      since: TIMES.seen,
      resolvedAt: TIMES.gone,
      reopened: 0,
    });
    expect((await compare('seen', 'gone')).counts).toEqual({
      new: 0,
      resolved: 1,
      changed: 0,
      unchanged: 1,
      notComparable: 0,
    });
  });

  test('what comes back is the same finding, reopened, with both its episodes', async () => {
    const { certificate, run } = at('back');
    expect(certificate).toMatchObject({ state: 'OPEN', since: TIMES.back, resolvedAt: null, reopened: 1 });
    expect(certificate.episodes.nodes).toEqual([
      { openedTakenAt: TIMES.back, resolvedTakenAt: null, openedRun: { id: run } },
      { openedTakenAt: TIMES.seen, resolvedTakenAt: TIMES.gone, openedRun: { id: at('seen').run } },
    ]);
    const { findings } = await compare('gone', 'back');
    expect(findings.nodes.find(({ checkName }) => checkName === 'certificate-expiring')).toEqual({
      change: 'NEW',
      checkName: 'certificate-expiring',
      reopened: true,
    });
  });
});
