import { describe, expect, test } from 'vitest';
import { eventOn, merge, node, object, ownedBy, pod, secondsAgo } from '#test/harness/objects.ts';
import {
  condition,
  deployment,
  LABELS,
  NONE,
  NOT_READY,
  replica,
  replicaSet,
  said,
  service,
  staticPod,
  UNREACHABLE,
} from './situations.ts';

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
