/**
 * Run as a process of its own, with --expose-gc: connects the cluster at the address given, says READY, and for each
 * line of its input waits until a Secret and a ConfigMap hold the marker, collects garbage, writes a heap snapshot to
 * the path on that line and says DONE.
 */
import { createInterface } from 'node:readline';
import { writeHeapSnapshot } from 'node:v8';
import { pino } from 'pino';
import { connectCluster } from '#src/kubernetes/connect.ts';

const [server = '', marker = ''] = process.argv.slice(2);
const cluster = connectCluster({
  name: 'heap',
  server,
  digest: (value) => String(value.length),
  logger: pino({ level: 'silent' }),
});
await cluster.settled(AbortSignal.timeout(30_000));
await cluster.until(() => cluster.stats().watching === 38, AbortSignal.timeout(30_000));
process.stdout.write('READY\n');
for await (const path of createInterface({ input: process.stdin })) {
  const has = (kind: 'Secret' | 'ConfigMap'): boolean => JSON.stringify(cluster.snapshot().list(kind)).includes(marker);
  await cluster.until(() => has('Secret') && has('ConfigMap'), AbortSignal.timeout(30_000));
  // The end of one answer may still be on its way through the event loop; what it held is garbage after the next turns.
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
  globalThis.gc?.();
  writeHeapSnapshot(path);
  process.stdout.write(`DONE ${JSON.stringify(cluster.snapshot().list('Secret'))}\n`);
}
await cluster.close();
