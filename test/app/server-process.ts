import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { expect, onTestFinished } from 'vitest';
import { readPostmaster, stopOrphan } from '#src/db/embedded/postmaster.ts';
import { startEmbeddedPostgres } from '#src/db/embedded-postgres.ts';
import { askGraphql } from '#test/harness/graphql-client.ts';
import { type RunningScript, runScript, type ScriptOptions } from '#test/harness/run-script.ts';

/** `src/main.ts` as a process. */
export interface ServerProcess extends RunningScript {
  /** Resolves when it listens. */
  url(): Promise<string>;
  /** Asks once it listens, and expects data without errors. */
  query<Data>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Data>;
}

/** A data directory as a server leaves it behind: copying it costs a tenth of an initdb. */
export async function usedDataDir(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'kubeclinic-used-'));
  const postgres = await startEmbeddedPostgres({ dataDir: path, logger: pino({ level: 'silent' }), durable: false });
  await postgres.stop();
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A data directory of the test's own, a copy of a used one; whatever runs in it is ended with the test. */
export async function dataDirLike(used: string): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'kubeclinic-process-'));
  onTestFinished(async () => {
    await stopOrphan(join(path, 'postgres'));
    await rm(path, { recursive: true, force: true });
  });
  // With the owners of its files, which `cp` of Node does not keep.
  execFileSync('cp', ['-a', `${used}/.`, path]);
  return path;
}

/** Starts the server on a free port in a data directory, with these settings beside. */
export function startServer(dataDir: string, { env = {}, ...options }: ScriptOptions = {}): ServerProcess {
  const script = runScript('src/main.ts', {
    ...options,
    env: { KUBECLINIC_PORT: '0', KUBECLINIC_DATA_DIR: dataDir, ...env },
  });
  const url = async (): Promise<string> => (await script.says(/"url":"([^"]+)","clusters":\d+/))[1] ?? '';
  return {
    ...script,
    url,
    async query<Data>(query: string, variables = {}) {
      const answer = await askGraphql<Data>(await url(), { query, variables });
      if (answer.errors !== undefined || answer.data === undefined || answer.data === null)
        throw new Error(JSON.stringify(answer));
      return answer.data;
    },
  };
}

/** Where the embedded Postgres of a running server listens; undefined when there is none. */
export async function postgresOf(
  dataDir: string,
): Promise<{ readonly port: number; readonly url: string } | undefined> {
  const postmaster = await readPostmaster(join(dataDir, 'postgres'));
  if (postmaster === undefined) return undefined;
  const password = readFileSync(join(dataDir, 'postgres.password'), 'utf8').trim();
  return { port: postmaster.port, url: `postgresql://kubeclinic:${password}@127.0.0.1:${postmaster.port}/kubeclinic` };
}

/** Whether something accepts connections there. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((tell) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => tell(true)).once('error', () => tell(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.destroy());
  });
}

/** A connection to a running server's own database; closed with the test, when the server has not cut it off before. */
async function connectTo(dataDir: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: (await postgresOf(dataDir))?.url, application_name: 'test' });
  // Cut off when Postgres ends.
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end().catch(() => {}));
  return client;
}

/** Keeps every run of this server from writing its end, from when it resolves until the given function is called. */
export async function holdRuns(dataDir: string): Promise<{ release(): Promise<void>; untilHeld(): Promise<void> }> {
  const client = await connectTo(dataDir);
  const watcher = await connectTo(dataDir);
  // Reading goes on: only who writes waits.
  await client.query('BEGIN; LOCK TABLE run_outcomes IN SHARE MODE');
  return {
    async release() {
      await client.query('COMMIT');
    },
    async untilHeld() {
      const waiting = `SELECT count(*)::int AS n FROM pg_locks WHERE relation = 'run_outcomes'::regclass AND NOT granted`;
      const held = async (): Promise<number> => (await watcher.query<{ n: number }>(waiting)).rows[0]?.n ?? 0;
      await expect.poll(held).toBeGreaterThan(0);
    },
  };
}

/** What a database left behind says, asked when no server is there. */
export async function askDatabase(dataDir: string, sql: string): Promise<unknown[]> {
  const postgres = await startEmbeddedPostgres({ dataDir, logger: pino({ level: 'silent' }), durable: false });
  const client = new pg.Client({ connectionString: postgres.url });
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
    await postgres.stop();
  }
}
