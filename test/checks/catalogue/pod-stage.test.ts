import { describe, expect, test } from 'vitest';
import { CHECKS } from '#src/checks/catalogue/index.ts';
import { runChecks } from '#src/checks/engine/run-checks.ts';
import type { KubernetesObject } from '#src/kubernetes/objects.ts';
import { ended, podWith, runningFor, waiting } from '#test/harness/containers.ts';
import { eventOn, NOW, node, object, ownedBy, pod, secondsAgo } from '#test/harness/objects.ts';
import { snapshotOf } from '#test/harness/snapshot-of.ts';

const POD_CHECKS = CHECKS.filter(({ stage }) => stage === 'POD');

/** What all pod checks together say of a cluster: `check: severity: text` each. */
async function diagnose(...objects: readonly KubernetesObject[]): Promise<readonly string[]> {
  const { outcomes, findings } = await runChecks({
    checks: POD_CHECKS,
    snapshot: snapshotOf(objects),
    scope: { namespaces: undefined, requirements: [] },
    defaults: {},
    params: {},
    now: NOW,
    ourNow: NOW,
    stopwatch: () => 0,
  });
  expect(outcomes.filter(({ state }) => state !== 'OK' && state !== 'FINDINGS')).toEqual([]);
  return findings.map(({ check, severity, text }) => `${check}: ${severity}: ${text}`);
}

const sidecar = { name: 'proxy', image: 'proxy:1', restartPolicy: 'Always' };

describe('odd, but healthy: no pod check says a word', () => {
  test('a task is done, and its sidecar was ended by force', async () => {
    const task = pod({
      spec: { restartPolicy: 'Never', initContainers: [sidecar] },
      status: {
        initContainerStatuses: [{ name: 'proxy', restartCount: 0, state: ended(137) }],
        containerStatuses: [{ name: 'web', restartCount: 0, state: ended(0) }],
      },
    });
    expect(await diagnose(node(), task)).toEqual([]);
  });

  test('a person left a debugging container behind, which ended badly', async () => {
    const debugged = pod({
      spec: { ephemeralContainers: [{ name: 'debugger', image: 'busybox:1' }] },
      status: { ephemeralContainerStatuses: [{ name: 'debugger', restartCount: 0, state: ended(130) }] },
    });
    expect(await diagnose(node(), debugged)).toEqual([]);
  });

  test('a task was tried three times and then succeeded', async () => {
    const task = podWith({
      status: { ready: false, restartCount: 3, state: ended(0), lastState: ended(1) },
      over: { spec: { restartPolicy: 'OnFailure' }, status: { phase: 'Succeeded' } },
    });
    expect(await diagnose(node(), task)).toEqual([]);
  });

  test('a Job succeeded after one of its pods was evicted and another failed', async () => {
    const job = object('Job', {
      metadata: { namespace: 'shop', name: 'import' },
      status: { conditions: [{ type: 'Complete', status: 'True' }] },
    });
    const owned = { ownerReferences: [ownedBy(job)] };
    const evicted = podWith({
      over: {
        metadata: { name: 'import-1', ...owned },
        status: { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' },
      },
    });
    const failed = podWith({
      status: { ready: false, state: ended(1) },
      over: { metadata: { name: 'import-2', ...owned }, spec: { restartPolicy: 'Never' }, status: { phase: 'Failed' } },
    });
    expect(await diagnose(node(), job, evicted, failed)).toEqual([]);
  });

  test('a pod is being moved: the old one ends by its grace, the new one has no node yet', async () => {
    const leaving = podWith({
      status: { ready: false, state: ended(143) },
      over: { metadata: { name: 'old', deletionTimestamp: secondsAgo(5), deletionGracePeriodSeconds: 30 } },
    });
    const coming = object('Pod', {
      metadata: { namespace: 'shop', name: 'new', creationTimestamp: secondsAgo(10) },
      spec: { containers: [{ name: 'web', image: 'web:1' }] },
      status: {
        phase: 'Pending',
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            reason: 'Unschedulable',
            message: '0/1 nodes are available',
            lastTransitionTime: secondsAgo(10),
          },
        ],
      },
    });
    expect(await diagnose(node(), leaving, coming)).toEqual([]);
  });

  test('a program starts slowly behind a patient startup probe, refusing connections', async () => {
    const slow = podWith({
      spec: {
        startupProbe: { httpGet: { port: 8080 }, failureThreshold: 60, periodSeconds: 10 },
        readinessProbe: { httpGet: { port: 8080 } },
      },
      status: { ready: false, started: false, state: runningFor(500) },
      over: { status: { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: secondsAgo(500) }] } },
    });
    const refused = eventOn(slow, {
      reason: 'Unhealthy',
      message: 'Startup probe failed: dial tcp 10.0.0.1:8080: connect: connection refused',
      count: 50,
      fieldPath: 'spec.containers{web}',
    });
    expect(await diagnose(node(), slow, refused)).toEqual([]);
  });

  test('a probe failed a few times and recovered', async () => {
    const recovered = podWith({
      spec: { livenessProbe: { httpGet: { port: 80 } }, readinessProbe: { httpGet: { port: 80 } } },
    });
    const events = ['Liveness', 'Readiness'].map((probe) =>
      eventOn(recovered, {
        reason: 'Unhealthy',
        message: `${probe} probe failed: HTTP probe failed with statuscode: 500`,
        count: 2,
        fieldPath: 'spec.containers{web}',
      }),
    );
    expect(await diagnose(node(), recovered, ...events)).toEqual([]);
  });

  test('a daemon runs on a node that is cordoned, tainted and full', async () => {
    const full = node({
      spec: { unschedulable: true, taints: [{ key: 'dedicated', effect: 'NoSchedule' }] },
      status: { allocatable: { cpu: '1m', pods: '1' } },
    });
    expect(await diagnose(full, podWith({ spec: { resources: { requests: { cpu: '2' } } } }))).toEqual([]);
  });

  test("what a dead node's kubelet said last is not held against its pods", async () => {
    const dead = node({ status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } });
    const unready = podWith({
      spec: { readinessProbe: { httpGet: { port: 80 } } },
      status: { ready: false },
      over: { status: { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: secondsAgo(900) }] } },
    });
    const creating = podWith({
      status: { ready: false, state: waiting('ContainerCreating') },
      over: { metadata: { name: 'web-2' }, status: { phase: 'Pending' } },
    });
    const leaving = podWith({ over: { metadata: { name: 'web-3', deletionTimestamp: secondsAgo(900) } } });
    expect(await diagnose(dead, unready, creating, leaving)).toEqual([]);
  });

  test('half-filled objects, as an API server may hold them for a moment', async () => {
    const bare = object('Pod', { metadata: { namespace: 'shop', name: 'a' } });
    const noContainers = object('Pod', {
      metadata: { namespace: 'shop', name: 'b' },
      spec: { nodeName: 'node-1', containers: [{ name: 'web', image: 'web:1' }] },
      status: { phase: 'Running' },
    });
    const noState = podWith({ status: { state: {}, lastState: {} }, over: { metadata: { name: 'c' } } });
    const unknown = pod({ metadata: { name: 'd' }, status: { phase: 'Unknown' } });
    expect(
      await diagnose(object('Node', { metadata: { name: 'node-1' } }), bare, noContainers, noState, unknown),
    ).toEqual([]);
  });
});

describe('odd and sick: one defect is one finding', () => {
  test('a sidecar that crashes keeps the main container from being made', async () => {
    const blocked = pod({
      metadata: { creationTimestamp: secondsAgo(7200) },
      spec: { initContainers: [sidecar] },
      status: {
        phase: 'Pending',
        conditions: [{ type: 'Ready', status: 'False' }],
        initContainerStatuses: [
          { name: 'proxy', restartCount: 9, state: waiting('CrashLoopBackOff'), lastState: ended(2) },
        ],
        containerStatuses: [{ name: 'web', ready: false, restartCount: 0, state: waiting('PodInitializing') }],
      },
    });
    expect(await diagnose(node(), blocked)).toEqual([
      'container-crash-loop: ERROR: Pod web-1 in shop: container proxy keeps crashing with exit code 2 (Pod web-1, restarts: 9).',
    ]);
  });

  test('an init container is killed for memory: not a crash, not stuck', async () => {
    const starving = pod({
      spec: { initContainers: [{ name: 'load', image: 'load:1', resources: { limits: { memory: '64Mi' } } }] },
      status: {
        phase: 'Pending',
        initContainerStatuses: [
          {
            name: 'load',
            restartCount: 6,
            state: runningFor(320),
            lastState: ended(137, { reason: 'OOMKilled', ago: 330 }),
          },
        ],
        containerStatuses: [{ name: 'web', state: waiting('PodInitializing') }],
      },
    });
    expect(await diagnose(node(), starving)).toEqual([
      'container-oom-killed: ERROR: Pod web-1 in shop: container load is killed again and again for using more memory than its limit of 64Mi (Pod web-1, restarts: 6).',
    ]);
  });

  test('liveness and readiness ask the same wrong port: the killing is the defect', async () => {
    const probe = { tcpSocket: { port: 9999 }, periodSeconds: 30 };
    const wrong = podWith({
      spec: { livenessProbe: probe, readinessProbe: probe },
      status: { ready: false, restartCount: 2, state: runningFor(85), lastState: ended(137, { ago: 86, ran: 90 }) },
      over: { status: { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: secondsAgo(600) }] } },
    });
    const killing = eventOn(wrong, {
      type: 'Normal',
      reason: 'Killing',
      message: 'Container web failed liveness probe, will be restarted',
      lastSeen: secondsAgo(90),
      fieldPath: 'spec.containers{web}',
    });
    const unhealthy = eventOn(wrong, {
      reason: 'Unhealthy',
      message: 'Readiness probe failed: dial tcp 10.0.0.1:9999: connect: connection refused',
      fieldPath: 'spec.containers{web}',
    });
    expect(await diagnose(node(), wrong, killing, unhealthy)).toEqual([
      'liveness-probe-killing: WARNING: Pod web-1 in shop: container web was killed 86 s ago by its own liveness probe on TCP port 9999, which got an answer that is no longer recorded (Pod web-1, restarts: 2).',
    ]);
  });

  test('a node came back after a reboot, but a pod gets no network', async () => {
    const stranded = podWith({
      status: {
        ready: false,
        restartCount: 0,
        state: waiting('ContainerCreating'),
        lastState: ended(255, { reason: 'Unknown', ago: 300 }),
      },
    });
    const noSandbox = eventOn(stranded, {
      reason: 'FailedCreatePodSandBox',
      message: 'Failed to create pod sandbox: no address',
    });
    expect(await diagnose(node(), stranded, noSandbox)).toEqual([
      'pod-stuck-creating: ERROR: Pod web-1 in shop: the sandbox and network of Pod web-1 have not been there on node node-1 for 5 min: Failed to create pod sandbox: no address.',
    ]);
  });

  test('a failing init container leaves the readiness of the others alone', async () => {
    const failing = pod({
      metadata: { creationTimestamp: secondsAgo(7200) },
      spec: {
        initContainers: [{ name: 'migrate', image: 'm:1' }],
        containers: [{ name: 'web', image: 'web:1', readinessProbe: { tcpSocket: { port: 80 } } }],
      },
      status: {
        phase: 'Pending',
        conditions: [{ type: 'ContainersReady', status: 'False', lastTransitionTime: secondsAgo(7200) }],
        initContainerStatuses: [
          { name: 'migrate', restartCount: 4, state: ended(1, { ago: 2 }), lastState: ended(1, { ago: 90 }) },
        ],
        containerStatuses: [{ name: 'web', ready: false, restartCount: 0, state: waiting('PodInitializing') }],
      },
    });
    expect(await diagnose(node(), failing)).toEqual([
      'init-container-failing: ERROR: Pod web-1 in shop: init container migrate keeps failing with exit code 1 (Pod web-1, restarts: 4), and the pod cannot start before it succeeds.',
    ]);
  });

  test('a bare task failed together with its sidecar: the task is named', async () => {
    const task = pod({
      spec: { restartPolicy: 'Never', initContainers: [sidecar] },
      status: {
        phase: 'Failed',
        initContainerStatuses: [{ name: 'proxy', restartCount: 0, state: ended(137) }],
        containerStatuses: [{ name: 'web', restartCount: 0, state: ended(3) }],
      },
    });
    expect(await diagnose(node(), task)).toEqual([
      'pod-failed: ERROR: Pod web-1 in shop failed for good: container web ended with exit code 3.',
    ]);
  });

  test('a static pod that is no part of the control plane crashes', async () => {
    const proxy = podWith({
      status: { ready: false, restartCount: 8, state: waiting('CrashLoopBackOff'), lastState: ended(1) },
      over: {
        metadata: {
          namespace: 'kube-system',
          name: 'haproxy-node-1',
          annotations: { 'kubernetes.io/config.mirror': 'x' },
        },
      },
    });
    expect(await diagnose(node(), proxy)).toEqual([
      'container-crash-loop: ERROR: Pod haproxy-node-1 in kube-system: container web keeps crashing with exit code 1 (Pod haproxy-node-1, restarts: 8).',
    ]);
  });

  test('three pods of one Deployment cannot be placed: one finding', async () => {
    const set = object('ReplicaSet', { metadata: { namespace: 'shop', name: 'web-6d5f' } });
    const waitingPods = ['a', 'b', 'c'].map((name) =>
      object('Pod', {
        metadata: {
          namespace: 'shop',
          name: `web-6d5f-${name}`,
          labels: { 'pod-template-hash': '6d5f' },
          ownerReferences: [ownedBy(set)],
        },
        spec: { nodeSelector: { disk: 'ssd' }, containers: [{ name: 'web', image: 'web:1' }] },
        status: {
          phase: 'Pending',
          conditions: [
            {
              type: 'PodScheduled',
              status: 'False',
              reason: 'Unschedulable',
              message: '0/1 nodes',
              lastTransitionTime: secondsAgo(600),
            },
          ],
        },
      }),
    );
    expect(await diagnose(node(), set, ...waitingPods)).toEqual([
      'pod-unschedulable: ERROR: ReplicaSet web-6d5f in shop: 3 Pods cannot be scheduled, because the only node does not fit: 1 without the label disk=ssd.',
    ]);
  });

  test('a pod is stuck in its end while its container crashes: only the end is told', async () => {
    const ending = podWith({
      status: { ready: false, restartCount: 5, state: waiting('CrashLoopBackOff'), lastState: ended(1) },
      over: { metadata: { deletionTimestamp: secondsAgo(300), finalizers: ['example.com/drain'] } },
    });
    expect(await diagnose(node(), ending)).toEqual([
      'pod-stuck-terminating: WARNING: Pod web-1 in shop should have been gone 5 min ago, but the finalizer example.com/drain has not been removed.',
    ]);
  });

  test('two containers of one pod are sick in two ways: two findings', async () => {
    const both = pod({
      spec: {
        containers: [
          { name: 'web', image: 'web:1' },
          { name: 'log', image: 'Log:1' },
        ],
      },
      status: {
        phase: 'Pending',
        containerStatuses: [
          {
            name: 'web',
            restartCount: 5,
            state: waiting('CrashLoopBackOff'),
            lastState: ended(128, { reason: 'StartError', message: 'exec: "/web": permission denied' }),
          },
          { name: 'log', restartCount: 0, state: waiting('InvalidImageName', 'repository name must be lowercase') },
        ],
      },
    });
    expect(await diagnose(node(), both)).toEqual([
      'image-name-invalid: ERROR: Pod web-1 in shop: container log cannot start (Pod web-1), because Log:1 is no valid image name: repository name must be lowercase.',
      'container-cannot-start: ERROR: Pod web-1 in shop: container web of image web:1 cannot be started (Pod web-1): exec: "/web": permission denied.',
    ]);
  });
});
