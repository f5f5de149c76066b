import { createHash } from 'node:crypto';
import { cpSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { startTestApp, type TestApp } from '#test/harness/app.ts';
import { tempDir } from '#test/harness/temp-dir.ts';
import { questions, ROOT_FIELDS } from './everything.ts';
import { writeTokens } from './tokens.ts';

/** A recorded cluster full of values that nobody may ever see, read by the whole server: they come out nowhere. */
const CANARIES = {
  secretData: 'canary-of-secret-data-5a1e',
  secretString: 'canary-of-secret-string-77c0',
  secretAnnotation: 'canary-of-secret-annotation-0d4b',
  privateKey: 'canary-of-private-key-e914',
  configMap: 'canary-of-config-map-3bb2',
  binary: 'canary-of-binary-data-c6f8',
  env: 'canary-of-env-value-18aa',
  argument: 'canary-of-argument-9f03',
  lastApplied: 'canary-of-last-applied-42d7',
} as const;

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A canary may not come out as it is, nor in a form that gives it back or lets it be guessed. */
const FORBIDDEN = Object.values(CANARIES).flatMap((canary) => [
  canary,
  base64(canary),
  ...['sha256', 'sha1', 'md5'].flatMap((hash) =>
    [canary, base64(canary)].map((text) => createHash(hash).update(text).digest('hex').slice(0, 16)),
  ),
]);

type Json = { [key: string]: unknown };

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every value of every environment variable and every argument, wherever an object has containers. */
function plantInContainers(value: unknown): void {
  if (Array.isArray(value)) value.forEach(plantInContainers);
  if (!isRecord(value)) return;
  for (const container of [value['containers'], value['initContainers']].flat().filter(isRecord)) {
    container['args'] = [...([container['args'] ?? []].flat() as unknown[]), `--password=${CANARIES.argument}`];
    const env = [container['env'] ?? []].flat().filter(isRecord);
    for (const variable of env) if (typeof variable['value'] === 'string') variable['value'] = CANARIES.env;
    container['env'] = [...env, { name: 'PLANTED', value: CANARIES.env }];
  }
  Object.values(value).forEach(plantInContainers);
}

function plantIn(object: Json, resource: string): void {
  const metadata = object['metadata'] as Json;
  const annotations = {
    ...(metadata['annotations'] as Json | undefined),
    'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ data: { key: CANARIES.lastApplied } }),
  };
  metadata['annotations'] = annotations;
  plantInContainers(object['spec']);
  const values = (data: unknown, value: string): Json =>
    Object.fromEntries(Object.keys(isRecord(data) ? data : {}).map((key) => [key, value]));
  if (resource === 'secrets') {
    const { 'tls.crt': certificate, ...others } = (object['data'] ?? {}) as Json;
    object['data'] = {
      ...values(others, base64(CANARIES.secretData)),
      // The certificate is public, and a check reads it.
      ...(certificate === undefined ? {} : { 'tls.crt': certificate, 'tls.key': base64(CANARIES.privateKey) }),
    };
    object['stringData'] = { planted: CANARIES.secretString };
    metadata['annotations'] = { ...annotations, 'example.com/note': CANARIES.secretAnnotation };
  }
  if (resource === 'configmaps') {
    object['data'] = { ...values(object['data'], CANARIES.configMap), planted: CANARIES.configMap };
    object['binaryData'] = { blob: base64(CANARIES.binary) };
  }
}

/** The recorded shop with a canary in every place that may hold a secret; gives how often each was planted. */
function plantedShop(directory: string): Readonly<Record<string, number>> {
  const planted: Record<string, number> = {};
  for (const moment of ['2-during', '3-after']) {
    cpSync(`recordings/shop/${moment}`, join(directory, moment), { recursive: true });
    for (const file of globSync(join(directory, moment, 'lists/*/*.json'))) {
      const list = JSON.parse(readFileSync(file, 'utf8')) as { items: Json[] };
      for (const item of list.items) plantIn(item, file.split('/').at(-1)?.replace('.json', '') ?? '');
      const text = JSON.stringify(list);
      for (const [name, canary] of Object.entries(CANARIES))
        planted[name] = (planted[name] ?? 0) + text.split(canary).length + text.split(base64(canary)).length - 2;
      writeFileSync(file, text);
    }
  }
  return planted;
}

let app: TestApp;
let planted: Readonly<Record<string, number>>;
let token: string;
let runs: readonly string[];
let dataDir: string;
const cleanups: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const whenOver = (stop: () => Promise<void>) => void cleanups.push(stop);
  const directory = tempDir(whenOver);
  planted = plantedShop(join(directory, 'shop'));
  const { file, tokens } = writeTokens(directory, { chief: { role: 'ADMIN' } });
  token = tokens.chief;
  dataDir = join(directory, 'data');
  app = await startTestApp(
    {
      recordings: [{ directory: join(directory, 'shop'), moment: '2-during' }],
      tokensFile: file,
      logLevel: 'trace',
      dataDir,
    },
    whenOver,
  );
  const during = await app.diagnose({ cluster: 'shop' }, token);
  await app.clusters.moveTo('shop', '3-after', AbortSignal.timeout(20_000));
  runs = [during, await app.diagnose({ cluster: 'shop', idempotencyKey: 'once' }, token)];
}, 120_000);

afterAll(async () => {
  for (const stop of cleanups.reverse()) await stop();
});

function comesOut(text: string): readonly string[] {
  return [...FORBIDDEN, token].filter((word) => text.includes(word));
}

/** Every row of every table, the job queue's too, as Postgres writes it. */
async function dump(): Promise<Readonly<Record<string, string>>> {
  const { pool } = app.database;
  const tables = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  const texts: Record<string, string> = {};
  for (const { name } of tables.rows) {
    const { rows } = await pool.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
    texts[name] = rows.map(({ row }) => row).join('\n');
  }
  return texts;
}

describe('a value that is secret in the cluster', () => {
  test('stands in the recording in every place that is tried', () => {
    expect(Object.entries(planted).filter(([, count]) => count === 0)).toEqual([]);
  });

  test('is in no answer, whatever is asked', async () => {
    const [base = '', head = ''] = runs;
    const { findings } = await app.query<{ findings: { nodes: { id: string }[] } }>(
      '{ findings(first: 500) { nodes { id } } }',
      {},
      token,
    );
    const ids = findings.nodes.map(({ id }) => id);
    const args: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
      cluster: { name: 'shop' },
      node: { id: ids[0] },
      nodes: { ids: ids.slice(0, 4) },
      check: { id: 'certificate-expiring' },
      run: { id: head },
      finding: { id: ids[0] },
      compareRuns: { base, head },
    };
    const texts: string[] = [];
    for (const root of ROOT_FIELDS) {
      for (const { name, query, variables } of questions(root, {
        args: args[root] ?? {},
        first: root === 'clusters' ? 2 : 50,
      })) {
        const answer = await app.ask(query, variables, token);
        expect(answer.errors, name).toBeUndefined();
        texts.push(JSON.stringify(answer.data));
      }
    }
    // Two pages of 50 above; all of them here.
    for (let from = 0; from < ids.length; from += 20) {
      const query =
        'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Finding { text next data evidence { ... on FieldEvidence { path value } ... on EventEvidence { message } } } } }';
      texts.push(JSON.stringify(await app.query(query, { ids: ids.slice(from, from + 20) }, token)));
    }
    const all = texts.join('\n');
    expect(['promo-tls', 'checkout-config'].filter((name) => !all.includes(name))).toEqual([]);
    expect(comesOut(all)).toEqual([]);
  });

  test('is in no error: not when it is asked for, and not when the question is wrong', async () => {
    const answers = [
      await app.ask(
        '{ findings(filter: { text: "password" }) { nodes { text evidence { object { name } } } } }',
        {},
        token,
      ),
      await app.ask('{ node(id: "not-an-id") { id } }', {}, token),
      await app.ask('{ secrets { data } }', {}, token),
    ];
    expect(comesOut(JSON.stringify(answers))).toEqual([]);
  });

  test('is in no table', async () => {
    const tables = await dump();
    expect(Object.keys(tables)).toEqual(
      expect.arrayContaining([
        'public.runs',
        'public.findings',
        'public.finding_latest',
        'public.audit_events',
        'pgboss.job',
      ]),
    );
    // Not by toContain: its message would be the whole dump.
    expect(
      ['findings', 'finding_latest', 'finding_revisions'].filter(
        (name) => tables[`public.${name}`]?.includes('promo-tls') !== true,
      ),
    ).toEqual([]);
    expect(comesOut(JSON.stringify(tables))).toEqual([]);
  });

  test('is not in the metrics, the readiness, or a file of the data directory', async () => {
    const get = async (path: string): Promise<string> =>
      (await fetch(app.url + path, { headers: { authorization: `Bearer ${token}` } })).text();
    const metrics = await get('/metrics');
    expect(metrics).toMatch(/^kubeclinic_/m);
    expect(comesOut(metrics)).toEqual([]);
    const readiness = await get('/readyz');
    expect(readiness).toContain('"shop"');
    expect(comesOut(readiness)).toEqual([]);
    const files = globSync(`${dataDir}/**`, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    expect(files.length).toBeGreaterThan(0);
    expect(comesOut(files.join('\n'))).toEqual([]);
  });

  test('is in no line of the log, at its most talkative; nor is the token or the password of the database', () => {
    const log = app.log.join('');
    expect(log.includes('run finished')).toBe(true);
    expect(comesOut(log)).toEqual([]);
    expect(log.includes(new URL(inject('postgresUrl')).password)).toBe(false);
  });
});
