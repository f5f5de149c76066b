import { readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DatabaseError } from '../database-error.ts';

/** The right to use a data directory, held until `release` or the end of the process. */
export interface DataDirectoryLock {
  release(): Promise<void>;
}

const SQLITE_BUSY = 5;

/**
 * Takes the one lock of a data directory, or rejects with a DatabaseError that names its holder.
 *
 * The lock is a record lock of the kernel on `<dataDir>/server.lock`, taken through SQLite because Node itself offers
 * none. The kernel drops it with the process, also after SIGKILL. A pid file (rejected) would be fooled by a pid that
 * now belongs to somebody else, which is the usual case in a container: the server has the same small pid every time.
 * `server.json` beside it only serves the error's text.
 */
export async function lockDataDirectory(dataDir: string): Promise<DataDirectoryLock> {
  const file = join(dataDir, 'server.lock');
  const holderFile = join(dataDir, 'server.json');
  const lock = openLock(file);
  try {
    // No journal file beside it: nothing is ever written.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw cannotLock(file, error);
    throw new DatabaseError(
      `The data directory ${dataDir} is in use by another Kubeclinic server (${await describeHolder(holderFile)}). ` +
        'Stop that one, or give this one a directory of its own with KUBECLINIC_DATA_DIR, or share one Postgres with DATABASE_URL.',
      { cause: error },
    );
  }
  await writeFile(
    holderFile,
    `${JSON.stringify({ pid: process.pid, host: hostname(), since: new Date().toISOString() })}\n`,
  );
  return {
    async release() {
      await rm(holderFile, { force: true });
      lock.close();
    },
  };
}

function openLock(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file);
  } catch (error) {
    throw cannotLock(file, error);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

function cannotLock(file: string, cause: unknown): DatabaseError {
  return new DatabaseError(
    `The lock file ${file} can't be opened or locked. It must be a writable file on a file system with record locks.`,
    { cause },
  );
}

async function describeHolder(file: string): Promise<string> {
  try {
    const holder: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof holder !== 'object' || holder === null) return 'unknown process';
    const { pid, host, since } = holder as Record<string, unknown>;
    return `process ${String(pid)} on ${String(host)}, since ${String(since)}`;
  } catch {
    // It is just starting or stopping: the lock counts, not this file.
    return 'unknown process';
  }
}
