import { describe, expect, test } from 'vitest';
import { node, object, ownedBy, pod, secondsAgo } from '#test/harness/objects.ts';
import { condition, deployment, ingress, LABELS, replica, replicaSet, said, service, staticPod } from './situations.ts';

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
