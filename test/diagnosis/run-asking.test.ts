import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createServer, fakeCluster, type Server, startOf } from './server.ts';
import { ADMIN, countRows, createWorld, operatorOf, type World } from './world.ts';

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

describe('who may start and cancel', () => {
  test('a VIEWER neither', async () => {
    const { service } = createServer(world, [fakeCluster('shop')]);
    const id = await world.queue();
    const viewer = { ...ADMIN, role: 'VIEWER' as const };
    await expect(service.start(viewer, startOf())).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(service.cancel(viewer, id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await countRows(world)).toMatchObject({ runs: 1 });
  });

  test('a viewer with namespaces only inside them; hidden and missing namespaces sound the same', async () => {
    const { service } = createServer(world, [fakeCluster('shop')]);
    const viewer = operatorOf('shop', 'web');
    const reason = 'This viewer may only start runs whose scope names nothing but its own namespaces: shop, web.';
    for (const scope of [
      {},
      { namespaces: ['payments'] },
      { namespaces: ['shop', 'payments'] },
      { namespaces: ['no-such'] },
    ]) {
      await expect(service.start(viewer, startOf({ scope }))).rejects.toMatchObject({
        code: 'FORBIDDEN',
        message: reason,
      });
    }
    const run = await service.start(viewer, startOf({ scope: { namespaces: ['shop'] } }));
    expect(run).toMatchObject({ state: 'QUEUED', startedBy: 'of-shop-web' });
    const wider = await world.queue({ request: { scope: { namespaces: ['payments', 'shop'] } } });
    const unlimited = await world.queue();
    for (const id of [wider, unlimited]) {
      await expect(service.cancel(viewer, id)).rejects.toMatchObject({
        code: 'FORBIDDEN',
        message: reason.replace('start', 'cancel'),
      });
    }
    const hidden = await world.queue({ request: { scope: { namespaces: ['payments'] } } });
    await expect(service.cancel(viewer, hidden)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(service.progress(viewer, { runId: hidden, after: undefined })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await service.cancel(viewer, run.id)).toMatchObject({ state: 'CANCELLED' });
  });

  test('a cluster that is hidden and one that is not there sound the same', async () => {
    const { service } = createServer(world, [fakeCluster('shop'), fakeCluster('secret')]);
    const viewer = { ...ADMIN, clusters: ['shop'] };
    await expect(service.start(viewer, startOf({ cluster: 'secret' }))).rejects.toMatchObject({
      code: 'NOT_FOUND',
      field: ['input', 'cluster'],
      message: 'The cluster "secret" was not found.',
    });
    await expect(service.start(viewer, startOf({ cluster: 'nowhere' }))).rejects.toMatchObject({
      code: 'NOT_FOUND',
      field: ['input', 'cluster'],
      message: 'The cluster "nowhere" was not found.',
    });
  });

  test('a cluster whose identity is not known yet is UNAVAILABLE with the reason', async () => {
    const unreached = {
      ...fakeCluster('shop'),
      identity: () => undefined,
      connection: () => ({ state: 'FAILED' as const, reason: 'connection refused' }),
    };
    const { service } = createServer(world, [unreached]);
    await expect(service.start(ADMIN, startOf())).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: 'The cluster "shop" can\'t be examined before it was reached once: connection refused.',
    });
  });
});

describe('asking twice', () => {
  test('the same key gives the same run for a day; another input is a conflict; another viewer has keys of its own', async () => {
    const { service } = createServer(world, [fakeCluster('shop')]);
    const start = startOf({ idempotencyKey: 'k' });
    const first = await service.start(ADMIN, start);
    expect((await service.start(ADMIN, { ...start, correlationId: 'c-2' })).id).toBe(first.id);
    await expect(service.start(ADMIN, { ...start, scope: { namespaces: ['shop'] } })).rejects.toMatchObject({
      code: 'CONFLICT',
      field: ['input', 'idempotencyKey'],
    });
    expect((await service.start({ ...ADMIN, name: 'other' }, start)).id).not.toBe(first.id);
    await world.db.pool.query(`UPDATE idempotency_keys SET created_at = created_at - interval '23 hours 59 minutes'`);
    expect((await service.start(ADMIN, start)).id).toBe(first.id);
    await world.db.pool.query(`UPDATE idempotency_keys SET created_at = created_at - interval '1 minute'`);
    expect((await service.start(ADMIN, start)).id).not.toBe(first.id);
  });

  test('at the same moment too', async () => {
    const { service } = createServer(world, [fakeCluster('shop')]);
    const runs = await Promise.all(
      Array.from({ length: 4 }, () => service.start(ADMIN, startOf({ idempotencyKey: 'k' }))),
    );
    expect(new Set(runs.map(({ id }) => id)).size).toBe(1);
    expect(await countRows(world)).toMatchObject({ runs: 1 });
  });

  test('a hundred runs may wait, and the next one is refused without a trace', async () => {
    const { service } = createServer(world, [fakeCluster('shop')]);
    for (let index = 0; index < 100; index += 1) await world.queue();
    await expect(service.start(ADMIN, startOf({ idempotencyKey: 'k' }))).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      field: ['input', 'cluster'],
    });
    const { rows } = await world.db.pool.query(
      'SELECT last_sequence, (SELECT count(*)::int FROM idempotency_keys) AS keys FROM clusters',
    );
    expect(rows).toEqual([{ last_sequence: 100, keys: 0 }]);
  });
});
