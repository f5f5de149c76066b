import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseError } from './database-error.ts';

/** One committed migration. */
export interface Migration {
  /** Its directory, `<yyyymmddhhmmss>_<what_it_does>`; their order is the order of the names. */
  readonly name: string;
  readonly sql: string;
  /** sha256 of the file, hex, as Prisma computes it. */
  readonly checksum: string;
}

/**
 * Where the migrations lie: `prisma/migrations` in the nearest directory above `from` that has it, so that source, a
 * build in `dist` and the image find the same files.
 */
export function migrationsDirectory(from: string = import.meta.dirname): string {
  for (let at = from; ; at = dirname(at)) {
    const candidate = join(at, 'prisma', 'migrations');
    if (existsSync(candidate)) return candidate;
    if (dirname(at) === at)
      throw new DatabaseError(
        `No prisma/migrations directory in ${from} or above it: the installation is not complete.`,
      );
  }
}

/** Reads all migrations of a directory, oldest first. */
export async function readMigrations(directory: string): Promise<readonly Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const file = join(directory, name, 'migration.sql');
      const sql = await readFile(file, 'utf8').catch((cause: unknown) => {
        throw new DatabaseError(`The migration file ${file} can't be read: the installation is not complete.`, {
          cause,
        });
      });
      return { name, sql, checksum: checksumOf(sql) };
    }),
  );
}

/** Whether a checksum in the database is that of this file; a checkout may have changed the line ends, which changes nothing. */
export function isSameFile(migration: Migration, checksum: string): boolean {
  if (checksum === migration.checksum) return true;
  const unix = migration.sql.replaceAll('\r\n', '\n');
  return checksum === checksumOf(unix) || checksum === checksumOf(unix.replaceAll('\n', '\r\n'));
}

function checksumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
