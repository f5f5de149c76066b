import { describe, expect, test } from 'vitest';
import { causesIn, overduePods, startOf } from '#src/checks/lib/workload-pods.ts';
import { NOW, node, pod, secondsAgo } from '#test/harness/objects.ts';
import { snapshotOf } from '#test/harness/snapshot-of.ts';

const RUNNING = { running: { startedAt: secondsAgo(100) } };

function withContainers(
  containerStatuses: readonly object[],
  initContainerStatuses: readonly object[] = [],
  spec: object = {},
): ReturnType<typeof pod> {
  return pod({
    spec: {
      containers: [{ name: 'web' }],
      initContainers: [{ name: 'setup' }, { name: 'proxy', restartPolicy: 'Always' }],
      ...spec,
    },
    status: {
      conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: secondsAgo(50) }],
      containerStatuses,
      initContainerStatuses,
    },
  });
}

function web(state: object, restartCount = 0): object {
  return { name: 'web', restartCount, state };
}

describe('what a pod that is not ready is doing', () => {
  test.each([
    ['it has no node', withContainers([], [], { nodeName: undefined }), 'TROUBLED'],
    ['the kubelet has not spoken yet', withContainers([]), 'STARTING'],
    ['it fetches its image', withContainers([web({ waiting: { reason: 'ContainerCreating' } })]), 'STARTING'],
    [
      'an init container works',
      withContainers(
        [web({ waiting: { reason: 'PodInitializing' } })],
        [{ name: 'setup', restartCount: 0, state: RUNNING }],
      ),
      'STARTING',
    ],
    [
      'an init container has done its work',
      withContainers([web(RUNNING)], [{ name: 'setup', restartCount: 0, state: { terminated: { exitCode: 0 } } }]),
      'RUNNING',
    ],
    [
      'an init container failed',
      withContainers(
        [web({ waiting: { reason: 'PodInitializing' } })],
        [{ name: 'setup', restartCount: 0, state: { terminated: { exitCode: 1 } } }],
      ),
      'TROUBLED',
    ],
    [
      'a sidecar ended',
      withContainers([web(RUNNING)], [{ name: 'proxy', restartCount: 0, state: { terminated: { exitCode: 0 } } }]),
      'TROUBLED',
    ],
    ['its container waits with an error', withContainers([web({ waiting: { reason: 'ErrImagePull' } })]), 'TROUBLED'],
    ['its container ended', withContainers([web({ terminated: { exitCode: 0 } })]), 'TROUBLED'],
    ['its container was restarted', withContainers([web(RUNNING, 1)]), 'TROUBLED'],
    ['its containers run', withContainers([web(RUNNING)]), 'RUNNING'],
  ])('%s', (_, given, start) => {
    expect(startOf(given)).toBe(start);
  });
});

describe('pods that are overdue', () => {
  const patience = { TROUBLED: 50, RUNNING: 51, STARTING: 52 };
  const overdue = (given: ReturnType<typeof pod>): number => overduePods([given], patience, NOW).length;

  test('each kind has its own patience', () => {
    expect(overdue(withContainers([web({ waiting: { reason: 'ErrImagePull' } })]))).toBe(1);
    expect(overdue(withContainers([web(RUNNING)]))).toBe(0);
    expect(overduePods([withContainers([web(RUNNING)])], { ...patience, RUNNING: 50 }, NOW)).toHaveLength(1);
    expect(overdue(withContainers([]))).toBe(0);
  });

  test('a crash loop needs no patience from its third restart on, unless it is an init container or runs', () => {
    const impatient = { TROUBLED: 999, RUNNING: 999, STARTING: 999 };
    const count = (given: ReturnType<typeof pod>): number => overduePods([given], impatient, NOW).length;
    expect(count(withContainers([web({ waiting: { reason: 'CrashLoopBackOff' } }, 3)]))).toBe(1);
    expect(count(withContainers([web({ waiting: { reason: 'CrashLoopBackOff' } }, 2)]))).toBe(0);
    expect(count(withContainers([web(RUNNING, 3)]))).toBe(0);
    expect(
      count(
        withContainers(
          [web({ waiting: { reason: 'PodInitializing' } })],
          [{ name: 'setup', restartCount: 9, state: { waiting: {} } }],
        ),
      ),
    ).toBe(0);
  });

  test('containers that were fetched for long count from when they run', () => {
    const fetched = pod({
      status: {
        conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: secondsAgo(400) }],
        containerStatuses: [web({ running: { startedAt: secondsAgo(50) } })],
      },
    });
    expect(overdue(fetched)).toBe(0);
    expect(overduePods([fetched], { ...patience, RUNNING: 50 }, NOW)).toHaveLength(1);
  });

  test.each([
    ['a startup probe that may take 100 s', { startupProbe: { periodSeconds: 10, failureThreshold: 10 } }, false, 100],
    ['a startup probe that has succeeded', { startupProbe: { periodSeconds: 10, failureThreshold: 10 } }, true, 51],
    ['a readiness probe that first waits for 60 s', { readinessProbe: { initialDelaySeconds: 60 } }, true, 90],
    [
      'one after the other',
      { startupProbe: { periodSeconds: 10, failureThreshold: 10 }, readinessProbe: { initialDelaySeconds: 60 } },
      false,
      190,
    ],
  ])('%s', (_, probes, started, seconds) => {
    const starting = (age: number): ReturnType<typeof pod> =>
      pod({
        spec: { containers: [{ name: 'web', ...probes }] },
        status: {
          conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: secondsAgo(age) }],
          containerStatuses: [{ ...web({ running: { startedAt: secondsAgo(age) } }), started }],
        },
      });
    expect([overdue(starting(seconds - 1)), overdue(starting(seconds))]).toEqual([0, 1]);
  });

  test('without a Ready condition the age counts', () => {
    const given = pod({
      metadata: { creationTimestamp: secondsAgo(60) },
      status: { conditions: [], containerStatuses: [web({ running: { startedAt: secondsAgo(60) } })] },
    });
    expect(overdue(given)).toBe(1);
  });
});

test('ready pods and nodes that are ready explain nothing', () => {
  const down = node({ metadata: { name: 'node-2' }, status: { conditions: [] } });
  const failing = pod({ metadata: { name: 'web-2' }, spec: { nodeName: 'node-2' }, status: { conditions: [] } });
  const other = pod({ metadata: { name: 'web-3' }, status: { conditions: [] } });
  const snapshot = snapshotOf([node(), down]);
  expect(causesIn(snapshot, [pod(), failing, other]).map(({ name }) => name)).toEqual(['web-2', 'web-3', 'node-2']);
});
