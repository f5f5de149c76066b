import pg from 'pg';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Database, openDatabase } from '#src/db/database.ts';
import { createTestDatabase, type TestDatabase } from '#test/harness/database.ts';

const logger = pino({ level: 'silent' });
let database: TestDatabase;
let teller: Database;
let hearer: Database;

beforeEach(async () => {
  database = await createTestDatabase();
  teller = await openDatabase({ url: database.url, logger });
  hearer = await openDatabase({ url: database.url, logger });
});

afterEach(async () => {
  await Promise.all([teller.close(), hearer.close()]);
  await database.drop();
});

/** A subscriber that writes down what it hears. */
function listener(): { heard: string[]; subscriber: { onNotify: (id: string) => void; onGap: () => void } } {
  const heard: string[] = [];
  return { heard, subscriber: { onNotify: (id) => void heard.push(id), onGap: () => void heard.push('GAP') } };
}

async function cutListeners(): Promise<number> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rowCount } = await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'kubeclinic listen'`,
  );
  await client.end();
  return rowCount ?? 0;
}

test('one server tells, all that listen to the channel hear, others do not', async () => {
  const there = listener();
  const twice = listener();
  const elsewhere = listener();
  await hearer.listen('runs', there.subscriber);
  await hearer.listen('runs', twice.subscriber);
  await hearer.listen('audit', elsewhere.subscriber);
  await teller.notify('runs', 'run-1');
  await teller.notify('runs', 'run-2');
  await teller.notify('audit', 'event-1');
  await expect.poll(() => elsewhere.heard).toEqual(['event-1']);
  expect([there.heard, twice.heard]).toEqual([
    ['run-1', 'run-2'],
    ['run-1', 'run-2'],
  ]);
});

test('what is told in a transaction is heard when it commits, and never when it does not', async () => {
  const { heard, subscriber } = listener();
  await hearer.listen('runs', subscriber);
  const failing = teller.transaction(async (tx) => {
    await teller.notify('runs', 'rolled-back', tx);
    throw new Error('on purpose');
  });
  await expect(failing).rejects.toThrow('on purpose');
  await teller.transaction(async (tx) => {
    await teller.notify('runs', 'committed', tx);
    await teller.notify('runs', 'before');
  });
  await expect.poll(() => heard).toEqual(['before', 'committed']);
});

test('after a cut every subscriber is told of the gap and hears again', async () => {
  const first = listener();
  const second = listener();
  await hearer.listen('runs', first.subscriber);
  await hearer.listen('audit', second.subscriber);
  expect(await cutListeners()).toBe(2);
  await expect.poll(() => [first.heard, second.heard]).toEqual([['GAP'], ['GAP']]);
  await teller.notify('runs', 'run-1');
  await expect.poll(() => first.heard).toEqual(['GAP', 'run-1']);
});

test('who subscribes while the connection is down hears of a gap when it is back', async () => {
  await cutListeners();
  await expect.poll(() => hearer.ready()).toMatchObject({ notifications: 'RECONNECTING' });
  const { heard, subscriber } = listener();
  await hearer.listen('runs', subscriber);
  await expect.poll(() => heard).toEqual(['GAP']);
  await teller.notify('runs', 'run-1');
  await expect.poll(() => heard).toEqual(['GAP', 'run-1']);
});

test('who has ended its subscription hears nothing more, the others do', async () => {
  const leaving = listener();
  const staying = listener();
  const end = await hearer.listen('runs', leaving.subscriber);
  await hearer.listen('runs', staying.subscriber);
  end();
  await teller.notify('runs', 'run-1');
  await expect.poll(() => staying.heard).toEqual(['run-1']);
  expect(leaving.heard).toEqual([]);
});

test('a channel can be left and joined again', async () => {
  const { heard, subscriber } = listener();
  const end = await hearer.listen('runs', subscriber);
  end();
  await hearer.listen('runs', subscriber);
  await teller.notify('runs', 'run-1');
  await expect.poll(() => heard).toEqual(['run-1']);
});

test('a subscriber that throws does not keep the others from hearing', async () => {
  const { heard, subscriber } = listener();
  await hearer.listen('runs', {
    onNotify() {
      throw new Error('on purpose');
    },
    onGap() {},
  });
  await hearer.listen('runs', subscriber);
  await teller.notify('runs', 'run-1');
  await expect.poll(() => heard).toEqual(['run-1']);
});

test('nothing but an id can be told, and only on a proper channel', async () => {
  await expect(teller.notify('runs', '{"state":"FINISHED"}')).rejects.toThrow(
    'A notification on runs carries an id of at most 200 letters',
  );
  await expect(teller.notify('runs', 'x'.repeat(201))).rejects.toThrow('carries an id');
  await expect(teller.notify('Runs;', 'run-1')).rejects.toThrow('Not a channel name: "Runs;"');
  await expect(hearer.listen('Runs;', listener().subscriber)).rejects.toThrow('Not a channel name: "Runs;"');
});
