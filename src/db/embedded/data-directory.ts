import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, lstat, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseError } from '../database-error.ts';
import type { Binaries } from './binaries.ts';
import { runToEnd } from './child.ts';
import { firstClosedDirectory, type SystemUser } from './system-user.ts';

/** Major version of the programs we ship; data of another one is not theirs to open. */
const MAJOR = '18';

/** The role that owns everything in an embedded Postgres. */
export const ROLE = 'kubeclinic';

/** Where root's databases go whose data directory their own user can't enter: kept over reboots, or not where nobody misses them. */
const ELSEWHERE = { durable: '/var/lib/kubeclinic', throwAway: join(tmpdir(), 'kubeclinic') } as const;

/**
 * Makes `<dataDir>` when it is missing, checks that we can write to it, and gives the directory for Postgres' own files: the same, or,
 * where `user` can't enter it (a checkout in root's home), one of its own elsewhere, named after a hash of `dataDir`. The
 * permissions of directories above `dataDir` are not ours to change.
 */
export async function prepareDataDir(
  dataDir: string,
  user: SystemUser | undefined,
  { durable }: { readonly durable: boolean },
): Promise<string> {
  try {
    // Postgres' own user must be able to pass through; what is secret inside has a mode of its own.
    await mkdir(dataDir, { recursive: true, mode: user === undefined ? 0o700 : 0o711 });
    const probe = join(dataDir, `.writable-${process.pid}-${randomBytes(4).toString('hex')}`);
    await (await open(probe, 'wx', 0o600)).close();
    await rm(probe);
  } catch (error) {
    throw new DatabaseError(
      `The data directory ${dataDir} can't be written to (${codeOf(error)}). Make it writable for this user, or name another with KUBECLINIC_DATA_DIR, or set DATABASE_URL.`,
      { cause: error },
    );
  }
  if (user === undefined) return dataDir;
  // The directory that was given to us may be opened (entering only, no listing); those above it are not ours to change.
  const { mode } = await stat(dataDir);
  if ((mode & 0o011) !== 0o011) await chmod(dataDir, mode | 0o011);
  if ((await firstClosedDirectory(dataDir, user)) === undefined) return dataDir;

  const parent = durable ? ELSEWHERE.durable : ELSEWHERE.throwAway;
  const home = join(parent, createHash('sha256').update(dataDir).digest('hex').slice(0, 12));
  await mkdir(home, { recursive: true, mode: 0o711 });
  for (const directory of [parent, home]) await refuseForeign(directory);
  const closed = await firstClosedDirectory(home, user);
  if (closed === undefined) return home;
  throw new DatabaseError(
    `Postgres can reach neither the data directory ${dataDir} nor ${home}: as root it is run by the user with uid ${user.uid}, who may not enter ${closed}. ` +
      `Name a directory that everybody can reach with KUBECLINIC_DATA_DIR, start Kubeclinic as a normal user, or set DATABASE_URL.`,
  );
}

/** Where everybody may write, somebody may have been there first and put programs of his own where ours would be. */
async function refuseForeign(directory: string): Promise<void> {
  const found = await lstat(directory);
  if (found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0) return;
  throw new DatabaseError(
    `${directory} is not ours alone (it must be a directory of this user that nobody else may write to). Remove it, or name a directory that everybody can reach with KUBECLINIC_DATA_DIR.`,
  );
}

/** What the database directory of a data directory is and how it is opened. */
export interface DataDirectory {
  /** `<dataDir>/postgres`, ready to be served. */
  readonly path: string;
  readonly password: string;
}

/**
 * Gives `<dataDir>/postgres`, made by initdb when it is missing.
 *
 * initdb works in `postgres.unfinished`, which is renamed when complete. So a `postgres` directory is always whole, and what
 * an initdb that died left behind is known to be ours and without data: it is removed and made again.
 */
export async function openDataDirectory(
  dataDir: string,
  options: { binaries: Binaries; user: SystemUser | undefined; durable: boolean },
): Promise<DataDirectory> {
  const { binaries, user, durable } = options;
  const path = join(dataDir, 'postgres');
  const passwordFile = join(dataDir, 'postgres.password');
  const unfinished = join(dataDir, 'postgres.unfinished');
  const version = await readFile(join(path, 'PG_VERSION'), 'utf8').catch(whenMissing(undefined));
  if (version !== undefined) {
    if (version.trim() !== MAJOR) {
      throw new DatabaseError(
        `${path} holds data of Postgres ${version.trim()}, this is Postgres ${MAJOR}. Move its data with pg_dump of its own version, or name another directory with KUBECLINIC_DATA_DIR.`,
      );
    }
    return { path, password: await readPassword(passwordFile, path) };
  }
  const content = await readdir(path).catch(whenMissing(undefined));
  if (content !== undefined && content.length > 0) {
    throw new DatabaseError(
      `${path} is not a database directory (it has no PG_VERSION) and not empty. Nothing was touched: move it away, or name another directory with KUBECLINIC_DATA_DIR.`,
    );
  }
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  const password = randomBytes(24).toString('base64url');
  await rm(passwordFile, { force: true });
  const file = await open(passwordFile, 'wx', 0o600);
  await file.writeFile(`${password}\n`);
  await file.sync();
  await file.close();
  if (user !== undefined) {
    await chown(unfinished, user.uid, user.gid);
    await chown(passwordFile, user.uid, user.gid);
  }
  await runToEnd(binaries.initdb, {
    what: 'initdb',
    user,
    timeoutMs: 60_000,
    // The builtin locale is the same on every machine: no index breaks when the operating system's collations change.
    args: [
      `--pgdata=${unfinished}`,
      `--username=${ROLE}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ],
  });
  if (content !== undefined) await rm(path, { recursive: true });
  await rename(unfinished, path);
  return { path, password };
}

async function readPassword(file: string, path: string): Promise<string> {
  const password = (await readFile(file, 'utf8').catch(whenMissing(''))).trim();
  if (password === '') {
    throw new DatabaseError(
      `The password of the database in ${path} is missing: ${file} is gone or empty. Restore that file, or move both away to begin anew.`,
    );
  }
  await chmod(file, 0o600);
  return password;
}

function whenMissing<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (codeOf(error) === 'ENOENT') return value;
    throw error;
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
