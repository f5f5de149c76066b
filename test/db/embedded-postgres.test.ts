import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { stopOrphan } from '#src/db/embedded/postmaster.ts';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '#src/db/embedded-postgres.ts';

/** A data directory that was used once: copying it costs a tenth of an initdb. */
let used: string;
let dataDir: string;
let log: string;
let started: EmbeddedPostgres[];
let children: ChildProcess[];

beforeAll(async () => {
  used = await mkdtemp(join(tmpdir(), 'kubeclinic-embedded-'));
  await (await startEmbeddedPostgres({ dataDir: used, logger: pino({ level: 'silent' }), durable: false })).stop();
});

afterAll(() => rm(used, { recursive: true, force: true }));

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'kubeclinic-embedded-'));
  log = '';
  started = [];
  children = [];
});

afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await Promise.all(started.map((postgres) => postgres.stop()));
  await stopOrphan(join(dataDir, 'postgres'));
  await rm(dataDir, { recursive: true, force: true });
});

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const logger = pino(
    { level: 'trace' },
    {
      write: (line: string) => {
        log += line;
      },
    },
  );
  const postgres = await startEmbeddedPostgres({ dataDir, logger, durable: false, ...options });
  started.push(postgres);
  return postgres;
}

/** Fills the data directory with one that was used, with the owners of its files. */
async function copyUsed(): Promise<void> {
  await promisify(execFile)('cp', ['-a', `${used}/.`, dataDir]);
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A server in a process (and a process group) of its own, its lines of output, and what its first line says. */
async function startServer(
  ...flags: ('durable' | 'leashed')[]
): Promise<{ child: ChildProcess; line: () => Promise<string>; url: string; pid: number }> {
  await copyUsed();
  const child = spawn(process.execPath, [join(import.meta.dirname, 'fixtures', 'server.ts'), dataDir, ...flags], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => String((await lines.next()).value);
  const { url, pid }: { url: string; pid: number } = JSON.parse(await line());
  return { child, line, url, pid };
}

/** Whether nothing answers there; asking for the pid would not tell, as an orphan may stay as a zombie. */
async function isGone(url: string): Promise<boolean> {
  return query(url, 'SELECT 1').then(
    () => false,
    (error: unknown) => String(error).includes('ECONNREFUSED'),
  );
}

test('data survive a stop and a start, which takes less than 3 s', async () => {
  const first = await start({ durable: true });
  await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  expect(await query(first.url, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
  await first.stop();
  expect(await isGone(first.url)).toBe(true);
  const begin = performance.now();
  const second = await start();
  expect(performance.now() - begin).toBeLessThan(3_000);
  expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
});

test('it listens on loopback only, and lets nobody in without the password, which is in a 0600 file and in no log', async () => {
  const { url } = await start();
  const password = (await readFile(join(dataDir, 'postgres.password'), 'utf8')).trim();
  expect(new URL(url).password).toBe(password);
  expect((await stat(join(dataDir, 'postgres.password'))).mode & 0o777).toBe(0o600);
  expect(await query(url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  expect(await query(url, 'SHOW unix_socket_directories')).toEqual([{ unix_socket_directories: '' }]);
  const wrong = new URL(url);
  wrong.password = 'guess';
  await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
  expect(log).toContain('database system is ready');
  expect(log).not.toContain(password);
});

test('after a SIGKILL of the server the next start ends the orphan and finds what was committed', async () => {
  const server = await startServer();
  await query(server.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  server.child.kill('SIGKILL');
  await once(server.child, 'exit');
  expect(await query(server.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  const next = await start();
  expect(await isGone(server.url)).toBe(true);
  expect(await query(next.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  expect(log).toContain('a Postgres left behind by a killed server was stopped');
});

test('when server and Postgres were killed, the next start recovers what was committed', async () => {
  const server = await startServer('durable');
  await query(server.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  server.child.kill('SIGKILL');
  process.kill(server.pid, 'SIGKILL');
  await once(server.child, 'exit');
  const next = await start();
  expect(await query(next.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
});

test('a second live server is refused with the first one’s process, and harms nothing', async () => {
  const server = await startServer();
  await expect(start()).rejects.toThrow(
    new RegExp(
      `^The data directory ${dataDir} is in use by another Kubeclinic server \\(process ${server.child.pid} on .+, since 2.+\\)\\. Stop that one, .+KUBECLINIC_DATA_DIR.+DATABASE_URL`,
    ),
  );
  expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a pid in postmaster.pid that belongs to somebody else by now is neither believed nor killed', async () => {
  await copyUsed();
  const bystander = spawn('sleep', ['60']);
  children.push(bystander);
  const { uid, gid } = await stat(join(dataDir, 'postgres'));
  const file = join(dataDir, 'postgres', 'postmaster.pid');
  await writeFile(file, `${bystander.pid}\n${join(dataDir, 'postgres')}\n1700000000\n5432\n\n127.0.0.1\n\nready   \n`);
  await chown(file, uid, gid);
  const next = await start();
  expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
});

test('Ctrl-C in the server’s terminal does not take the database from under its shutdown', async () => {
  const server = await startServer();
  process.kill(-(server.child.pid ?? 0), 'SIGINT');
  expect(JSON.parse(await server.line())).toEqual({ answer: 'still here' });
  await once(server.child, 'exit');
  expect(server.child.exitCode).toBe(0);
  expect(await isGone(server.url)).toBe(true);
});

test('an initdb that died half-way is begun again', async () => {
  await mkdir(join(dataDir, 'postgres.unfinished', 'base'), { recursive: true });
  await writeFile(join(dataDir, 'postgres.unfinished', 'PG_VERSION'), '18\n');
  await writeFile(join(dataDir, 'postgres.password'), 'half\n');
  const { url } = await start();
  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  // Where the checkout itself is closed to Postgres' user, a copy of the programs lies here too.
  const names = (await readdir(dataDir)).filter((name) => name !== 'postgres-programs').sort();
  expect(names).toEqual(['postgres', 'postgres.password', 'server.json', 'server.lock']);
});

test('a directory that is not a database is not touched', async () => {
  await mkdir(join(dataDir, 'postgres'));
  await writeFile(join(dataDir, 'postgres', 'photo.jpg'), 'precious');
  await expect(start()).rejects.toThrow(
    'is not a database directory (it has no PG_VERSION) and not empty. Nothing was touched',
  );
  expect(await readFile(join(dataDir, 'postgres', 'photo.jpg'), 'utf8')).toBe('precious');
});

test('data of another major version are refused with both versions', async () => {
  await mkdir(join(dataDir, 'postgres'));
  await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
  await expect(start()).rejects.toThrow('holds data of Postgres 17, this is Postgres 18');
});

test('a lost password file is named, and the directory is free again afterwards', async () => {
  await copyUsed();
  const password = await readFile(join(dataDir, 'postgres.password'), 'utf8');
  await rm(join(dataDir, 'postgres.password'));
  await expect(start()).rejects.toThrow(`${join(dataDir, 'postgres.password')} is gone or empty`);
  await writeFile(join(dataDir, 'postgres.password'), password, { mode: 0o600 });
  expect(await query((await start()).url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a directory that can’t be written to is named with the reason and the setting', async () => {
  const file = join(dataDir, 'file');
  await writeFile(file, '');
  await expect(start({ dataDir: join(file, 'data') })).rejects.toThrow(
    `The data directory ${join(file, 'data')} can't be written to (ENOTDIR). Make it writable for this user, or name another with KUBECLINIC_DATA_DIR`,
  );
});

test('what Postgres says when it does not start is in the error', async () => {
  await copyUsed();
  await writeFile(join(dataDir, 'postgres', 'postgresql.conf'), 'no_such_setting = 1\n', { flag: 'a' });
  await expect(start()).rejects.toThrow(
    /did not start \(exit code 1\).*unrecognized configuration parameter "no_such_setting"/s,
  );
});

test('with `fresh` the data of an earlier start are gone, the orphan that served them too', async () => {
  const server = await startServer();
  await query(server.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  server.child.kill('SIGKILL');
  await once(server.child, 'exit');
  const next = await start({ fresh: true });
  expect(await isGone(server.url)).toBe(true);
  expect(await query(next.url, `SELECT to_regclass('kept') AS kept`)).toEqual([{ kept: null }]);
});

test('a Postgres that ends by itself is told, and stopping it then is no error', async () => {
  await copyUsed();
  const postgres = await start();
  process.kill(postgres.pid, 'SIGQUIT');
  expect(await postgres.ended).toMatch(/^(exit code|signal)/);
  await expect.poll(() => log).toContain('the embedded Postgres ended by itself');
  await postgres.stop();
});

test('a leashed one ends with its server also when that is killed', async () => {
  const server = await startServer('leashed');
  server.child.kill('SIGKILL');
  await expect.poll(() => isGone(server.url), { timeout: 10_000 }).toBe(true);
  // Well shut down: there is nothing to recover.
  await start();
  expect(log).not.toContain('was not properly shut down');
});

test('a stop is done in time also when a query runs', async () => {
  await copyUsed();
  const postgres = await start();
  const running = query(postgres.url, 'SELECT pg_sleep(60)').catch((error: unknown) => String(error));
  await expect
    .poll(() =>
      query(
        postgres.url,
        `SELECT count(*)::int AS sleeping FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)' AND state = 'active'`,
      ),
    )
    .toEqual([{ sleeping: 1 }]);
  const begin = performance.now();
  await postgres.stop({ timeoutMs: 5_000 });
  expect(performance.now() - begin).toBeLessThan(5_000);
  expect(await running).toContain('terminat');
});

test('a data directory of mode 0700, as mkdtemp makes it, is no obstacle to the user that Postgres runs as', async () => {
  await copyUsed();
  await chmod(dataDir, 0o700);
  expect(await query((await start()).url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});
