import { createServer } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseDatabaseUrl } from '#src/db/connection-url.ts';
import { openDatabase } from '#src/db/database.ts';
import { createTestDatabase, type TestDatabase } from '#test/harness/database.ts';

let database: TestDatabase;
let log = '';
const logger = pino(
  { level: 'trace' },
  {
    write: (line: string) => {
      log += line;
    },
  },
);

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

async function failure(url: string, waitMs = 300): Promise<string> {
  const opened = await openDatabase({ url, logger, waitMs }).catch((error: unknown) => error);
  if (!(opened instanceof Error)) throw new Error('it was opened');
  // What a logger would print of it, its cause and all its properties included.
  return `${opened.stack}${JSON.stringify(opened, Object.getOwnPropertyNames(opened))}`;
}

test('a database that does not answer is waited for, then told with its address but not its password', async () => {
  const text = await failure('postgresql://clinic:s3cr3t%21@127.0.0.1:1/kubeclinic');
  expect(text).toContain(
    'The database postgresql://clinic@127.0.0.1:1/kubeclinic did not answer within 0.3 s: connect ECONNREFUSED 127.0.0.1:1.',
  );
  expect(log).toContain('waiting for the database');
  expect(text + log).not.toMatch(/s3cr3t/);
});

test('a server that accepts and says nothing is not waited for without end', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  const address = silent.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await failure(`postgresql://clinic:s3cr3t@127.0.0.1:${port}/kubeclinic`)).toContain(
    'did not answer within 0.3 s',
  );
  silent.close();
});

test('a wrong password is told at once, without it', async () => {
  const url = new URL(database.url);
  url.password = 's3cr3t';
  const begin = performance.now();
  const text = await failure(url.href, 20_000);
  expect(performance.now() - begin).toBeLessThan(10_000);
  expect(text).toContain('password authentication failed for user "kubeclinic". The password is wrong.');
  expect(text).not.toContain('s3cr3t');
});

test('a database that does not exist is told at once', async () => {
  const url = new URL(database.url);
  url.pathname = '/nowhere';
  expect(await failure(url.href, 20_000)).toContain(
    'database "nowhere" does not exist. There is no such database: create it first.',
  );
});

test('what is not an address of Postgres is refused without being repeated', async () => {
  expect(() => parseDatabaseUrl('clinic:s3cr3t@db')).toThrow(
    'DATABASE_URL begins with clinic://: expected postgresql://USER:PASSWORD@HOST:PORT/DATABASE',
  );
  expect(() => parseDatabaseUrl('s3cr3t')).toThrow("DATABASE_URL can't be read as an address");
  expect(() => parseDatabaseUrl('mysql://clinic:s3cr3t@db/x')).toThrow(
    /^DATABASE_URL begins with mysql:\/\/: (?!.*s3cr3t)/,
  );
});

test.each([
  ['postgresql://clinic:s3cr3t@db:5432/kubeclinic?sslmode=require', 'postgresql://clinic@db:5432/kubeclinic'],
  ['postgres://db/kubeclinic?user=clinic&password=s3cr3t', 'postgresql://db/kubeclinic'],
  ['postgresql://clinic:s3cr%233t@db/kubeclinic', 'postgresql://clinic@db/kubeclinic'],
])('of %s only %s is shown, and texts lose the password in both spellings', (url, shown) => {
  const address = parseDatabaseUrl(url);
  expect(address.shown).toBe(shown);
  expect(address.redact(`${url} failed; s3cr3t, s3cr%233t and s3cr#3t too`)).toMatch(
    /^(?!.*(s3cr3t@|password=s3cr3t|s3cr%233t@)).* failed/,
  );
});
