import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { diagnoseHistory, diffMigrations, SCHEMA_FILE } from '#root/scripts/lib/schema-engine.ts';
import { migrationsDirectory } from '#src/db/migration-files.ts';
import { migrate } from '#src/db/migrations.ts';
import { createTestDatabase } from '#test/harness/database.ts';

let work: string;

beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'kubeclinic-schema-test-'));
});

afterEach(() => rm(work, { recursive: true }));

async function schemaWith(addition: string): Promise<string> {
  const file = join(work, 'schema.prisma');
  await writeFile(file, `${await readFile(SCHEMA_FILE, 'utf8')}\n${addition}\n`);
  return file;
}

test('the committed migrations lead to prisma/schema.prisma', async () => {
  expect(await diffMigrations()).toBe('');
});

test('a table that is in the schema only is what a migration would make', async () => {
  const schemaFile = await schemaWith('model Later {\n  id Int @id\n  @@map("later")\n}');
  expect(await diffMigrations({ schemaFile })).toBe(
    '-- CreateTable\nCREATE TABLE "later" (\n    "id" INTEGER NOT NULL,\n\n    CONSTRAINT "later_pkey" PRIMARY KEY ("id")\n);\n',
  );
});

test('triggers, conditions and functions written by hand are no difference', async () => {
  const directory = join(work, 'migrations');
  await cp(migrationsDirectory(), directory, { recursive: true });
  await mkdir(join(directory, '99990101000000_by_hand'));
  await writeFile(
    join(directory, '99990101000000_by_hand', 'migration.sql'),
    `CREATE TABLE by_hand (id int PRIMARY KEY, note text CHECK (note <> ''));
     CREATE INDEX by_hand_open ON by_hand (note) WHERE id > 5;
     CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no; never'; END; $$;
     CREATE TRIGGER never BEFORE DELETE ON by_hand FOR EACH ROW EXECUTE FUNCTION never();`,
  );
  const schemaFile = await schemaWith('model ByHand {\n  id Int @id\n  note String?\n  @@map("by_hand")\n}');
  expect(await diffMigrations({ directory, schemaFile })).toBe('');
});

test('Prisma’s own engine finds nothing to do and nothing wrong in a database that we migrated', async () => {
  const database = await createTestDatabase({ empty: true });
  await migrate({ url: database.url, logger: pino({ level: 'silent' }) });
  expect(await diagnoseHistory(database.url)).toEqual({
    editedMigrationNames: [],
    failedMigrationNames: [],
    hasMigrationsTable: true,
    history: null,
  });
  await database.drop();
});
