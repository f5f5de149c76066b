import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from 'pino';
import { DatabaseError } from './database-error.ts';
import { binariesFor, findBinaries } from './embedded/binaries.ts';
import { type Child, startChild } from './embedded/child.ts';
import { openDataDirectory, prepareDataDir, ROLE } from './embedded/data-directory.ts';
import { lockDataDirectory } from './embedded/lock.ts';
import { readPostmaster, stopOrphan, stopPostmaster } from './embedded/postmaster.ts';
import { postgresUser, type SystemUser } from './embedded/system-user.ts';

/** What `startEmbeddedPostgres` needs. */
export interface EmbeddedPostgresOptions {
  /** The data are in `<dataDir>/postgres`; the directory is made when missing. */
  readonly dataDir: string;
  readonly logger: Logger;
  /** False trades safety for speed (no fsync): for tests and the demo, whose data nobody misses. Default true. */
  readonly durable?: boolean;
  /** Throws away what an earlier process left in `<dataDir>/postgres`, under the lock. Default false. */
  readonly fresh?: boolean;
  /** True: it ends by itself when this process is killed; false: it stays until the next start. Default true where there is a shell. */
  readonly leashed?: boolean;
  /** How long a start may take, recovery after a crash included. Default 120 s. */
  readonly startTimeoutMs?: number;
}

/** A Postgres of our own on loopback. */
export interface EmbeddedPostgres {
  /** With the password in it: not for logs. */
  readonly url: string;
  readonly pid: number;
  /** Resolves with the reason when Postgres ends, also when `stop` ended it. */
  readonly ended: Promise<string>;
  /** Stops it (fast, then harder, within `timeoutMs` + 2 s; default 6 s) and frees the directory. Runs once. */
  stop(options?: { timeoutMs?: number }): Promise<void>;
}

/** The database that the server uses; `postgres` beside it stays empty. */
const DATABASE = 'kubeclinic';

/** A free port may be taken by another process before Postgres binds it; three times in a row has another reason. */
const PORT_ATTEMPTS = 3;

/**
 * Starts the Postgres that comes with us, in `<dataDir>/postgres`. Works as root (it then runs as user `postgres`) and as a normal
 * user. A Postgres that a killed server left behind is stopped first. Rejects with a DatabaseError for the operator:
 * directory in use by a live server, not writable, not reachable, of another version; no programs for this platform.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { logger, durable = true, leashed = process.platform !== 'win32', startTimeoutMs = 120_000 } = options;
  const dataDir = resolve(options.dataDir);
  const found = await findBinaries();
  const user = await postgresUser(join(dataDir, 'postgres'));
  const home = await prepareDataDir(dataDir, user, { durable });
  if (home !== dataDir)
    logger.warn({ dataDir, home }, "Postgres' own user can't enter the data directory; its files are elsewhere");
  const lock = await lockDataDirectory(dataDir);
  try {
    const orphan = await stopOrphan(join(home, 'postgres'));
    if (orphan === 'stopped') logger.warn({ dataDir }, 'a Postgres left behind by a killed server was stopped');
    if (options.fresh === true) await rm(join(home, 'postgres'), { recursive: true, force: true });
    const binaries = await binariesFor(user, found, home);
    const { path, password } = await openDataDirectory(home, { binaries, user, durable });
    const running = await startOnFreePort({
      program: binaries.postgres,
      path,
      user,
      durable,
      leashed,
      logger,
      startTimeoutMs,
    });
    let stopping: Promise<void> | undefined;
    const stop = async (timeoutMs: number): Promise<void> => {
      try {
        await endChild(running.child, running.pid, timeoutMs);
        // Nobody would look for a throw-away database in a place of its own.
        if (home !== dataDir && !durable) await rm(home, { recursive: true, force: true });
      } finally {
        await lock.release();
      }
    };
    void running.child.ended.then((reason) => {
      if (stopping === undefined)
        logger.error({ reason, said: running.child.tail() }, 'the embedded Postgres ended by itself');
    });
    const url = urlOf({ password, port: running.port, database: DATABASE });
    try {
      await createDatabase(urlOf({ password, port: running.port, database: 'postgres' }), DATABASE);
    } catch (error) {
      stopping = stop(6_000);
      await stopping;
      throw error;
    }
    return {
      url,
      pid: running.pid,
      ended: running.child.ended,
      stop({ timeoutMs = 6_000 } = {}) {
        stopping ??= stop(timeoutMs);
        return stopping;
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

interface StartOptions {
  readonly program: string;
  readonly path: string;
  readonly user: SystemUser | undefined;
  readonly durable: boolean;
  readonly leashed: boolean;
  readonly logger: Logger;
  readonly startTimeoutMs: number;
}

interface Running {
  readonly child: Child;
  readonly pid: number;
  readonly port: number;
}

async function startOnFreePort(options: StartOptions): Promise<Running> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const child = startChild(options.program, {
      user: options.user,
      leashed: options.leashed,
      args: ['-D', options.path, ...settings(port, options.durable)],
      onLine: (line) => options.logger.debug({ component: 'postgres' }, line),
    });
    const { pid, failure } = await untilReady(child, { ...options, port });
    if (pid !== undefined) return { child, pid, port };
    child.process.stdin?.destroy();
    await endChild(child, child.process.pid, 3_000);
    const said = child.tail();
    if (attempt < PORT_ATTEMPTS && /could not bind|Address already in use|pre-existing shared memory/.test(said))
      continue;
    throw new DatabaseError(
      `The embedded Postgres in ${options.path} did not start (${failure}). It said: ${said || 'nothing'}`,
    );
  }
}

/** Settings by command line, so that they need no file and win over one. */
function settings(port: number, durable: boolean): readonly string[] {
  const values: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    // A socket file would need a directory that both users may write to.
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '64MB',
    // Our queries are short: compiling them costs more than it gains.
    jit: 'off',
    // No replica will ever follow: less is logged, and the three I/O workers and the launchers are not started.
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_logical_replication_workers: '0',
    io_method: 'sync',
    log_checkpoints: 'off',
    log_autovacuum_min_duration: '-1',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** The pid once Postgres accepts connections, else why it does not. Like pg_ctl, it reads the state in `postmaster.pid`. */
async function untilReady(
  child: Child,
  options: StartOptions & { port: number },
): Promise<{ pid?: number; failure?: string }> {
  const deadline = Date.now() + options.startTimeoutMs;
  while (Date.now() < deadline) {
    const state = await readPostmaster(options.path);
    if (state?.ready === true && state.port === options.port) return { pid: state.pid };
    const end = await Promise.race([child.ended, delay(20, undefined)]);
    if (end !== undefined) return { failure: end };
  }
  return { failure: `not ready after ${options.startTimeoutMs} ms` };
}

async function endChild(child: Child, pid: number | undefined, timeoutMs: number): Promise<void> {
  let over = false;
  void child.ended.then(() => {
    over = true;
  });
  // Lets the line above run first, when the child has ended already.
  await delay(0);
  if (over || pid === undefined) return;
  await stopPostmaster(pid, { alive: () => Promise.resolve(!over), timeoutMs });
}

async function createDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'kubeclinic start',
  });
  try {
    await client.connect();
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  } catch (error) {
    throw new DatabaseError(
      `The embedded Postgres runs, but can't be used (${error instanceof Error ? error.message : 'unknown error'}).`,
      { cause: error },
    );
  } finally {
    await client.end().catch(() => {});
  }
}

function urlOf({ password, port, database }: { password: string; port: number; database: string }): string {
  return `postgresql://${ROLE}:${password}@127.0.0.1:${port}/${database}`;
}

function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolvePort(address.port) : reject(new Error('no port')),
      );
    });
  });
}
