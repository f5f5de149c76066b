import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '#src/db/database.ts';
import { defineTask, type ImplementedTask, implementTask, type JobContext } from '#src/jobs/define-task.ts';
import { createWorker, type Worker } from '#src/jobs/worker.ts';
import { createTestDatabase, type TestDatabase } from '#test/harness/database.ts';
import { diagnose } from './fixtures/diagnose-task.ts';

const logger = pino({ level: 'silent' });
let database: TestDatabase;
let workers: Worker[];

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
  workers = [];
});

afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop({ timeoutMs: 1_500 })));
  await database.drop();
});

async function startWorker(...tasks: ImplementedTask[]): Promise<Worker> {
  const worker = createWorker({ url: database.url, tasks, logger });
  workers.push(worker);
  await worker.start();
  return worker;
}

async function rows(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A promise and how to resolve it. */
function gate(): { open: () => void; opened: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { open: resolve, opened: promise };
}

test('jobs of one cluster follow each other in the order sent, over two servers, while other clusters go on', async () => {
  const firstMayEnd = gate();
  const log: string[] = [];
  const implemented = implementTask(diagnose, {
    async run({ run }) {
      log.push(`begin ${run}`);
      if (run === 'shop-1') await firstMayEnd.opened;
      log.push(`end ${run}`);
    },
  });
  const first = await startWorker(implemented);
  const second = await startWorker(implemented);
  for (const number of [1, 2, 3, 4, 5, 6])
    await (number % 2 === 0 ? first : second).send(diagnose, { run: `shop-${number}` }, { key: 'shop' });
  // Sent last: once it is done, any of the others that might begin would have begun.
  await first.send(diagnose, { run: 'bank-1' }, { key: 'bank' });
  await expect.poll(() => log, { timeout: 10_000 }).toContain('end bank-1');
  expect(log).toEqual(['begin shop-1', 'begin bank-1', 'end bank-1']);
  firstMayEnd.open();
  await expect.poll(() => log.length, { timeout: 20_000 }).toBe(14);
  expect(log.slice(3)).toEqual([
    'end shop-1',
    ...[2, 3, 4, 5, 6].flatMap((number) => [`begin shop-${number}`, `end shop-${number}`]),
  ]);
});

test('a job sent in a transaction exists exactly when that commits', async () => {
  const done: string[] = [];
  const worker = await startWorker(implementTask(diagnose, { run: async ({ run }) => void done.push(run) }));
  const open = await openDatabase({ url: database.url, logger });
  try {
    const failing = open.transaction(async (tx) => {
      await worker.send(diagnose, { run: 'rolled back' }, { key: 'shop', tx });
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    await open.transaction(async (tx) => {
      await worker.send(diagnose, { run: 'committed' }, { key: 'shop', tx });
      expect(await rows(`SELECT id FROM pgboss.job WHERE name = 'test-diagnose'`)).toEqual([]);
    });
    await expect.poll(() => done, { timeout: 10_000 }).toEqual(['committed']);
  } finally {
    await open.close();
  }
});

test('the job of a worker that was killed is done by another', async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'fixtures', 'dying-worker.ts'), database.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
  expect(line).toBe('working on attempt 1\n');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await rows(`SELECT state::text, heartbeat_seconds FROM pgboss.job WHERE name = 'test-diagnose'`)).toEqual([
    { state: 'active', heartbeat_seconds: 15 },
  ]);
  // As if its last sign of life were older: the rest of the 15 s need not be waited for.
  await rows(`UPDATE pgboss.job SET heartbeat_on = now() - interval '15 seconds' WHERE name = 'test-diagnose'`);
  const attempts: number[] = [];
  await startWorker(implementTask(diagnose, { run: async (_payload, { attempt }) => void attempts.push(attempt) }));
  await expect.poll(() => attempts, { timeout: 20_000 }).toEqual([2]);
}, 60_000);

test('a stopping server lets a running job finish', async () => {
  const begun = gate();
  const finish = gate();
  let signalled: boolean | undefined;
  const worker = await startWorker(
    implementTask(diagnose, {
      async run(_payload, { signal }) {
        begun.open();
        await finish.opened;
        signalled = signal.aborted;
      },
    }),
  );
  await worker.send(diagnose, { run: 'a' }, { key: 'shop' });
  await begun.opened;
  const stopped = worker.stop({ timeoutMs: 10_000 });
  finish.open();
  await stopped;
  expect(signalled).toBe(false);
  expect(await rows(`SELECT state::text FROM pgboss.job WHERE name = 'test-diagnose'`)).toEqual([
    { state: 'completed' },
  ]);
});

test('a stopping server hands a job back that does not finish, and another server does it', async () => {
  const begun = gate();
  const worker = await startWorker(
    implementTask(diagnose, {
      async run(_payload, { signal }) {
        begun.open();
        await once(signal, 'abort');
        signal.throwIfAborted();
      },
    }),
  );
  await worker.send(diagnose, { run: 'a' }, { key: 'shop' });
  await begun.opened;
  await worker.stop({ timeoutMs: 1_500 });
  expect(await rows(`SELECT state::text, output FROM pgboss.job WHERE name = 'test-diagnose'`)).toEqual([
    { state: 'retry', output: expect.objectContaining({ message: 'handed back' }) },
  ]);
  const attempts: number[] = [];
  await startWorker(implementTask(diagnose, { run: async (_payload, { attempt }) => void attempts.push(attempt) }));
  await expect.poll(() => attempts, { timeout: 10_000 }).toEqual([2]);
});

test('a job that keeps failing is given up after its tries, and only then does the next of its key begin', async () => {
  const log: string[] = [];
  const worker = await startWorker(
    implementTask(diagnose, {
      async run({ run }, { attempt }: JobContext) {
        log.push(`${run} attempt ${attempt}`);
        if (run === 'bad') throw new Error('password=hunter2');
      },
      async givenUp({ run }, reason) {
        log.push(`${run} given up: ${reason}`);
      },
    }),
  );
  await worker.send(diagnose, { run: 'bad' }, { key: 'shop' });
  await worker.send(diagnose, { run: 'good' }, { key: 'shop' });
  await expect.poll(() => log.length, { timeout: 20_000 }).toBe(5);
  expect(log).toEqual(['bad attempt 1', 'bad attempt 2', 'bad attempt 3', 'bad given up: FAILED', 'good attempt 1']);
  expect(JSON.stringify(await rows('SELECT * FROM pgboss.job'))).not.toContain('hunter2');
});

test('servers that start together on a new database all come up', async () => {
  const implemented = implementTask(diagnose, { run: async () => {} });
  await Promise.all([startWorker(implemented), startWorker(implemented), startWorker(implemented)]);
  expect(await rows('SELECT name, policy FROM pgboss.queue ORDER BY name')).toEqual([
    { name: 'test-diagnose', policy: 'key_strict_fifo' },
    { name: 'test-diagnose.given-up', policy: 'standard' },
  ]);
});

test('a payload that does not fit its task, and a missing or superfluous key, are refused when sending', async () => {
  const free = defineTask({ name: 'test-free', schema: z.object({ run: z.string() }), order: 'ANY' });
  const worker = await startWorker(
    implementTask(diagnose, { run: async () => {} }),
    implementTask(free, { run: async () => {} }),
  );
  await expect(worker.send(diagnose, { run: '' }, { key: 'shop' })).rejects.toThrow('run');
  await expect(worker.send(diagnose, { run: 'a' })).rejects.toThrow('FIFO_PER_KEY and is sent without a key');
  await expect(worker.send(free, { run: 'a' }, { key: 'shop' })).rejects.toThrow('ANY and is sent with a key');
});
