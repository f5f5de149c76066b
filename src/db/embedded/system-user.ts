import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { DatabaseError } from '../database-error.ts';

const run = promisify(execFile);

/** A user of the operating system, by number. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

const NAME = 'postgres';

/**
 * The user that Postgres must run as: undefined means the one we are. Postgres refuses to run as root and to serve what
 * another user owns, so root lends it to the owner of the data. Where there are none yet it is the user `postgres`, made
 * when there is none: initdb wants a user with a name.
 */
export async function postgresUser(dataPath: string): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const data = await stat(dataPath).catch(() => undefined);
  if (data !== undefined && data.uid !== 0) return { uid: data.uid, gid: data.gid };
  const existing = await lookUp();
  if (existing !== undefined) return existing;
  // Two servers may do this at once; what counts is whether the user exists afterwards.
  const making = await run('useradd', ['--system', '--user-group', '--no-create-home', NAME]).catch(
    (error: unknown) => error,
  );
  const made = await lookUp();
  if (made !== undefined) return made;
  throw new DatabaseError(
    `Postgres does not run as root, and the user ${NAME} for it could not be made. ` +
      'Start Kubeclinic as a normal user, make that user, or set DATABASE_URL.',
    { cause: making },
  );
}

async function lookUp(): Promise<SystemUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', NAME]), run('id', ['-g', NAME])]);
    return { uid: Number.parseInt(uid.stdout, 10), gid: Number.parseInt(gid.stdout, 10) };
  } catch {
    return undefined;
  }
}

/** The outermost directory on the way to `path` (itself included) that `user` can't enter by its mode; undefined when all are open. */
export async function firstClosedDirectory(path: string, user: SystemUser): Promise<string | undefined> {
  const chain: string[] = [];
  for (let at = resolve(path); ; at = dirname(at)) {
    chain.unshift(at);
    if (dirname(at) === at) break;
  }
  for (const directory of chain) {
    const { mode, uid, gid } = await stat(directory);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return directory;
  }
  return undefined;
}
