import { describe, expect, test } from 'vitest';
import { CHECKS } from '#src/checks/catalogue/index.ts';
import { runChecks } from '#src/checks/engine/run-checks.ts';
import type { Deployment, KubernetesObject, Pod } from '#src/kubernetes/objects.ts';
import { eventOn, merge, NOW, node, object, ownedBy, pod, type RawObject, secondsAgo } from '#test/harness/objects.ts';
import { snapshotOf } from '#test/harness/snapshot-of.ts';

/** What every check together says at WARNING or above: `SEVERITY check namespace/Kind/name`, and `<= check` for what it follows from. */
async function said(...objects: readonly KubernetesObject[]): Promise<readonly string[]> {
  const { findings, outcomes } = await runChecks({
    checks: CHECKS,
    snapshot: snapshotOf(objects),
    scope: { namespaces: undefined, requirements: [] },
    defaults: {},
    params: {},
    now: NOW,
    ourNow: NOW,
    stopwatch: () => 0,
  });
  expect(outcomes.filter(({ state }) => state !== 'OK' && state !== 'FINDINGS')).toEqual([]);
  const byFingerprint = new Map(findings.map((finding) => [finding.fingerprint, finding.check]));
  return findings
    .filter(({ severity }) => severity !== 'INFO')
    .map(({ severity, check, root, causedBy }) => {
      const causes = causedBy.map((fingerprint) => byFingerprint.get(fingerprint)).sort();
      const where = `${root.namespace === undefined ? '' : `${root.namespace}/`}${root.kind}/${root.name}`;
      return `${severity} ${check} ${where}${causes.length === 0 ? '' : ` <= ${causes.join(', ')}`}`;
    })
    .sort();
}

const LABELS = { app: 'web' };

function deployment(replicas: number, status: object): Deployment {
  return object('Deployment', {
    metadata: { namespace: 'shop', name: 'web', generation: 1 },
    spec: { replicas, selector: { matchLabels: LABELS }, template: { metadata: { labels: LABELS }, spec: {} } },
    status: { observedGeneration: 1, ...status },
  });
}

const replicaSet = object('ReplicaSet', {
  metadata: { namespace: 'shop', name: 'web-abc', ownerReferences: [ownedBy(deployment(1, {}))] },
});

function replica(name: string, over: RawObject = {}): Pod {
  return pod(merge({ metadata: { name, ownerReferences: [ownedBy(replicaSet)] } }, over));
}

function condition(type: string, status: string, reason: string, message = ''): object {
  return { type, status, reason, message, lastTransitionTime: secondsAgo(900), lastUpdateTime: secondsAgo(900) };
}

const service = object('Service', {
  metadata: { namespace: 'shop', name: 'web' },
  spec: { selector: LABELS, ports: [{ name: 'http', port: 80 }] },
});
const ingress = object('Ingress', {
  metadata: { namespace: 'shop', name: 'web' },
  spec: { defaultBackend: { service: { name: 'web', port: { name: 'http' } } } },
});
const NONE = { conditions: [condition('Available', 'False', 'MinimumReplicasUnavailable')] };
const NOT_READY = {
  status: { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: secondsAgo(800) }] },
};
const SILENT = condition('Ready', 'Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.');
const UNREACHABLE = node({ status: { conditions: [SILENT] } });

/** A static pod of the control plane. */
function staticPod(component: string, over: RawObject = {}): Pod {
  const metadata = {
    namespace: 'kube-system',
    name: `${component}-node-1`,
    labels: { component, tier: 'control-plane' },
    annotations: { 'kubernetes.io/config.mirror': 'abc' },
  };
  return pod(merge({ metadata }, over));
}

describe('odd, and healthy', () => {
  test('remains of evicted pods lie beside pods that serve', async () => {
    const remains = replica('web-old', {
      status: { phase: 'Failed', reason: 'Shutdown', conditions: [], containerStatuses: [] },
    });
    const found = await said(
      deployment(1, { readyReplicas: 1, availableReplicas: 1 }),
      replicaSet,
      replica('web-1'),
      remains,
      service,
      ingress,
      node(),
    );
    expect(found.filter((line) => !line.includes('pod-'))).toEqual([]);
  });

  test('an environment that sleeps: everything scaled to zero, routes and budgets stay', async () => {
    const autoscaler = object('HorizontalPodAutoscaler', {
      metadata: { namespace: 'shop', name: 'web' },
      spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
      status: { conditions: [condition('ScalingActive', 'False', 'ScalingDisabled')] },
    });
    expect(await said(deployment(0, {}), replicaSet, service, ingress, autoscaler)).toEqual([]);
  });

  test('a rolling update half-way, within its bounds', async () => {
    const rolling = deployment(4, {
      replicas: 4,
      updatedReplicas: 2,
      readyReplicas: 3,
      availableReplicas: 3,
      conditions: [
        condition('Available', 'True', 'MinimumReplicasAvailable'),
        condition('Progressing', 'True', 'ReplicaSetUpdated'),
      ],
    });
    const starting = replica('web-4', {
      metadata: { creationTimestamp: secondsAgo(80) },
      status: {
        conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: secondsAgo(80) }],
        containerStatuses: [
          { name: 'web', ready: false, restartCount: 0, state: { waiting: { reason: 'ContainerCreating' } } },
        ],
      },
    });
    expect(
      await said(rolling, replicaSet, replica('web-1'), replica('web-2'), replica('web-3'), starting, service, node()),
    ).toEqual([]);
  });

  test('a StatefulSet updated by hand (OnDelete): old and new members serve for weeks', async () => {
    const statefulSet = object('StatefulSet', {
      metadata: { namespace: 'data', name: 'db' },
      spec: { replicas: 2, updateStrategy: { type: 'OnDelete' }, selector: { matchLabels: { app: 'db' } } },
      status: {
        replicas: 2,
        readyReplicas: 2,
        availableReplicas: 2,
        updatedReplicas: 0,
        currentRevision: 'db-1',
        updateRevision: 'db-2',
      },
    });
    expect(await said(statefulSet)).toEqual([]);
  });

  test('a governing Service publishes members that are not ready yet', async () => {
    const headless = object('Service', {
      metadata: { namespace: 'shop', name: 'web' },
      spec: {
        clusterIP: 'None',
        publishNotReadyAddresses: true,
        selector: LABELS,
        ports: [{ name: 'http', port: 80 }],
      },
    });
    const joining = pod({
      status: { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: secondsAgo(20) }] },
    });
    expect(await said(headless, joining, node())).toEqual([]);
  });

  test('a control-plane node came back from a reboot a minute ago; its pods had run for days', async () => {
    const back = {
      status: {
        containerStatuses: [
          {
            name: 'web',
            ready: true,
            started: true,
            restartCount: 12,
            state: { running: { startedAt: secondsAgo(60) } },
            lastState: {
              terminated: {
                exitCode: 255,
                reason: 'Unknown',
                startedAt: secondsAgo(400_000),
                finishedAt: secondsAgo(70),
              },
            },
          },
        ],
      },
    };
    expect(await said(staticPod('etcd', back), staticPod('kube-apiserver', back), node())).toEqual([]);
  });

  test('a node is drained for its upgrade: cordoned, its DaemonSet pod stays', async () => {
    const cordoned = node({
      spec: { unschedulable: true, taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] },
    });
    const daemonSet = object('DaemonSet', {
      metadata: { namespace: 'shop', name: 'agent' },
      spec: { selector: { matchLabels: LABELS } },
      status: { desiredNumberScheduled: 1, currentNumberScheduled: 1, numberReady: 1 },
    });
    expect(await said(cordoned, daemonSet, pod({ metadata: { ownerReferences: [ownedBy(daemonSet)] } }))).toEqual([]);
  });

  test('a queue holds a Job back (suspend), and an old CronJob waits for the end of the month', async () => {
    const held = object('Job', {
      metadata: { namespace: 'batch', name: 'train' },
      spec: { suspend: true },
      status: { conditions: [condition('Suspended', 'True', 'JobSuspended')] },
    });
    const monthly = object('CronJob', {
      metadata: { namespace: 'batch', name: 'bill' },
      spec: { schedule: '0 0 31 * *' },
      status: {},
    });
    expect(await said(held, monthly)).toEqual([]);
  });

  test('volumes made by hand: one claim is bound, one waits for its first pod', async () => {
    const storageClass = object('StorageClass', {
      metadata: { name: 'local' },
      provisioner: 'kubernetes.io/no-provisioner',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    const claims = ['Bound', 'Pending'].map((phase) =>
      object('PersistentVolumeClaim', {
        metadata: { namespace: 'shop', name: phase.toLowerCase() },
        spec: { storageClassName: 'local' },
        status: { phase },
      }),
    );
    expect(await said(storageClass, ...claims)).toEqual([]);
  });

  test('a webhook of somebody outside the cluster, and an API of the API server itself', async () => {
    const configuration = object('MutatingWebhookConfiguration', {
      metadata: { name: 'outside' },
      webhooks: [
        {
          name: 'a.example.com',
          clientConfig: { url: 'https://example.com' },
          rules: [{ operations: ['*'], resources: ['*'] }],
        },
      ],
    });
    const api = object('APIService', {
      metadata: { name: 'v1.apps' },
      spec: { group: 'apps', version: 'v1' },
      status: { conditions: [condition('Available', 'True', 'Local')] },
    });
    expect(await said(configuration, api)).toEqual([]);
  });
});

describe('odd, and sick', () => {
  test('a quota refuses the pods: Deployment, rollout and Service name it', async () => {
    const refused = deployment(2, {
      conditions: [
        condition('Available', 'False', 'MinimumReplicasUnavailable'),
        condition('Progressing', 'False', 'ProgressDeadlineExceeded'),
        condition('ReplicaFailure', 'True', 'FailedCreate', 'pods "web-x" is forbidden: exceeded quota: team'),
      ],
    });
    expect(await said(refused, replicaSet, service)).toEqual([
      'ERROR deployment-unavailable shop/Deployment/web <= replicas-not-created, rollout-stuck',
      'ERROR replicas-not-created shop/Deployment/web',
      'ERROR service-without-ready-pods shop/Service/web <= deployment-unavailable, replicas-not-created, rollout-stuck',
      'WARNING rollout-stuck shop/Deployment/web <= replicas-not-created',
    ]);
  });

  test('the node of the only replica died a minute ago: one cause, the rest follows', async () => {
    const lost = replica('web-1', NOT_READY);
    expect(await said(deployment(1, NONE), replicaSet, lost, service, UNREACHABLE)).toEqual([
      'ERROR deployment-unavailable shop/Deployment/web <= node-not-ready',
      'ERROR node-not-ready Node/node-1',
      'ERROR service-without-ready-pods shop/Service/web <= deployment-unavailable, node-not-ready',
    ]);
  });

  test('the node of a StatefulSet member died: the member hangs and is not replaced', async () => {
    const statefulSet = object('StatefulSet', {
      metadata: { namespace: 'shop', name: 'db' },
      spec: { replicas: 1, selector: { matchLabels: LABELS } },
      status: { replicas: 1 },
    });
    const hanging = pod(
      merge(
        { metadata: { name: 'db-0', deletionTimestamp: secondsAgo(300), ownerReferences: [ownedBy(statefulSet)] } },
        NOT_READY,
      ),
    );
    expect(await said(statefulSet, hanging, service, UNREACHABLE)).toEqual([
      'ERROR node-not-ready Node/node-1',
      'ERROR service-without-ready-pods shop/Service/web <= node-not-ready, node-pods-stuck',
      'ERROR statefulset-unavailable shop/StatefulSet/db <= node-not-ready, node-pods-stuck',
      'WARNING node-pods-stuck Node/node-1 <= node-not-ready',
    ]);
  });

  test('the only scheduler crashes: the control plane is down, and it is said once', async () => {
    const crashing = staticPod('kube-scheduler', {
      status: {
        conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: secondsAgo(20) }],
        containerStatuses: [
          {
            name: 'web',
            ready: false,
            restartCount: 9,
            state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off' } },
            lastState: {
              terminated: { exitCode: 1, reason: 'Error', startedAt: secondsAgo(40), finishedAt: secondsAgo(30) },
            },
          },
        ],
      },
    });
    expect(await said(crashing, staticPod('etcd'), node())).toEqual([
      'CRITICAL control-plane-pod-down kube-system/Pod/kube-scheduler-node-1',
    ]);
  });

  test('no controller manager: a new Deployment is looked at by nobody', async () => {
    const ignored = object('Deployment', {
      metadata: { namespace: 'shop', name: 'web', generation: 1 },
      spec: { replicas: 2, selector: { matchLabels: LABELS } },
    });
    expect(await said(ignored)).toEqual(['ERROR deployment-unavailable shop/Deployment/web']);
  });

  test('a policy webhook lost its only pod: the webhook names the pod, and what it blocks is told', async () => {
    const configuration = object('ValidatingWebhookConfiguration', {
      metadata: { name: 'policy' },
      webhooks: [
        {
          name: 'a.example.com',
          clientConfig: { service: { namespace: 'shop', name: 'web', port: 80 } },
          rules: [{ operations: ['CREATE'], resources: ['pods'] }],
        },
      ],
    });
    const daemonSet = object('DaemonSet', {
      metadata: { namespace: 'ops', name: 'agent' },
      status: { desiredNumberScheduled: 3, currentNumberScheduled: 0, numberReady: 0 },
    });
    const denied = eventOn(daemonSet, {
      reason: 'FailedCreate',
      message: 'Error creating: Internal error occurred: failed calling webhook "a.example.com"',
    });
    const crashed = pod({
      status: {
        conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: secondsAgo(200) }],
        containerStatuses: [
          {
            name: 'web',
            ready: false,
            restartCount: 6,
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: {
              terminated: { exitCode: 2, reason: 'Error', startedAt: secondsAgo(210), finishedAt: secondsAgo(200) },
            },
          },
        ],
      },
    });
    expect(await said(configuration, service, crashed, daemonSet, denied, node())).toEqual([
      'ERROR container-crash-loop shop/Pod/web-1',
      'ERROR daemonset-unavailable ops/DaemonSet/agent <= replicas-not-created',
      'ERROR replicas-not-created ops/DaemonSet/agent',
      'ERROR service-without-ready-pods shop/Service/web <= container-crash-loop',
      'ERROR webhook-service-missing ValidatingWebhookConfiguration/policy <= container-crash-loop, service-without-ready-pods',
    ]);
  });

  test('one bad image on one node of a DaemonSet, long before its update is late', async () => {
    const daemonSet = object('DaemonSet', {
      metadata: { namespace: 'shop', name: 'agent' },
      spec: { selector: { matchLabels: LABELS } },
      status: { desiredNumberScheduled: 3, currentNumberScheduled: 3, updatedNumberScheduled: 1, numberReady: 2 },
    });
    const pulling = pod({
      metadata: { name: 'agent-1', ownerReferences: [ownedBy(daemonSet)] },
      status: {
        phase: 'Pending',
        conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: secondsAgo(90) }],
        containerStatuses: [
          {
            name: 'web',
            ready: false,
            restartCount: 0,
            state: { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image "web:1": not found' } },
          },
        ],
      },
    });
    expect(await said(daemonSet, pulling, node())).toEqual([
      'ERROR image-pull-failing shop/DaemonSet/agent',
      'WARNING daemonset-unavailable shop/DaemonSet/agent <= image-pull-failing',
    ]);
  });

  test('a claim that no provisioner answers keeps its pod from a node', async () => {
    const storageClass = object('StorageClass', {
      metadata: { name: 'fast' },
      provisioner: 'csi.example.com',
      volumeBindingMode: 'Immediate',
    });
    const claim = object('PersistentVolumeClaim', {
      metadata: { namespace: 'shop', name: 'data' },
      spec: { storageClassName: 'fast' },
      status: { phase: 'Pending' },
    });
    const waiting = pod({
      spec: { nodeName: undefined, volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] },
      status: {
        phase: 'Pending',
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            reason: 'Unschedulable',
            message: '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.',
            lastTransitionTime: secondsAgo(900),
          },
        ],
        containerStatuses: [],
      },
    });
    expect(await said(storageClass, claim, waiting, node())).toEqual([
      'ERROR claim-pending shop/PersistentVolumeClaim/data',
      'ERROR pod-unschedulable shop/Pod/web-1 <= claim-pending',
    ]);
  });

  test('half-filled objects of a sick API server crash no check', async () => {
    const kinds = [
      'Deployment',
      'StatefulSet',
      'DaemonSet',
      'ReplicaSet',
      'ReplicationController',
      'Job',
      'CronJob',
      'HorizontalPodAutoscaler',
      'Service',
      'EndpointSlice',
      'Ingress',
      'PersistentVolumeClaim',
      'Pod',
      'Event',
      'Secret',
    ] as const;
    const cluster = [
      'Node',
      'StorageClass',
      'PersistentVolume',
      'APIService',
      'ValidatingWebhookConfiguration',
      'MutatingWebhookConfiguration',
    ] as const;
    const bare = [
      ...kinds.map((kind) => object(kind, { metadata: { namespace: 'shop', name: 'bare' } })),
      ...cluster.map((kind) => object(kind, { metadata: { name: 'bare' } })),
    ];
    expect(await said(...bare)).toEqual(
      expect.arrayContaining(['ERROR deployment-unavailable shop/Deployment/bare', 'ERROR node-not-ready Node/bare']),
    );
  });
});
