import { expect, onTestFinished, test } from 'vitest';
import { createKubernetesClient } from '#src/kubernetes/client.ts';
import { systemClock } from '#src/kubernetes/clock.ts';
import { KINDS } from '#src/kubernetes/kinds.ts';
import { listAll, type WholeList } from '#src/kubernetes/list-all.ts';
import { podProjection } from '#src/kubernetes/projections/core.ts';
import { temporaryRecording } from '#test/harness/recording-builder.ts';
import { type ArmedFault, type FaultyRecording, startFaultyRecording } from '#test/harness/recording-faults.ts';
import { pod, podsAt, soon } from './connected.ts';

interface Trial {
  readonly pods: number;
  readonly maxObjects?: number;
  readonly maxBytes?: number;
  readonly faults?: readonly ArmedFault[];
}

/** Lists so many pods from a server, with bounds small enough for a test. */
async function list({
  pods,
  maxObjects = 10_000,
  maxBytes,
  faults = [],
}: Trial): Promise<{ readonly server: FaultyRecording; readonly listing: Promise<WholeList> }> {
  const names = Array.from({ length: pods }, (_, index) => pod(`pod-${index}`));
  const recording = await temporaryRecording({ moments: { '1': podsAt(0, names) } });
  const server = await startFaultyRecording({ directory: recording.directory, faults });
  const real = createKubernetesClient({ server: server.url, clock: systemClock });
  onTestFinished(async () => {
    await real.close();
    await server.close();
    await recording.remove();
  });
  const client: typeof real =
    maxBytes === undefined ? real : { ...real, getJson: (request) => real.getJson({ ...request, maxBytes }) };
  const project = (raw: unknown) => podProjection.project(raw, { digest: (value) => value });
  return { server, listing: listAll({ client, info: KINDS.Pod, project, signal: soon(), maxObjects }) };
}

function limits(server: FaultyRecording): string[] {
  return server.requests().latest.map(({ query }) => query.replace(/continue=.+/, 'continue=…'));
}

test('a page that is too large is asked for in smaller ones, from where it was', async () => {
  const { server, listing } = await list({ pods: 45, maxBytes: 5_000 });
  const { objects } = await listing;
  expect(new Set(objects.map(({ metadata }) => metadata.name)).size).toBe(45);
  expect(limits(server)).toEqual(['limit=500', 'limit=100', 'limit=20', 'limit=20&continue=…', 'limit=20&continue=…']);
});

test('an object that is too large by itself is an error, not a gap', async () => {
  const { server, listing } = await list({ pods: 3, maxBytes: 50 });
  await expect(listing).rejects.toMatchObject({ problem: { kind: 'BAD_ANSWER', tooLarge: true } });
  expect(limits(server)).toEqual(['limit=500', 'limit=100', 'limit=20', 'limit=4', 'limit=1']);
});

const EXPIRED = { on: { url: /continue=/ }, fault: 'status', code: 410 } as const;

test.each([
  [600, 'taken'],
  [599, 'refused'],
])('a list of 600 objects where %i are allowed is %s, however often it was begun', async (maxObjects, outcome) => {
  const { listing } = await list({ pods: 600, maxObjects, faults: [EXPIRED, EXPIRED] });
  if (outcome === 'taken') expect((await listing).objects).toHaveLength(600);
  else await expect(listing).rejects.toThrow('The answer to list pods has more than 599 objects.');
});

test('a list whose continue token expires again and again is given up', async () => {
  const { server, listing } = await list({ pods: 600, faults: [{ ...EXPIRED, times: Number.POSITIVE_INFINITY }] });
  await expect(listing).rejects.toMatchObject({ problem: { kind: 'GONE' } });
  expect(limits(server)).toHaveLength(8);
});
