import { resolve } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { startTestApp, type TestApp } from '#test/harness/app.ts';
import { createTestDatabase, type TestDatabase } from '#test/harness/database.ts';
import { type RunEvent, runEvents } from '#test/harness/graphql-client.ts';
import { type FaultyRecording, startFaultyRecording } from '#test/harness/recording-faults.ts';

/** Two servers that share one Postgres and know the same cluster, as replicas behind one address do. */
let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  // Before any server registers its own end, so that it is dropped after them.
  onTestFinished(database.drop);
});

/** A server whose cluster does not answer for its pods before `answer` is called: a run that it takes waits for them. */
interface Server extends TestApp {
  answer(): void;
}

async function server({ silent = false } = {}): Promise<Server> {
  let recording: FaultyRecording | undefined;
  const app = await startTestApp(
    { databaseUrl: database.url, recordings: [{ directory: resolve('recordings/shop'), moment: undefined }] },
    onTestFinished,
    {
      async startRecordingServer(options) {
        recording = await startFaultyRecording({
          ...options,
          faults: silent ? [{ on: { type: 'list', resource: 'pods' }, fault: 'silence' }] : [],
        });
        return recording;
      },
    },
  );
  return {
    ...app,
    // The held answer breaks off, and the list is asked for again.
    answer: () => recording?.release(),
  };
}

interface RunSeen {
  readonly state: string;
  readonly sequence: number;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly cancelledBy: string | null;
  readonly reason: string | null;
}

async function run(app: TestApp, id: string): Promise<RunSeen> {
  return (
    await app.query<{ run: RunSeen }>(
      'query ($id: ID!) { run(id: $id) { state sequence startedAt endedAt cancelledBy reason } }',
      { id },
    )
  ).run;
}

/** The first event of a kind. */
async function heard(events: AsyncIterable<RunEvent>, type: string): Promise<RunEvent> {
  for await (const event of events) if (event.type === type) return event;
  throw new Error(`the run ended without ${type}`);
}

/** Who works on a run, by the name that each server logs nowhere but in its rows. */
async function workers(app: TestApp): Promise<readonly (string | null)[]> {
  const { rows } = await app.database.pool.query<{ worker: string | null }>(
    'SELECT worker FROM runs ORDER BY sequence',
  );
  return rows.map(({ worker }) => worker);
}

const ROUNDS = 6;

describe('runs of one cluster', () => {
  test('asked for through both servers follow each other, each once, in the order asked for', {
    timeout: 60_000,
  }, async () => {
    const servers = [await server(), await server()] as const;
    const ids: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      ids.push(await servers[round % 2 === 0 ? 0 : 1].begin({ cluster: 'shop' }));
    for (const id of ids) await heard(runEvents(servers[0].url, id), 'FINISHED');
    const seen = await Promise.all(ids.map((id) => run(servers[1], id)));
    expect(seen.map(({ state, sequence }) => [state, sequence])).toEqual(
      ids.map((_, index) => ['FINISHED', index + 1]),
    );
    for (const [index, { startedAt }] of seen.entries()) {
      const before = seen[index - 1];
      if (before !== undefined) expect(Date.parse(startedAt)).toBeGreaterThanOrEqual(Date.parse(before.endedAt));
    }
    const { rows } = await servers[0].database.pool.query<{ attempt: number; crashes: number }>(
      'SELECT attempt, crashes FROM runs',
    );
    expect(rows).toEqual(ids.map(() => ({ attempt: 1, crashes: 0 })));
    // Every run saw the same: the first opened all findings, the others none.
    const opened = await servers[0].database.pool.query<{ opened_by: string; n: number }>(
      'SELECT opened_sequence, count(*)::int AS n FROM finding_episodes GROUP BY 1',
    );
    expect(opened.rows).toEqual([{ opened_sequence: 1, n: expect.any(Number) }]);
  });
});

describe('a run in the hands of one server', () => {
  /** The first server takes the run, because the second is not there yet; its cluster is silent, so the run goes on. */
  async function takenByFirst(): Promise<{ readonly first: Server; readonly second: Server; readonly id: string }> {
    const first = await server({ silent: true });
    await expect
      .poll(
        async () =>
          (await first.query<{ cluster: { uid: string | null } }>('{ cluster(name: "shop") { uid } }')).cluster.uid,
      )
      .not.toBeNull();
    const id = await first.begin({ cluster: 'shop' });
    await heard(runEvents(first.url, id), 'STARTED');
    return { first, second: await server(), id };
  }

  test('is heard of at the other, to its end', { timeout: 60_000 }, async () => {
    const { first, second, id } = await takenByFirst();
    const [worker] = await workers(second);
    const events: RunEvent[] = [];
    for await (const event of runEvents(second.url, id)) {
      events.push(event);
      if (event.type === 'STARTED') first.answer();
    }
    expect(events.map(({ type }) => type).filter((type) => type !== 'CHECKED')).toEqual(['STARTED', 'FINISHED']);
    expect(await workers(second)).toEqual([worker]);
    // The end is written: either server tells the same findings.
    const findings = '{ findings(first: 500) { totalCount nodes { id text } } }';
    expect(await second.query(findings)).toEqual(await first.query(findings));
    expect((await second.query<{ findings: { totalCount: number } }>(findings)).findings.totalCount).toBeGreaterThan(
      28,
    );
  });

  test('is cancelled through the other, and the first stops working on it', { timeout: 60_000 }, async () => {
    const { first, second, id } = await takenByFirst();
    const end = heard(runEvents(first.url, id), 'CANCELLED');
    const { runCancel } = await second.query<{ runCancel: { run: { state: string }; userErrors: unknown[] } }>(
      'mutation ($id: ID!) { runCancel(input: { id: $id }) { run { state } userErrors { message } } }',
      { id },
    );
    expect(runCancel).toEqual({ run: { state: 'CANCELLED' }, userErrors: [] });
    expect(await end).toMatchObject({ object: { state: 'CANCELLED' } });
    await expect.poll(() => first.log.join('')).toContain('run was cancelled or taken over; its worker stopped');
    // Nothing of it was remembered, and the queue goes on: the second server is free to take the next.
    expect(await second.query('{ findings { totalCount } }')).toEqual({ findings: { totalCount: 0 } });
    first.answer();
    await second.diagnose({ cluster: 'shop' });
    expect(await run(second, id)).toMatchObject({ state: 'CANCELLED', sequence: 1, cancelledBy: 'local' });
  });

  test('is handed back when that server stops, and the other brings it to its end', { timeout: 90_000 }, async () => {
    const { first, second, id } = await takenByFirst();
    const [before] = await workers(second);
    const end = heard(runEvents(second.url, id), 'FINISHED');
    const begin = performance.now();
    await first.stop();
    expect(performance.now() - begin).toBeLessThan(9_000);
    expect(await end).toMatchObject({ object: { state: 'FINISHED', reason: null } });
    const [after] = await workers(second);
    expect(after).not.toBe(before);
    const { rows } = await second.database.pool.query('SELECT attempt, crashes FROM runs');
    // Handed back is no crash: a run that outlives many deployments is not given up for it.
    expect(rows).toEqual([{ attempt: 2, crashes: 0 }]);
    expect(first.log.join('')).toContain('run handed back: the server stops');
  });
});
