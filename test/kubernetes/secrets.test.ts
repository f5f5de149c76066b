import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { inspect } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { KIND_NAMES } from '#src/kubernetes/kinds.ts';
import type { LiteralObject } from '#test/harness/recording-builder.ts';
import { temporaryRecording } from '#test/harness/recording-builder.ts';
import { startFaultyRecording } from '#test/harness/recording-faults.ts';
import { tempDir } from '#test/harness/temp-dir.ts';
import { connected, podsAt, soon } from './connected.ts';

/** Texts that must be found nowhere, as they are and as base64 (the recording holds both). */
const CANARIES = [
  'canary-of-data-7f3a',
  'canary-of-stringdata-91bc',
  'canary-of-annotation-c04e',
  'canary-of-configmap-55d2',
  'canary-of-binarydata-e8a1',
];
const FORBIDDEN = CANARIES.flatMap((canary) => [canary, base64(canary)]);

/** V8 cuts strings in heap snapshots at 1,024 characters unless told otherwise. */
const WHOLE_STRINGS = '--heap-snapshot-string-limit=1000000';

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** A secret and a config map with every canary, `round` making them other objects each time. */
function leaky(round: number): Record<string, readonly LiteralObject[]> {
  const [data = '', stringData = '', annotation = '', configMap = '', binary = ''] = CANARIES;
  const annotations = {
    'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ data: { password: base64(annotation) } }),
    'example.com/note': annotation,
  };
  return {
    'v1/secrets': [
      {
        metadata: { name: 'db', namespace: 'shop', annotations },
        type: 'Opaque',
        data: { password: base64(data), [`round-${round}`]: base64(data) },
        stringData: { token: stringData },
      },
    ],
    'v1/configmaps': [
      {
        metadata: {
          name: 'app',
          namespace: 'shop',
          annotations: {
            'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ data: { key: configMap } }),
          },
        },
        data: { key: configMap, [`round-${round}`]: configMap },
        binaryData: { blob: base64(binary) },
      },
    ],
  };
}

const MOMENTS = {
  '1': podsAt(0, [], { lists: leaky(1) }),
  '2': podsAt(1, [], { lists: leaky(2) }),
};

function expectNoCanary(text: string): void {
  expect(FORBIDDEN.filter((canary) => text.includes(canary))).toEqual([]);
}

test('values of secrets and config maps are in no object, log line, error, state or counter', async () => {
  const { server, cluster, state, lines, watched } = await connected({
    moments: MOMENTS,
    faults: [
      // Each of them breaks an answer that holds the values.
      { on: { type: 'list', resource: 'secrets' }, fault: 'cut-mid-line' },
      { on: { type: 'list', resource: 'secrets' }, fault: 'status', code: 500 },
      { on: { type: 'watch', resource: 'secrets' }, fault: 'cut-mid-line' },
      { on: { type: 'watch', resource: 'secrets' }, fault: 'bad-line' },
      { on: { type: 'watch', resource: 'configmaps' }, fault: 'bad-line', afterLines: 1 },
    ],
  });
  await watched();
  await server.moveTo('2');
  await cluster.until(
    () =>
      cluster.stats().unparsable === 2 && state('Secret')?.state === 'SYNCED' && state('ConfigMap')?.state === 'SYNCED',
    soon(),
  );
  const snapshot = cluster.snapshot();
  const [secret] = snapshot.list('Secret');
  const [configMap] = snapshot.list('ConfigMap');
  expect(secret?.keys).toEqual(['password', 'round-2']);
  expect(Object.keys(configMap?.keys ?? {})).toEqual(['key', 'round-2', 'blob']);
  expectNoCanary(JSON.stringify(KIND_NAMES.map((kind) => snapshot.list(kind))));
  expectNoCanary(inspect([cluster, snapshot, cluster.stats(), cluster.kindStates()], { depth: 20, showHidden: true }));
  expect(lines.length).toBeGreaterThan(38);
  expectNoCanary(lines.join(''));
});

test('a TLS secret keeps its public certificate, and not its key', async () => {
  const shop = JSON.parse(readFileSync('recordings/shop/3-after/lists/core/secrets.json', 'utf8')) as {
    items: { metadata: { name: string }; data: Record<string, string> }[];
  };
  const certificate = shop.items.find(({ metadata }) => metadata.name === 'promo-tls')?.data['tls.crt'];
  const { cluster, watched } = await connected({
    moments: {
      '1': podsAt(0, [], {
        lists: {
          'v1/secrets': [
            {
              metadata: { name: 'good', namespace: 'shop' },
              type: 'kubernetes.io/tls',
              data: { 'tls.crt': certificate, 'tls.key': base64(CANARIES[0] ?? '') },
            },
            {
              metadata: { name: 'odd', namespace: 'shop' },
              type: 'kubernetes.io/tls',
              data: { 'tls.crt': base64(CANARIES[0] ?? ''), 'tls.key': '' },
            },
          ],
        },
      }),
    },
  });
  await watched();
  const [good, odd] = cluster.snapshot().list('Secret');
  expect(good).toMatchObject({
    keys: ['tls.crt', 'tls.key'],
    certificate: { subject: expect.stringContaining('CN=') },
  });
  expect(odd?.certificate).toBe('UNREADABLE');
  expectNoCanary(JSON.stringify([good, odd]));
});

test('nothing in a process that has read them can reach the values: its heap holds none', {
  timeout: 120_000,
}, async () => {
  const recording = await temporaryRecording({ moments: MOMENTS });
  onTestFinished(() => recording.remove());
  // The values are in the last line that these watches ever get: a reader that waits may not hold on to it.
  const faults = ['secrets', 'configmaps'].map(
    (resource) => ({ on: { type: 'watch', resource }, fault: 'silence', afterLines: 1 }) as const,
  );
  const server = await startFaultyRecording({ directory: recording.directory, moment: '1', faults });
  onTestFinished(() => server.close());
  const child = spawn(
    process.execPath,
    ['--expose-gc', WHOLE_STRINGS, join(import.meta.dirname, 'heap-child.ts'), server.url, 'round-2'],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const output = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect((await output.next()).value).toBe('READY');
  // The values have come by list, and now by watch.
  await server.moveTo('2');
  const file = join(tempDir(), 'child.heapsnapshot');
  child.stdin.end(`${file}\n`);
  const done = await output.next();
  expect(await exited).toBe(0);
  expect(done.value).toContain('"keys":["password","round-2"]');
  const heap = readFileSync(file, 'utf8');
  // Names do stay: the search finds what is there.
  expect(['round-2', 'uid-of-nothing'].map((text) => heap.includes(text))).toEqual([true, false]);
  expectNoCanary(heap);
});
