import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#src/db/database.ts';
import { createTestDatabase, type TestDatabase } from '#test/harness/database.ts';

const logger = pino({ level: 'silent' });
let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = await openDatabase({ url: testDatabase.url, logger, connections: 3, statementTimeoutMs: 2_000 });
  await database.pool.query('CREATE TABLE things (id int PRIMARY KEY)');
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

async function things(): Promise<number[]> {
  const { rows } = await database.pool.query<{ id: number }>('SELECT id FROM things ORDER BY id');
  return rows.map((row) => row.id);
}

test('in a transaction Prisma and SQL see what the other wrote, and both are committed', async () => {
  const seen = await database.transaction(async (tx) => {
    await tx.sql.query('INSERT INTO things VALUES ($1)', [1]);
    await tx.prisma.$executeRaw`INSERT INTO things VALUES (2)`;
    const bySql = await tx.sql.query<{ id: number }>('SELECT id FROM things ORDER BY id');
    const byPrisma = await tx.prisma.$queryRaw<{ id: number }[]>`SELECT id FROM things ORDER BY id`;
    return { bySql: bySql.rows, byPrisma, outside: await things() };
  });
  expect(seen).toEqual({ bySql: [{ id: 1 }, { id: 2 }], byPrisma: [{ id: 1 }, { id: 2 }], outside: [] });
  expect(await things()).toEqual([1, 2]);
  await database.pool.query('TRUNCATE things');
});

test('a transaction whose work fails leaves nothing, neither of Prisma nor of SQL', async () => {
  const failing = database.transaction(async (tx) => {
    await tx.sql.query('INSERT INTO things VALUES (1)');
    await tx.prisma.$executeRaw`INSERT INTO things VALUES (2)`;
    throw new Error('on purpose');
  });
  await expect(failing).rejects.toThrow('on purpose');
  expect(await things()).toEqual([]);
});

test('transactions side by side do not get at each other’s connection', async () => {
  const pids = await Promise.all(
    [1, 2, 3].map((id) =>
      database.transaction(async (tx) => {
        await tx.sql.query('INSERT INTO things VALUES ($1)', [id]);
        const { rows } = await tx.sql.query<{ pid: number }>('SELECT pg_backend_pid() AS pid FROM pg_sleep(0.05)');
        const [own] = await tx.prisma.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
        return { bySql: rows[0]?.pid, byPrisma: own?.pid };
      }),
    ),
  );
  for (const { bySql, byPrisma } of pids) expect(bySql).toBe(byPrisma);
  expect(new Set(pids.map(({ bySql }) => bySql)).size).toBe(3);
  await database.pool.query('TRUNCATE things');
});

test('SQL that comes after its transaction is refused, as its connection is somebody else’s by then', async () => {
  const escaped = await database.transaction((tx) => Promise.resolve(tx.sql));
  await expect(escaped.query('INSERT INTO things VALUES (9)')).rejects.toThrow('The transaction is over');
  expect(await things()).toEqual([]);
});

test('a transaction that takes too long is rolled back, and its connection is given back clean', async () => {
  const slow = database.transaction(
    async (tx) => {
      await tx.sql.query('INSERT INTO things VALUES (1)');
      await tx.sql.query('SELECT pg_sleep(0.4)');
      // Prisma's rollback is on its way: this would be written for good.
      await tx.sql.query('INSERT INTO things VALUES (2)');
    },
    { timeoutMs: 100 },
  );
  await expect(slow).rejects.toThrow('The transaction is over');
  expect(await things()).toEqual([]);
  const states = await Promise.all(
    [1, 2, 3].map(() =>
      database.pool.query<{ open: boolean }>('SELECT now() <> statement_timestamp() AS open FROM pg_sleep(0.05)'),
    ),
  );
  expect(states.map(({ rows }) => rows[0]?.open)).toEqual([false, false, false]);
});

test('a statement that runs too long is cut off', async () => {
  await expect(database.pool.query('SELECT pg_sleep(10)')).rejects.toThrow('statement timeout');
});

test('the operator sees in pg_stat_activity whose connections these are', async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    'SELECT DISTINCT application_name AS name FROM pg_stat_activity WHERE datname = current_database() ORDER BY 1',
  );
  expect(rows.map((row) => row.name)).toEqual(['kubeclinic', 'kubeclinic listen']);
});

test('an idle connection that dies is replaced without a word to the caller', async () => {
  const client = new pg.Client({ connectionString: testDatabase.url });
  await client.connect();
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'kubeclinic'`,
  );
  await client.end();
  await expect.poll(() => things().catch(() => 'not yet')).toEqual([]);
});

test('readiness says UP, and what is wrong otherwise', async () => {
  expect(await database.ready()).toEqual({ state: 'UP', milliseconds: expect.any(Number), notifications: 'UP' });
  await database.pool.query(`UPDATE _prisma_migrations SET checksum = repeat('0', 64)`);
  expect(await database.ready()).toMatchObject({
    state: 'DOWN',
    part: 'MIGRATIONS',
    reason: expect.stringContaining('was edited after it was applied'),
  });
  await database.pool.query('DELETE FROM _prisma_migrations');
  expect(await database.ready()).toMatchObject({
    state: 'DOWN',
    part: 'MIGRATIONS',
    reason: expect.stringMatching(/^not applied: 2/),
  });
});
