import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createAuthorizer } from '#src/access/authorizer.ts';
import type { Viewer } from '#src/access/viewer.ts';
import { type ClusterRegistry, createClusterRegistry } from '#src/clusters/cluster-registry.ts';
import type { RecordingConfig } from '#src/config/config.ts';
import { connectCluster } from '#src/kubernetes/connect.ts';
import type { ClusterConnection } from '#src/kubernetes/port.ts';
import { openRecording } from '#src/recordings/recording.ts';
import { startRecordingServer } from '#src/recordings/recording-server.ts';
import { writeRecording } from '#test/harness/recording-builder.ts';
import { tempDir } from '#test/harness/temp-dir.ts';
import { keptLog, pod, podsAt, QUICK, soon } from '../kubernetes/connected.ts';

const EVERYONE: Viewer = { name: 'local', via: 'LOCAL', role: 'ADMIN', clusters: undefined, namespaces: undefined };

/** A registry of these recordings; it ends with the test. */
function registryOf(...recordings: readonly RecordingConfig[]): {
  readonly registry: ClusterRegistry;
  readonly lines: string[];
} {
  const { logger, lines } = keptLog();
  const registry = createClusterRegistry({
    recordings,
    openRecording,
    startRecordingServer,
    connect: (request) => connectCluster({ ...request, digest: (value) => `${value.length}#`, logger, pace: QUICK }),
    authorizer: createAuthorizer(),
    logger,
    now: () => new Date('2030-01-01T00:00:00Z'),
  });
  onTestFinished(() => registry.stop());
  return { registry, lines };
}

/** A recording of that name with two moments of pods. */
async function small(name: string, moment?: string): Promise<RecordingConfig> {
  const directory = join(tempDir(), name);
  await writeRecording(directory, {
    moments: {
      '1': podsAt(0, [pod('a')], { gitVersion: 'v1.30.0' }),
      '2': podsAt(5, [pod('a'), pod('b')], { gitVersion: 'v1.31.0' }),
    },
  });
  return { directory, moment };
}

async function settled(registry: ClusterRegistry, name: string): Promise<ClusterConnection> {
  const connection = registry.connection(name);
  if (connection === undefined) throw new Error(`no connection ${name}`);
  await connection.settled(soon());
  await connection.until(() => connection.version() !== undefined && connection.identity() !== undefined, soon());
  return connection;
}

test('a recording is a cluster named after its directory, at its last moment unless another is given', async () => {
  const { registry } = registryOf(await small('north'), await small('south', '1'));
  expect(registry.list(EVERYONE)).toEqual([]);
  await registry.start();
  const [north, south] = await Promise.all([settled(registry, 'north'), settled(registry, 'south')]);
  expect(registry.list(EVERYONE)).toEqual([
    {
      id: north.identity(),
      name: 'north',
      source: 'RECORDING',
      version: 'v1.31.0',
      connection: { state: 'CONNECTED' },
      kinds: north.kindStates(),
      now: new Date('2026-01-01T00:05:00Z'),
    },
    {
      id: south.identity(),
      name: 'south',
      source: 'RECORDING',
      version: 'v1.30.0',
      connection: { state: 'CONNECTED' },
      kinds: south.kindStates(),
      now: new Date('2026-01-01T00:00:00Z'),
    },
  ]);
  expect([registry.moments('north'), registry.moments('nobody')]).toEqual([['1', '2'], undefined]);
});

test('the identity of a recording without kube-system is the same each time, whatever its port', async () => {
  const config = await small('north');
  const identities: unknown[] = [];
  for (let time = 0; time < 2; time += 1) {
    const { registry } = registryOf(config);
    await registry.start();
    identities.push((await settled(registry, 'north')).identity());
    await registry.stop();
  }
  expect(identities[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(identities[1]).toBe(identities[0]);
});

test('the shop recording is known by its kube-system and its own name: it is a copy, and not the cluster', async () => {
  const { registry } = registryOf({ directory: resolve('recordings/shop'), moment: undefined });
  await registry.start();
  await settled(registry, 'shop');
  expect(registry.get(EVERYONE, 'shop')).toMatchObject({
    id: createHash('sha256')
      .update('recording shop of d659a59d-215d-4822-83c0-1c0f3f124947')
      .digest('hex')
      .slice(0, 32),
    version: 'v1.34.4',
    now: new Date('2026-11-23T16:16:22Z'),
  });
});

test('a damaged recording is FAILED with the file and the reason, and the others work', async () => {
  const broken = await small('broken');
  writeFileSync(join(broken.directory, '2', 'lists', 'core', 'pods.json'), '{"items": [');
  const { registry, lines } = registryOf(broken, await small('north'), {
    directory: join(tempDir(), 'gone'),
    moment: undefined,
  });
  await registry.start();
  await settled(registry, 'north');
  expect(registry.get(EVERYONE, 'broken')).toEqual({
    id: undefined,
    name: 'broken',
    source: 'RECORDING',
    version: undefined,
    connection: {
      state: 'FAILED',
      reason: expect.stringMatching(/^The recording can't be used: 2\/lists\/core\/pods\.json: is broken JSON.*\.$/),
    },
    kinds: new Map(),
    now: new Date('2030-01-01T00:00:00Z'),
  });
  expect(registry.get(EVERYONE, 'gone')?.connection).toEqual({
    state: 'FAILED',
    reason: "The recording can't be used: there is no such directory.",
  });
  expect(registry.connection('broken')).toBeUndefined();
  expect(registry.get(EVERYONE, 'north')?.connection).toEqual({ state: 'CONNECTED' });
  expect(
    lines.filter((line) => line.includes('recording can not be served') && line.includes(broken.directory)),
  ).toHaveLength(1);
});

test('two recordings of one name are an error at start that names both, and nothing is started', async () => {
  const [one, other] = [await small('north'), await small('north')];
  const { registry } = registryOf(one, other, await small('south'));
  await expect(registry.start()).rejects.toThrow(
    `Two clusters can't both be called north: a recording is named after its directory, and there are ${one.directory} and ${other.directory}. Rename one of them.`,
  );
  expect(registry.list(EVERYONE)).toEqual([]);
});

test('a viewer sees its clusters only, and of the others not that they exist', async () => {
  const { registry } = registryOf(await small('north'), await small('south'));
  await registry.start();
  const viewer: Viewer = { ...EVERYONE, via: 'TOKEN', role: 'VIEWER', clusters: ['south', 'nowhere'] };
  expect(registry.list(viewer).map(({ name }) => name)).toEqual(['south']);
  expect([registry.get(viewer, 'north'), registry.get(viewer, 'nowhere')]).toEqual([undefined, undefined]);
  expect(registry.get(viewer, 'south')?.name).toBe('south');
});

test('a recording moves to another moment, forwards and back: objects and clock are there when it has', async () => {
  const { registry } = registryOf(await small('north', '1'));
  await registry.start();
  const connection = await settled(registry, 'north');
  const seen = (): unknown[] => [connection.now().toISOString(), connection.snapshot().list('Pod').length];
  expect(seen()).toEqual(['2026-01-01T00:00:00.000Z', 1]);
  await registry.moveTo('north', '2', soon());
  expect(seen()).toEqual(['2026-01-01T00:05:00.000Z', 2]);
  await registry.moveTo('north', '1', soon());
  expect(seen()).toEqual(['2026-01-01T00:00:00.000Z', 1]);
});

test('a move to nowhere is refused and moves nothing', async () => {
  const { registry } = registryOf(await small('north', '1'));
  await registry.start();
  const connection = await settled(registry, 'north');
  await expect(registry.moveTo('north', '3', soon())).rejects.toThrow('there is no such moment; there are 1, 2');
  await expect(registry.moveTo('south', '1', soon())).rejects.toThrow('There is no recorded cluster called south.');
  expect(connection.now().toISOString()).toBe('2026-01-01T00:00:00.000Z');
});

test('a move does not wait for a kind that the new moment can not serve', async () => {
  const directory = join(tempDir(), 'north');
  await writeRecording(directory, {
    moments: {
      '1': podsAt(0, [pod('a')]),
      '2': podsAt(5, [pod('b')], {
        unreachable: {
          '/api/v1/secrets':
            'Error from server (Forbidden): secrets is forbidden: User "x" cannot list resource "secrets"',
        },
      }),
    },
  });
  const { registry } = registryOf({ directory, moment: '1' });
  await registry.start();
  const connection = await settled(registry, 'north');
  await registry.moveTo('north', '2', soon());
  expect(
    connection
      .snapshot()
      .list('Pod')
      .map(({ metadata }) => metadata.name),
  ).toEqual(['b']);
  expect(connection.kindStates().get('Secret')).toEqual({ state: 'FORBIDDEN', verb: 'watch', resource: 'secrets' });
});

test('stop closes what start opened, also when both meet', async () => {
  const directory = join(tempDir(), 'copy');
  mkdirSync(directory);
  cpSync(resolve('recordings/shop/1-before'), join(directory, '1-before'), { recursive: true });
  const { registry } = registryOf({ directory, moment: undefined });
  const starting = registry.start();
  await Promise.all([registry.stop(), registry.stop(), starting]);
  rmSync(directory, { recursive: true });
  expect(registry.connection('copy')?.stats().watching).toBe(0);
  await expect(
    registry.connection('copy')?.podLog({ namespace: 'a', pod: 'a', container: 'a' }, soon()),
  ).rejects.toThrow('The connection to cluster copy was closed.');
});
