import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '#src/db/migrations.ts';
import { createTestDatabase, type TestDatabase } from '#test/harness/database.ts';

const logger = pino({ level: 'silent' });
const FIRST = '20250101000000_first';
const SECOND = '20250102000000_second';
const FIRST_SQL = 'CREATE TABLE first (id int);\nINSERT INTO first VALUES (1);\n';
const SECOND_SQL = 'CREATE TABLE second (id int);\n';
let database: TestDatabase;
let directory: string;
let client: pg.Client;

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
  directory = await mkdtemp(join(tmpdir(), 'kubeclinic-migrations-'));
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterEach(async () => {
  await client.end();
  await database.drop();
  await rm(directory, { recursive: true });
});

async function write(name: string, sql: string): Promise<void> {
  await mkdir(join(directory, name), { recursive: true });
  await writeFile(join(directory, name, 'migration.sql'), sql);
}

function run(options: { lockTimeoutMs?: number } = {}): Promise<readonly string[]> {
  return migrate({ url: database.url, logger, directory, ...options });
}

async function applied(): Promise<unknown[]> {
  return (await client.query('SELECT migration_name AS name FROM _prisma_migrations ORDER BY started_at')).rows.map(
    (row) => row.name,
  );
}

test('migrations are applied once, oldest first, with the rows that Prisma would write', async () => {
  await write(SECOND, SECOND_SQL);
  await write(FIRST, FIRST_SQL);
  expect(await run()).toEqual([FIRST, SECOND]);
  expect(await run()).toEqual([]);
  const { rows } = await client.query('SELECT * FROM _prisma_migrations ORDER BY migration_name');
  expect(rows).toEqual(
    [FIRST_SQL, SECOND_SQL].map((sql, index) => ({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      checksum: createHash('sha256').update(sql).digest('hex'),
      finished_at: expect.any(Date),
      migration_name: index === 0 ? FIRST : SECOND,
      logs: null,
      rolled_back_at: null,
      started_at: expect.any(Date),
      applied_steps_count: 1,
    })),
  );
});

test('a migration that came from another branch with an older date is applied too', async () => {
  await write(SECOND, SECOND_SQL);
  await run();
  await write(FIRST, FIRST_SQL);
  expect(await run()).toEqual([FIRST]);
});

test('a migration edited after it was applied is refused by name', async () => {
  await write(FIRST, FIRST_SQL);
  await run();
  await write(FIRST, `${FIRST_SQL}-- one more thought\n`);
  await expect(run()).rejects.toThrow(`The migration ${FIRST} was edited after it was applied`);
});

test('a checkout that changed only the line ends is not an edit', async () => {
  await write(FIRST, FIRST_SQL);
  await run();
  await write(FIRST, FIRST_SQL.replaceAll('\n', '\r\n'));
  expect(await run()).toEqual([]);
});

test('a database that a newer version migrated is refused, and nothing is applied to it', async () => {
  await write(FIRST, FIRST_SQL);
  await write(SECOND, SECOND_SQL);
  await run();
  await rm(join(directory, SECOND), { recursive: true });
  await write('20250103000000_third', 'CREATE TABLE third (id int);');
  await expect(run()).rejects.toThrow(
    `The database has the migration ${SECOND}, which this version does not know: a newer Kubeclinic made it.`,
  );
  expect(await applied()).toEqual([FIRST, SECOND]);
});

test('a migration that another tool left failed is refused; one that was marked as rolled back is done again', async () => {
  await write(FIRST, FIRST_SQL);
  await run();
  await client.query(`DROP TABLE first; UPDATE _prisma_migrations SET finished_at = NULL`);
  await expect(run()).rejects.toThrow(`The migration ${FIRST} was begun by another tool and failed.`);
  await client.query('UPDATE _prisma_migrations SET rolled_back_at = now()');
  expect(await run()).toEqual([FIRST]);
});

test('a failing migration leaves nothing behind, is named, and stops those after it', async () => {
  await write(FIRST, FIRST_SQL);
  await write(SECOND, `${SECOND_SQL}SELECT 1/0;`);
  await write('20250103000000_third', 'CREATE TABLE third (id int);');
  await expect(run()).rejects.toThrow(`The migration ${SECOND} failed and was rolled back: division by zero.`);
  expect(await applied()).toEqual([FIRST]);
  const { rows } = await client.query(`SELECT to_regclass('second') AS second, to_regclass('third') AS third`);
  expect(rows).toEqual([{ second: null, third: null }]);
});

test('a migration is there only together with its row', async () => {
  await write(FIRST, `${FIRST_SQL}ALTER TABLE _prisma_migrations RENAME TO elsewhere;`);
  await expect(run()).rejects.toThrow(
    `The migration ${FIRST} failed and was rolled back: relation "public._prisma_migrations" does not exist.`,
  );
  expect((await client.query(`SELECT to_regclass('first') AS first`)).rows).toEqual([{ first: null }]);
});

test('servers that start together apply each migration once', async () => {
  await write(FIRST, `SELECT pg_sleep(0.1);\n${FIRST_SQL}`);
  await write(SECOND, SECOND_SQL);
  const results = await Promise.all([run(), run(), run(), run()]);
  expect(results.flat().sort()).toEqual([FIRST, SECOND]);
  expect((await client.query('SELECT id FROM first')).rows).toEqual([{ id: 1 }]);
});

test('a migration elsewhere that does not end is not waited for without end', async () => {
  await client.query('SELECT pg_advisory_lock(72707369)');
  await expect(run({ lockTimeoutMs: 100 })).rejects.toThrow(
    'Another server has been migrating this database for more than 0.1 s.',
  );
});

test('somebody else’s database is refused by the names of its tables', async () => {
  await client.query('CREATE TABLE invoices (id int); CREATE TABLE customers (id int)');
  await write(FIRST, FIRST_SQL);
  await expect(run()).rejects.toThrow(
    "not empty and not Kubeclinic's: it has the tables customers, invoices … and no migrations.",
  );
  expect((await client.query(`SELECT to_regclass('_prisma_migrations') AS own`)).rows).toEqual([{ own: null }]);
});

test('a directory without its file is an incomplete installation', async () => {
  await mkdir(join(directory, FIRST));
  await expect(run()).rejects.toThrow(
    `The migration file ${join(directory, FIRST, 'migration.sql')} can't be read: the installation is not complete.`,
  );
});
