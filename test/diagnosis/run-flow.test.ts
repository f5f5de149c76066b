import { once } from 'node:events';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createProgressBoard } from '#src/diagnosis/progress-board.ts';
import type { Run, RunProgress } from '#src/diagnosis/run.ts';
import { keepClaim } from '#src/diagnosis/run-lease.ts';
import { collect } from '#test/harness/collect.ts';
import { pod } from '#test/harness/objects.ts';
import { createServer, fakeCluster, type Server, sickPods, startOf } from './server.ts';
import { ADMIN, countRows, createWorld, type World } from './world.ts';

const ALL = { first: 500, after: undefined };
const SICK = pod({ metadata: { labels: { app: 'web', sick: 'ouch' } } });

let world: World;
let servers: Server[];

beforeEach(async () => {
  world = await createWorld();
  servers = [];
});
afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await world.close();
});

async function working(
  ...args: Parameters<typeof createServer> extends [World, ...infer Rest] ? Rest : never
): Promise<Server> {
  const server = createServer(world, ...args);
  servers.push(server);
  await server.work();
  return server;
}

/** The run when it has ended. */
async function ended({ service }: Server, runId: string): Promise<Run> {
  const last = (await collect(await service.progress(ADMIN, { runId, after: undefined }))).at(-1);
  if (last === undefined) throw new Error('no news of the run');
  return last.run;
}

/** The first news of a run that fits. */
async function news({ service }: Server, runId: string, type: RunProgress['type']): Promise<RunProgress> {
  for await (const event of await service.progress(ADMIN, { runId, after: undefined }))
    if (event.type === type) return event;
  throw new Error(`the run ended without ${type}`);
}

describe('a run', () => {
  test('is queued at once, run by the job queue, and remembered with all that it saw', async () => {
    const server = await working([fakeCluster('shop', [SICK, pod({ metadata: { name: 'web-2' } })])]);
    const queued = await server.service.start(
      ADMIN,
      startOf({ scope: { namespaces: ['shop', 'shop'], labelSelector: ' app=web ' } }),
    );
    expect(queued).toMatchObject({
      state: 'QUEUED',
      sequence: 1,
      clusterId: 'shop-uid',
      cluster: 'shop',
      startedBy: 'local',
      request: { scope: { namespaces: ['shop'], labelSelector: 'app=web' } },
    });
    const run = await ended(server, queued.id);
    expect(run).toMatchObject({
      state: 'FINISHED',
      takenAt: new Date('2026-03-01T12:00:00Z'),
      outcomes: [{ check: 'sick-pods', variant: '', state: 'FINDINGS', count: 1 }],
      coverage: { objects: 2, apiCalls: 0 },
    });
    expect(run.state === 'FINISHED' && run.coverage.kinds.find(({ kind }) => kind === 'Pod')).toEqual({
      kind: 'Pod',
      state: { state: 'SYNCED' },
      objects: 2,
    });
    const page = await world.findings.list(ADMIN, { cluster: 'shop' }, ALL);
    expect(page.items.map(({ node }) => node.text)).toEqual(['Pod web-1 of Pod web-1 says ouch.']);
  });

  test('is told from beginning to end, with cursors that go on after a gap', async () => {
    const cluster = fakeCluster('shop', [SICK]);
    const waits = cluster.hold();
    const server = await working([cluster]);
    const { id } = await server.service.start(ADMIN, startOf());
    await waits;
    const events: RunProgress[] = [];
    for await (const event of await server.service.progress(ADMIN, { runId: id, after: undefined })) {
      events.push(event);
      if (event.type === 'STARTED') cluster.letGo();
    }
    expect(events.map(({ type }) => type).filter((type) => type !== 'CHECKED')).toEqual(['STARTED', 'FINISHED']);
    expect(events.at(-1)).toMatchObject({ checksDone: 1, checksTotal: 1, run: { state: 'FINISHED' } });
    const [first, last] = [events[0]?.cursor, events.at(-1)?.cursor];
    const missed = await collect(await server.service.progress(ADMIN, { runId: id, after: first }));
    expect(missed).toMatchObject([{ type: 'RELIST', cursor: last, run: { state: 'FINISHED' } }]);
    expect(await collect(await server.service.progress(ADMIN, { runId: id, after: last }))).toEqual([]);
    const other = await server.service.start(ADMIN, startOf());
    await expect(server.service.progress(ADMIN, { runId: other.id, after: first })).rejects.toMatchObject({
      code: 'INVALID_CURSOR',
      field: ['after'],
    });
  });

  test('a listener who leaves a silent run gets away at once', async () => {
    const server = createServer(world, [fakeCluster('shop')]);
    const { id } = await server.service.start(ADMIN, startOf());
    const progress = await server.service.progress(ADMIN, { runId: id, after: undefined });
    expect(await progress.next()).toMatchObject({ value: { type: 'QUEUED' } });
    const pending = progress.next();
    await progress.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
  });

  test('waits for the one before it, while another cluster runs beside it', async () => {
    const [shop, other] = [fakeCluster('shop'), fakeCluster('other')];
    const [shopWaits, otherWaits] = [shop.hold(), other.hold()];
    const servers = [
      await working([shop, other], { name: 'one' }),
      await working([shop, other], { name: 'two' }),
    ] as const;
    const first = await servers[0].service.start(ADMIN, startOf());
    const second = await servers[1].service.start(ADMIN, startOf());
    const beside = await servers[1].service.start(ADMIN, startOf({ cluster: 'other' }));
    await Promise.all([shopWaits, otherWaits]);
    const states = async () =>
      Promise.all([first, second, beside].map(async ({ id }) => (await servers[0].service.get(ADMIN, id))?.state));
    expect(await states()).toEqual(['RUNNING', 'QUEUED', 'RUNNING']);
    shop.letGo();
    other.letGo();
    const [one, two] = [await ended(servers[0], first.id), await ended(servers[0], second.id)];
    await ended(servers[0], beside.id);
    expect(await states()).toEqual(['FINISHED', 'FINISHED', 'FINISHED']);
    if (one.state !== 'FINISHED' || two.state !== 'FINISHED') throw new Error('not finished');
    expect(two.startedAt.getTime()).toBeGreaterThanOrEqual(one.endedAt.getTime());
  });

  test('in twelve pieces over two servers: each once, in the order asked for', async () => {
    const shop = fakeCluster('shop', [SICK]);
    const servers = [await working([shop], { name: 'one' }), await working([shop], { name: 'two' })] as const;
    const runs: Run[] = [];
    for (let index = 0; index < 12; index += 1)
      runs.push(await servers[index % 2 === 0 ? 0 : 1].service.start(ADMIN, startOf()));
    for (const { id } of runs) expect(await ended(servers[0], id)).toMatchObject({ state: 'FINISHED' });
    const { rows } = await world.db.pool.query(
      'SELECT sequence, attempt, crashes FROM runs ORDER BY ended_at, sequence',
    );
    expect(rows).toEqual(runs.map((_, index) => ({ sequence: index + 1, attempt: 1, crashes: 0 })));
    expect(await countRows(world)).toEqual({
      runs: 12,
      run_outcomes: 12,
      findings: 1,
      finding_episodes: 1,
      finding_revisions: 1,
      finding_latest: 1,
    });
  });
});

describe('a run that is cancelled', () => {
  test('while it waits never runs', async () => {
    const server = createServer(world, [fakeCluster('shop')]);
    const { id } = await server.service.start(ADMIN, startOf());
    expect(await server.service.cancel(ADMIN, id)).toMatchObject({
      state: 'CANCELLED',
      startedAt: undefined,
      cancelledBy: 'local',
    });
    await server.execution.next({ clusterId: 'shop-uid', cluster: 'shop' }, new AbortController().signal);
    expect(await server.service.get(ADMIN, id)).toMatchObject({ state: 'CANCELLED' });
    // Once more is no error, it is what was wanted.
    expect(await server.service.cancel(ADMIN, id)).toMatchObject({ state: 'CANCELLED' });
  });

  test('by another server stops its worker, writes nothing and lets the next one run', async () => {
    const cluster = fakeCluster('shop', [SICK]);
    const waits = cluster.hold();
    const server = await working([cluster]);
    const { service } = createServer(world, [cluster]);
    const { id } = await service.start(ADMIN, startOf());
    await server.recovery.look();
    await waits;
    expect(await service.cancel(ADMIN, id)).toMatchObject({ state: 'CANCELLED' });
    // Its worker waits for kinds that never come: only the news of the cancel can free it.
    const next = await server.service.start(ADMIN, startOf());
    await news(server, next.id, 'STARTED');
    cluster.letGo();
    expect(await ended(server, next.id)).toMatchObject({ state: 'FINISHED', sequence: 2 });
    expect(await countRows(world)).toMatchObject({ runs: 2, run_outcomes: 1, findings: 1 });
    await expect(service.cancel(ADMIN, next.id)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'The run has ended already: FINISHED.',
    });
  });
});

describe('a claim that is kept', () => {
  afterEach(() => vi.useRealTimers());

  test('is given up at the news of a cancel, not only at the next renewal', async () => {
    await world.queue();
    const claim = await world.claim();
    // The renewal's clock stands still, so only the news can tell.
    vi.useFakeTimers({ toFake: ['setInterval'] });
    const outer = new AbortController().signal;
    const kept = await keepClaim(claim, {
      claims: world.claims,
      news: world.news,
      board: createProgressBoard(),
      logger: pino({ level: 'silent' }),
      outer,
      timeLimitMs: 60_000,
    });
    await world.news.tell(claim.run.id);
    expect([kept.signal.aborted, kept.why()]).toEqual([false, undefined]);
    const aborted = once(kept.signal, 'abort');
    await world.runs.cancel(claim.run.id, 'local');
    await world.news.tell(claim.run.id);
    await aborted;
    expect(kept.why()).toBe('LOST');
    kept.release();
  });
});

describe('a server that stops', () => {
  test('hands its run back, and the next server finishes it', async () => {
    const cluster = fakeCluster('shop', [SICK]);
    const waits = cluster.hold();
    const first = await working([cluster], { name: 'first' });
    const { id } = await first.service.start(ADMIN, startOf());
    await waits;
    await first.stop();
    const second = createServer(world, [cluster], { name: 'second' });
    servers.push(second);
    expect(await second.service.get(ADMIN, id)).toMatchObject({ state: 'QUEUED' });
    cluster.letGo();
    await second.work();
    expect(await ended(second, id)).toMatchObject({ state: 'FINISHED' });
    const { rows } = await world.db.pool.query('SELECT worker, attempt, crashes FROM runs');
    expect(rows).toEqual([{ worker: 'second', attempt: 2, crashes: 0 }]);
  });
});

describe('a server that was killed in the middle', () => {
  const kill = (): Promise<unknown> =>
    world.db.pool.query(`UPDATE runs SET lease_until = now() - interval '1 second' WHERE state = 'RUNNING'`);

  test('leaves a run that the next server finishes', async () => {
    const cluster = fakeCluster('shop', [SICK]);
    const dead = createServer(world, [cluster]);
    const { id } = await dead.service.start(ADMIN, startOf());
    await world.claim('shop-uid');
    await kill();
    expect(await dead.service.get(ADMIN, id)).toMatchObject({ state: 'RUNNING' });
    const next = await working([cluster], { name: 'next' });
    expect(await next.recovery.look()).toBe(1);
    expect(await ended(next, id)).toMatchObject({ state: 'FINISHED' });
    const { rows } = await world.db.pool.query('SELECT worker, attempt, crashes FROM runs');
    expect(rows).toEqual([{ worker: 'next', attempt: 2, crashes: 1 }]);
    expect(await next.recovery.look()).toBe(0);
  });

  test('three times over gives the run up with the reason, and the next one gets its turn', async () => {
    const [doomed, next] = [await world.queue(), await world.queue()];
    for (let deaths = 0; deaths < 3; deaths += 1) {
      expect((await world.claim()).run.id).toBe(doomed);
      await kill();
    }
    const answer = await world.claims.claimNext('shop-uid', 'survivor');
    expect(answer).toMatchObject({ state: 'CLAIMED', failed: [doomed], claim: { run: { id: next } } });
    const standing = await world.runs.get({ clusters: undefined, namespaces: undefined }, doomed);
    expect(standing?.run).toMatchObject({
      state: 'FAILED',
      reason: 'Given up: 3 times in turn a server stopped without a word while it ran this.',
    });
  });

  test('and comes back to life can not write any more: it wrote nothing twice', async () => {
    await world.queue();
    const zombie = await world.claim();
    await kill();
    const heir = await world.claim();
    expect([zombie.attempt, heir.attempt]).toEqual([1, 2]);
    expect(await world.claims.renew(zombie.run.id, zombie.attempt, 0)).toBe(false);
    expect(await world.claims.handBack(zombie.run.id, zombie.attempt)).toBe(false);
    expect(await world.claims.fail(zombie.run.id, zombie.attempt, 'no')).toBe(false);
    expect(await world.finishes.finish(zombie, world.sighting({}, 1))).toBeUndefined();
    expect(await world.finishes.finish(heir, world.sighting({}, 1))).toMatchObject({ opened: [] });
    expect(await world.finishes.finish(heir, world.sighting({}, 1))).toBeUndefined();
    expect(await countRows(world)).toMatchObject({ runs: 1, run_outcomes: 1 });
  });

  test('a worker that is alive keeps its run', async () => {
    await world.queue();
    await world.claim();
    expect(await world.claims.claimNext('shop-uid', 'thief')).toEqual({ state: 'BUSY', failed: [] });
  });
});

describe('a run that can not be brought to an end', () => {
  const queue = { clusterId: 'shop-uid', cluster: 'shop' };
  const signal = new AbortController().signal;

  test('on a server without the cluster stays queued for another one; when all have tried it is FAILED', async () => {
    const server = createServer(world, []);
    const id = await world.queue();
    await expect(server.execution.next(queue, signal)).rejects.toThrow('not connected to the cluster "shop"');
    expect(await server.service.get(ADMIN, id)).toMatchObject({ state: 'QUEUED' });
    await server.execution.giveUp(queue, 'Nobody could.');
    expect(await server.service.get(ADMIN, id)).toMatchObject({
      state: 'FAILED',
      startedAt: undefined,
      reason: 'Nobody could.',
    });
    await server.execution.giveUp(queue, 'There is nothing left to give up.');
  });

  test('because the name leads to another cluster now', async () => {
    const server = createServer(world, [Object.assign(fakeCluster('shop'), { uid: 'another-uid' })]);
    const id = await world.queue();
    await server.execution.next(queue, signal);
    expect(await server.service.get(ADMIN, id)).toMatchObject({
      state: 'FAILED',
      reason: 'Behind the name "shop" is another cluster now.',
    });
  });

  test('because this server has no such check', async () => {
    const server = createServer(world, [fakeCluster('shop')]);
    const id = await world.queue({ request: { checks: ['of-tomorrow'] } });
    await server.execution.next(queue, signal);
    expect(await server.service.get(ADMIN, id)).toMatchObject({
      state: 'FAILED',
      reason: 'The server that took the run does not know the check "of-tomorrow".',
    });
  });

  test('because of our own mistake: the reason tells nothing of it, and nothing is half written', async () => {
    const broken = Object.assign(fakeCluster('shop', [SICK]), {
      snapshot: () => {
        throw new Error('password=hunter2');
      },
    });
    const server = createServer(world, [broken]);
    const id = await world.queue();
    await server.execution.next(queue, signal);
    const run = await server.service.get(ADMIN, id);
    expect(run).toMatchObject({
      state: 'FAILED',
      reason: 'The run met an internal error; the log of the server has it under the correlation id.',
    });
    expect(await countRows(world)).toMatchObject({ run_outcomes: 0, findings: 0 });
  });

  test('a check that throws is that check alone', async () => {
    const broken = {
      ...sickPods,
      id: 'broken',
      run: () => {
        throw new Error('boom');
      },
    };
    const server = createServer(world, [fakeCluster('shop', [SICK])], { catalogue: [broken, sickPods] });
    const { id } = await server.service.start(ADMIN, startOf());
    await server.execution.next(queue, signal);
    expect(await server.service.get(ADMIN, id)).toMatchObject({
      state: 'FINISHED',
      outcomes: [
        { check: 'broken', state: 'CRASHED', error: 'boom' },
        { check: 'sick-pods', state: 'FINDINGS' },
      ],
    });
  });
});
