import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from '#test/harness/database.ts';

test('a test gets a migrated database of its own, and nothing of it stays', async () => {
  const first = await createTestDatabase();
  const second = await createTestDatabase();
  const client = new pg.Client({ connectionString: first.url });
  client.on('error', () => {});
  await client.connect();
  await client.query('CREATE TABLE mine (id int)');
  const other = new pg.Client({ connectionString: second.url });
  await other.connect();
  const { rows } = await other.query(
    `SELECT to_regclass('public._prisma_migrations')::text AS migrations, to_regclass('mine')::text AS mine`,
  );
  expect(rows).toEqual([{ migrations: '_prisma_migrations', mine: null }]);
  await first.drop();
  const { rows: left } = await other.query('SELECT datname FROM pg_database WHERE datname = $1', [first.name]);
  expect(left).toEqual([]);
  await other.end();
  await second.drop();
});
