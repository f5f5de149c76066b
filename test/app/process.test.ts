import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { askGraphql, runEvents } from '#test/harness/graphql-client.ts';
import { runScript } from '#test/harness/run-script.ts';
import { tempDir } from '#test/harness/temp-dir.ts';
import {
  askDatabase,
  dataDirLike,
  holdRuns,
  isListening,
  postgresOf,
  type ServerProcess,
  startServer,
  usedDataDir,
} from './server-process.ts';

/** `npm start` as its operators know it: started, told to stop, killed, started again. */
let used: Awaited<ReturnType<typeof usedDataDir>>;
beforeAll(async () => {
  used = await usedDataDir();
});
afterAll(() => used.remove());

/** Each test starts a process or two on a machine that may be busy. */
const PROCESS_MS = 90_000;
/** A killed server's run is missed after its lease of 15 s and its job's heartbeat of 15 s. */
const RECOVERY_MS = 180_000;

const START = 'mutation { runStart(input: { cluster: "shop" }) { run { id } userErrors { message } } }';
const RUN = 'query ($id: ID!) { run(id: $id) { state reason } }';

interface RunState {
  readonly state: string;
  readonly reason: string | null;
}

async function startRun(server: ServerProcess): Promise<string> {
  const { runStart } = await server.query<{ runStart: { run: { id: string } } }>(START);
  return runStart.run.id;
}

/** A run whose examination is over and whose end can't be written, until `release`. */
async function heldRun(server: ServerProcess, dataDir: string) {
  await server.url();
  const hold = await holdRuns(dataDir);
  const id = await startRun(server);
  await hold.untilHeld();
  expect(await server.query<{ run: RunState }>(RUN, { id })).toEqual({ run: { state: 'RUNNING', reason: null } });
  return { id, release: hold.release };
}

/** The log's last line at a level, parsed. */
function logged(
  stdout: string,
  level: string,
): { readonly msg?: string; readonly err?: { readonly message?: string } } {
  const line = stdout.split('\n').findLast((text) => text.includes(`"level":"${level}"`));
  return JSON.parse(line ?? '{}');
}

describe('wrong settings', () => {
  test('exit 78: all told at once, nothing started, no secret shown', { timeout: PROCESS_MS }, async () => {
    const directory = tempDir();
    const dataDir = join(directory, 'data');
    const tokensFile = join(directory, 'tokens.json');
    const token = `kc_${'T0ps3cret'.repeat(5).slice(0, 43)}`;
    // The token itself where its hash belongs.
    writeFileSync(tokensFile, JSON.stringify([{ name: 'portal', sha256: token, role: 'BOSS' }]));
    const { code, stdout, stderr } = await startServer(dataDir, {
      env: {
        DATABASE_URL: 'postgresql://clinic:s3cr/e?t#pass@db:5432x/clinic',
        KUBECLINIC_RECORDINGS: 'recordings/shop:4-never,nowhere',
        KUBECLINIC_TOKENS_FILE: tokensFile,
        KUBECLINIC_PORT: '-1',
        KUBECLINIC_RECORDING: 'recordings/shop',
      },
    }).ended;
    expect({ code, stdout }).toEqual({ code: 78, stdout: '' });
    expect(stderr.split('\n').map((line) => /^ {2}([A-Z_]+): /.exec(line)?.[1] ?? line)).toEqual([
      'Kubeclinic was not started: 7 problems with its settings.',
      'KUBECLINIC_RECORDING',
      'KUBECLINIC_PORT',
      'DATABASE_URL',
      'KUBECLINIC_RECORDINGS',
      'KUBECLINIC_RECORDINGS',
      'KUBECLINIC_TOKENS_FILE',
      'KUBECLINIC_TOKENS_FILE',
      '',
    ]);
    expect(stderr).not.toMatch(/s3cr|e\?t|pass@|T0ps3cret/);
    expect(existsSync(dataDir)).toBe(false);
  });
});

describe('a first start', () => {
  test('with nothing configured serves the recorded shop, wherever it is started, and says how to connect others', {
    timeout: PROCESS_MS,
  }, async () => {
    const home = await dataDirLike(used.path);
    // The default data directory is ./.kubeclinic; only the port must be free.
    const server = runScript('src/main.ts', { cwd: home, env: { KUBECLINIC_PORT: '0' } });
    const [, said = ''] = await server.says(/"msg":"(No cluster is configured[^"]*)"/);
    expect(said).toMatch(/recorded cluster shop.*KUBECLINIC_RECORDINGS=DIR/);
    const [, url = ''] = await server.says(/"url":"([^"]+)","clusters":1/);
    const { data } = await askGraphql(url, { query: '{ clusters { nodes { name source connection { reason } } } }' });
    expect(data).toEqual({
      clusters: { nodes: [{ name: 'shop', source: 'RECORDING', connection: { reason: null } }] },
    });
    expect(existsSync(join(home, '.kubeclinic/postgres/PG_VERSION'))).toBe(true);
    server.child.kill('SIGTERM');
    expect(await server.ended).toMatchObject({ code: 0, stderr: '' });
  });

  test('with recordings configured serves those alone and has nothing to say', { timeout: PROCESS_MS }, async () => {
    const server = startServer(await dataDirLike(used.path), {
      env: { KUBECLINIC_RECORDINGS: `${resolve('recordings/shop')}:1-before` },
    });
    const clock = async (): Promise<string> =>
      (await server.query<{ cluster: { now: string } }>('{ cluster(name: "shop") { now } }')).cluster.now;
    // The clock of the moment that was named, once the cluster was read.
    await expect.poll(clock).toBe('2026-11-23T16:05:07.000Z');
    server.child.kill('SIGTERM');
    const { code, stdout } = await server.ended;
    expect(code).toBe(0);
    expect(stdout).not.toContain('No cluster is configured');
  });
});

describe('an end', () => {
  test('SIGTERM with a subscription open and a run in progress: exit 0 within 10 s, the subscriber is told', {
    timeout: PROCESS_MS,
  }, async () => {
    const dataDir = await dataDirLike(used.path);
    const server = startServer(dataDir);
    const { id } = await heldRun(server, dataDir);
    const events = runEvents(await server.url(), id);
    expect(await events.next()).toMatchObject({ value: { type: 'STARTED' } });
    const told = events.next().catch((error: unknown) => error);
    const begin = performance.now();
    server.child.kill('SIGTERM');
    const { code, stdout } = await server.ended;
    expect(performance.now() - begin).toBeLessThan(10_000);
    expect(code, stdout).toBe(0);
    expect(await told).toMatchObject({ code: 1001 });
    expect(await postgresOf(dataDir)).toBeUndefined();
  });

  test('Ctrl-C reaches the whole process group, and the end of a run is still written', {
    timeout: PROCESS_MS,
  }, async () => {
    const dataDir = await dataDirLike(used.path);
    const server = startServer(dataDir, { detached: true });
    const { release } = await heldRun(server, dataDir);
    process.kill(-server.pid, 'SIGINT');
    await server.says(/"msg":"Stopping\."/);
    await release();
    expect(await server.ended).toMatchObject({ code: 0 });
    expect(await postgresOf(dataDir)).toBeUndefined();
    expect(await askDatabase(dataDir, 'SELECT state, reason FROM runs')).toEqual([{ state: 'FINISHED', reason: null }]);
  });

  test('SIGTERM while it starts: exit 0, and no Postgres stays', { timeout: PROCESS_MS }, async () => {
    const dataDir = await dataDirLike(used.path);
    const server = startServer(dataDir, { env: { KUBECLINIC_LOG_LEVEL: 'debug' } });
    await server.says(/database system is ready/);
    const port = (await postgresOf(dataDir))?.port ?? 0;
    expect(await isListening(port)).toBe(true);
    server.child.kill('SIGTERM');
    expect(await server.ended).toMatchObject({ code: 0 });
    await expect.poll(() => isListening(port)).toBe(false);
  });

  test('SIGKILL: the next start in the same directory comes up and brings the unfinished run to its end', {
    timeout: RECOVERY_MS,
  }, async () => {
    const dataDir = await dataDirLike(used.path);
    const killed = startServer(dataDir);
    const { id } = await heldRun(killed, dataDir);
    killed.child.kill('SIGKILL');
    await killed.ended;
    const next = startServer(dataDir);
    const state = async (): Promise<RunState> => (await next.query<{ run: RunState }>(RUN, { id })).run;
    expect(['QUEUED', 'RUNNING']).toContain((await state()).state);
    await expect.poll(state, { timeout: 120_000, interval: 200 }).toEqual({ state: 'FINISHED', reason: null });
    const { run } = await next.query<{ run: { outcomes: { totalCount: number } } }>(
      'query ($id: ID!) { run(id: $id) { outcomes { totalCount } } }',
      { id },
    );
    expect(run.outcomes.totalCount).toBeGreaterThan(30);
    next.child.kill('SIGTERM');
    expect(await next.ended).toMatchObject({ code: 0 });
  });
});

describe('a start that can not succeed', () => {
  test('a second server on the same data directory: exit 1 with the first one named, which goes on', {
    timeout: PROCESS_MS,
  }, async () => {
    const dataDir = await dataDirLike(used.path);
    const first = startServer(dataDir);
    await first.url();
    const { code, stdout } = await startServer(dataDir).ended;
    expect(code).toBe(1);
    expect(logged(stdout, 'fatal')).toMatchObject({
      msg: 'Kubeclinic could not start.',
      err: {
        message: expect.stringMatching(
          new RegExp(
            `^The data directory ${dataDir} is in use by another Kubeclinic server \\(process ${first.pid} .*KUBECLINIC_DATA_DIR`,
          ),
        ),
      },
    });
    const id = await startRun(first);
    for await (const { object } of runEvents(await first.url(), id)) if (object.state === 'FINISHED') break;
    first.child.kill('SIGTERM');
    expect(await first.ended).toMatchObject({ code: 0 });
  });

  test('a port in use: exit 1 with the port named, and nothing is left behind', { timeout: PROCESS_MS }, async () => {
    const dataDir = await dataDirLike(used.path);
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((listening) => other.once('listening', listening));
    const { port } = other.address() as { port: number };
    const server = startServer(dataDir, { env: { KUBECLINIC_PORT: String(port), KUBECLINIC_LOG_LEVEL: 'debug' } });
    await server.says(/database system is ready/);
    const postgres = await postgresOf(dataDir);
    const { code, stdout } = await server.ended;
    expect(code).toBe(1);
    expect(logged(stdout, 'fatal')).toMatchObject({
      msg: 'Kubeclinic could not start.',
      err: {
        message: expect.stringMatching(
          `^Something else listens on 127.0.0.1 port ${port} already; KUBECLINIC_PORT names another port, 0 a free one.`,
        ),
      },
    });
    expect(await postgresOf(dataDir)).toBeUndefined();
    expect(await isListening(postgres?.port ?? 0)).toBe(false);
    expect(existsSync(join(dataDir, 'server.json'))).toBe(false);
  });

  test('a database that refuses its password: exit 1, and the password is nowhere in what was said', {
    timeout: PROCESS_MS,
  }, async () => {
    const url = new URL(inject('postgresUrl'));
    const right = url.password;
    url.password = 's3cr3t-word';
    const { code, stdout, stderr } = await startServer(tempDir(), {
      env: { DATABASE_URL: url.href, KUBECLINIC_LOG_LEVEL: 'trace' },
    }).ended;
    expect(code).toBe(1);
    expect(logged(stdout, 'fatal').err?.message).toContain('The password is wrong.');
    expect(stdout + stderr).not.toContain('s3cr3t-word');
    expect(stdout + stderr).not.toContain(right);
  });
});
