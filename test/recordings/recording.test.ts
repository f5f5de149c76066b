import { cp, mkdir, mkdtemp, readFile, rm, symlink, truncate, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openRecording } from '#src/recordings/recording.ts';
import { RecordingError } from '#src/recordings/recording-error.ts';
import { MAX_FILE_BYTES } from '#src/recordings/recording-files.ts';
import { startRecordingServer } from '#src/recordings/recording-server.ts';
import { temporaryRecording, writeRecording } from '#test/harness/recording-builder.ts';

const SHOP = 'recordings/shop';

describe('the shop recording', () => {
  test('has its three moments in name order, each with its own time', async () => {
    const recording = await openRecording(SHOP);
    expect(recording.name).toBe('shop');
    expect(recording.moments.map(({ name, takenAt }) => [name, takenAt])).toEqual([
      ['1-before', '2026-11-23T16:05:07Z'],
      ['2-during', '2026-11-23T16:09:23Z'],
      ['3-after', '2026-11-23T16:16:22Z'],
    ]);
  });

  test('is loaded moment by moment with every list and the highest resourceVersion in it', async () => {
    const moment = await (await openRecording(SHOP)).load('2-during');
    expect(moment.lists.size).toBe(60);
    expect(moment.lists.get('/api/v1/pods')?.items).toHaveLength(40);
    expect(moment.lists.get('/api/v1/pods')?.get('shop', 'thumbnailer')?.metadata.name).toBe('thumbnailer');
    expect(moment.highestVersion).toBe(5428);
  });

  test('may be opened as one of its moments', async () => {
    const recording = await openRecording(join(SHOP, '2-during'));
    expect(recording.moments.map(({ name }) => name)).toEqual(['2-during']);
    expect((await recording.load('2-during')).lists.get('/api/v1/nodes')?.items).toHaveLength(2);
  });
});

test('moments are ordered by the value of their numbers; hidden and foreign directories are none', async () => {
  const built = await temporaryRecording({
    moments: { '10': { takenAt: '2026-01-01T00:10:00Z' }, '9': { takenAt: '2026-01-01T00:09:00Z' } },
  });
  await mkdir(join(built.directory, 'notes'));
  await mkdir(join(built.directory, '.git', 'lists'), { recursive: true });
  const recording = await openRecording(built.directory);
  expect(recording.moments.map(({ name }) => name)).toEqual(['9', '10']);
  await built.remove();
});

test('three moments are kept in memory, the latest used', async () => {
  const takenAt = '2026-01-01T00:00:00Z';
  const built = await temporaryRecording({
    moments: { '1': { takenAt }, '2': { takenAt }, '3': { takenAt }, '4': { takenAt } },
  });
  const recording = await openRecording(built.directory);
  const [first, second] = [await recording.load('1'), await recording.load('2')];
  await recording.load('3');
  expect(await recording.load('1')).toBe(first);
  await recording.load('4');
  expect(await recording.load('1')).toBe(first);
  expect(await recording.load('2')).not.toBe(second);
  await built.remove();
});

describe('a damaged recording is one error that names file and reason', () => {
  let directory = '';
  const pods = '2/lists/core/pods.json';

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kubeclinic-damaged-'));
    await writeRecording(directory, {
      moments: {
        '1': {
          takenAt: '2026-01-01T00:00:00Z',
          lists: { 'v1/pods': [{ metadata: { name: 'a', namespace: 'shop' } }] },
        },
        '2': {
          takenAt: '2026-01-01T00:10:00Z',
          lists: { 'v1/pods': [{ metadata: { name: 'a', namespace: 'shop' } }] },
        },
      },
    });
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const at = (file: string): string => join(directory, file);
  const put = (file: string, content: unknown): Promise<void> =>
    writeFile(at(file), typeof content === 'string' ? content : JSON.stringify(content));

  /** Opens and loads everything, as a server that is moved through all moments would. */
  async function damage(): Promise<{ file: string; reason: string }> {
    try {
      const recording = await openRecording(directory);
      for (const { name } of recording.moments) await recording.load(name);
    } catch (error) {
      if (error instanceof RecordingError) {
        expect(error.message).toBe(
          `Recording ${directory}${error.file === '' ? '' : `: ${error.file}`}: ${error.reason}`,
        );
        return { file: error.file, reason: error.reason };
      }
      throw error;
    }
    throw new Error('nothing was found damaged');
  }

  test.for<[what: string, harm: () => Promise<unknown>, file: string, reason: RegExp | string]>([
    ['no directory', () => rm(directory, { recursive: true }), '', 'there is no such directory'],
    [
      'no moment',
      async () => Promise.all(['1', '2'].map((name) => rm(at(name), { recursive: true }))),
      '',
      'holds no moment, which is a directory with lists/, discovery/ and taken-at.txt',
    ],
    [
      'no time',
      () => unlink(at('2/taken-at.txt')),
      '2/taken-at.txt',
      'is missing; it holds the time of the recording, such as 2026-11-23T16:05:07Z',
    ],
    [
      'a time that is none',
      () => put('1/taken-at.txt', 'yesterday'),
      '1/taken-at.txt',
      'must hold one RFC 3339 time such as 2026-11-23T16:05:07Z, not "yesterday"',
    ],
    [
      'a time that no calendar has',
      () => put('1/taken-at.txt', '2026-13-01T00:00:00Z'),
      '1/taken-at.txt',
      /^must hold one RFC 3339 time/,
    ],
    ['no lists', () => rm(at('2/lists'), { recursive: true }), '2/lists', 'is missing'],
    [
      'a list lost',
      () => unlink(at(pods)),
      pods,
      'is missing, though discovery/core.json says that pods can be listed and unreachable.json does not say why it could not',
    ],
    ['no version', () => unlink(at('1/version.json')), '1/version.json', 'is missing'],
    ['no groups', () => unlink(at('1/apis.json')), '1/apis.json', 'is missing'],
    [
      'groups that are none',
      () => put('1/apis.json', { groups: [{ name: 'apps' }] }),
      '1/apis.json',
      'groups[0] has no preferredVersion.groupVersion',
    ],
    ['discovery of the core lost', () => unlink(at('1/discovery/core.json')), '1/discovery/core.json', 'is missing'],
    [
      'discovery of a group lost',
      () => unlink(at('1/discovery/apps_v1.json')),
      '1/discovery/apps_v1.json',
      'is missing, though apis.json prefers apps/v1 and unreachable.json does not say why',
    ],
    [
      'discovery without resources',
      () => put('1/discovery/apps_v1.json', { groupVersion: 'apps/v1' }),
      '1/discovery/apps_v1.json',
      'has no array "resources"',
    ],
    [
      'a resource that would leave the directory',
      () =>
        put('1/discovery/apps_v1.json', { groupVersion: 'apps/v1', resources: [{ name: '..', kind: 'X', verbs: [] }] }),
      '1/discovery/apps_v1.json',
      'resources[0] has the name "..", which is no resource\'s name',
    ],
    ['a list cut off', () => truncate(at(pods), 60), pods, /^is broken JSON at line 5, column 3$/],
    ['a list that is no list', () => put(pods, { kind: 'PodList' }), pods, 'has no array "items"'],
    ['a list that is no object', () => put(pods, []), pods, 'must hold a JSON object'],
    [
      'an item without a name',
      () => put(pods, { items: [{ metadata: { name: 'a', namespace: 'shop' } }, { metadata: { namespace: 'shop' } }] }),
      pods,
      'items[1] has no metadata.name',
    ],
    ['an item without metadata', () => put(pods, { items: [{}] }), pods, 'items[0] has no metadata'],
    [
      'an item without a namespace',
      () => put(pods, { items: [{ metadata: { name: 'a' } }] }),
      pods,
      'items[0] has no metadata.namespace though its resource is namespaced',
    ],
    [
      'labels that are none',
      () => put(pods, { items: [{ metadata: { name: 'a', namespace: 'b', labels: { a: 1 } } }] }),
      pods,
      'items[0] has metadata.labels that are no map of strings',
    ],
    ['bytes that are no text', () => writeFile(at(pods), Buffer.from([0x7b, 0xff, 0x7d])), pods, 'is not UTF-8'],
    [
      'words that are none',
      () => put('1/unreachable.json', { '/api/v1/pods': 503 }),
      '1/unreachable.json',
      '"/api/v1/pods" must be the server\'s words',
    ],
  ])('%s', async ([, harm, file, reason]) => {
    await harm();
    const found = await damage();
    expect(found.file).toBe(file);
    if (typeof reason === 'string') expect(found.reason).toBe(reason);
    else expect(found.reason).toMatch(reason);
  });

  test('a file that is a directory, and a link to nothing', async () => {
    await unlink(at(pods));
    await mkdir(at(pods));
    expect(await damage()).toEqual({
      file: pods,
      reason:
        'is missing, though discovery/core.json says that pods can be listed and unreachable.json does not say why it could not',
    });
    await rm(at(pods), { recursive: true });
    await symlink('/nowhere/at/all', at(pods));
    expect(await damage()).toEqual({ file: pods, reason: 'is missing' });
  });

  test('a file too large to be read is not read', async () => {
    await truncate(at(pods), MAX_FILE_BYTES + 1);
    expect(await damage()).toEqual({
      file: pods,
      reason: `has ${MAX_FILE_BYTES + 1} bytes; at most ${MAX_FILE_BYTES} are read`,
    });
  });

  test('a list that the recorded server refused is no damage', async () => {
    await unlink(at(pods));
    await put('2/unreachable.json', { '/api/v1/pods': 'Error from server (Forbidden): pods is forbidden' });
    expect((await (await openRecording(directory)).load('2')).lists.has('/api/v1/pods')).toBe(false);
  });

  test('an empty list may be null, as Go writes it', async () => {
    await put(pods, { kind: 'PodList', items: null });
    expect((await (await openRecording(directory)).load('2')).lists.get('/api/v1/pods')?.items).toEqual([]);
  });

  test('damage in a later moment leaves the one that is served in place', async () => {
    await truncate(at(pods), 60);
    const recording = await openRecording(directory);
    await expect(startRecordingServer({ recording })).rejects.toThrow(RecordingError);
    const server = await startRecordingServer({ recording, moment: '1' });
    await expect(server.moveTo('2')).rejects.toThrow(`Recording ${directory}: ${pods}: is broken JSON`);
    expect(server.moment()).toBe('1');
    await writeFile(at(pods), await readFile(at('1/lists/core/pods.json')));
    await server.moveTo('2');
    expect(server.moment()).toBe('2');
    await server.close();
  });

  test('an unknown moment names those there are', async () => {
    const recording = await openRecording(directory);
    await expect(startRecordingServer({ recording, moment: '3' })).rejects.toThrow(
      `Recording ${directory}: 3: there is no such moment; there are 1, 2`,
    );
  });

  test('expected.json and files of other makers are ignored', async () => {
    await cp(join(SHOP, 'expected.json'), at('expected.json'));
    await put('1/lists/core/pods.json~', 'not JSON');
    expect((await openRecording(directory)).moments).toHaveLength(2);
  });
});
