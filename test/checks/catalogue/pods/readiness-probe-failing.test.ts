import { readinessProbeFailing } from '#src/checks/catalogue/pods/readiness-probe-failing.ts';
import type { ObjectOf } from '#src/kubernetes/objects.ts';
import { ended, podWith, runningFor } from '#test/harness/containers.ts';
import { eventOn, merge, node, object, ownedBy, pod, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

const deployment = object('Deployment', { metadata: { namespace: 'shop', name: 'web' } });
const oldSet = object('ReplicaSet', {
  metadata: { namespace: 'shop', name: 'web-aaa', ownerReferences: [ownedBy(deployment)] },
});
const newSet = object('ReplicaSet', {
  metadata: { namespace: 'shop', name: 'web-bbb', ownerReferences: [ownedBy(deployment)] },
});
const fast = { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 5, failureThreshold: 3 };

/** A pod whose container `web` runs and has not been ready for so many seconds. */
function unready(
  seconds: number,
  {
    spec = {},
    status = {},
    over = {},
  }: { readonly spec?: object; readonly status?: object; readonly over?: object } = {},
): ObjectOf<'Pod'> {
  const conditions = [
    { type: 'Ready', status: 'False', lastTransitionTime: secondsAgo(seconds) },
    { type: 'ContainersReady', status: 'False', lastTransitionTime: secondsAgo(seconds) },
  ];
  return podWith({
    spec: { readinessProbe: fast, ...spec },
    status: { ready: false, state: runningFor(seconds), ...status },
    over: merge({ status: { conditions } }, over as Record<string, unknown>),
  });
}

const answered = unready(60);
const newPod = unready(60, {
  over: {
    metadata: {
      name: 'web-bbb-1',
      labels: { app: 'web', 'pod-template-hash': 'bbb' },
      ownerReferences: [ownedBy(newSet)],
    },
  },
});
const oldPod = pod({
  metadata: {
    name: 'web-aaa-1',
    labels: { app: 'web', 'pod-template-hash': 'aaa' },
    ownerReferences: [ownedBy(oldSet)],
  },
});
const oldPodLeaving = pod({
  metadata: {
    name: 'web-aaa-1',
    deletionTimestamp: secondsAgo(5),
    labels: { app: 'web', 'pod-template-hash': 'aaa' },
    ownerReferences: [ownedBy(oldSet)],
  },
});
const killed = unready(60, { status: { restartCount: 1, lastState: ended(137, { ago: 61 }) } });

/** A pod whose containers have been ready for so many seconds, while a gate is closed. */
function gated(
  seconds: number,
  conditions: readonly object[] = [],
  metadata: Readonly<Record<string, unknown>> = {},
): ObjectOf<'Pod'> {
  const ready = { type: 'ContainersReady', status: 'True', lastTransitionTime: secondsAgo(seconds) };
  return pod({
    metadata,
    spec: { readinessGates: [{ conditionType: 'lb.example.org/attached' }] },
    status: {
      conditions: [ready, { type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady' }, ...conditions],
    },
  });
}

testCheck(readinessProbeFailing, {
  quiet: {
    'a readiness gate that has been closed for 59 s': { objects: [gated(59)] },
    'a readiness gate that is open': { objects: [gated(600, [{ type: 'lb.example.org/attached', status: 'True' }])] },
    'a readiness gate of a pod whose node is down': { objects: [gated(600), node({ status: { conditions: [] } })] },
    'a healthy pod': { objects: [pod()] },
    'not ready for 59 s': { objects: [unready(59)] },
    'a probe that begins after 300 s and has not decided at 314 s': {
      objects: [unready(314, { spec: { readinessProbe: { ...fast, initialDelaySeconds: 300 } } })],
    },
    'up for an hour, not ready since 10 s': {
      objects: [
        unready(3600, {
          over: {
            status: { conditions: [{ type: 'ContainersReady', status: 'False', lastTransitionTime: secondsAgo(10) }] },
          },
        }),
      ],
    },
    'its startup probe has not succeeded yet': {
      objects: [
        unready(600, {
          spec: { startupProbe: { httpGet: { port: 8080 }, failureThreshold: 100 } },
          status: { started: false },
        }),
      ],
    },
    'no probe: the kubelet makes it ready by itself': {
      objects: [unready(600, { spec: { readinessProbe: undefined } })],
    },
    'its node is down': {
      objects: [node({ status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }), unready(600)],
    },
    'it keeps crashing, which is worse': {
      objects: [unready(60, { status: { restartCount: 3, lastState: ended(1, { ago: 61 }) } })],
    },
    'its liveness probe has just killed it, which is worse': {
      objects: [
        killed,
        eventOn(killed, {
          type: 'Normal',
          reason: 'Killing',
          message: 'Container web failed liveness probe, will be restarted',
          lastSeen: secondsAgo(61),
          fieldPath: 'spec.containers{web}',
        }),
      ],
    },
    'a task that succeeded': {
      objects: [
        podWith({
          spec: { readinessProbe: fast },
          status: { ready: false, state: ended(0) },
          over: { status: { phase: 'Succeeded' } },
        }),
      ],
    },
    'a pod on its way out': { objects: [unready(600, { over: { metadata: { deletionTimestamp: secondsAgo(1) } } })] },
    'a static pod of the control plane': {
      objects: [
        unready(600, {
          over: {
            metadata: {
              namespace: 'kube-system',
              name: 'kube-scheduler-node-1',
              annotations: { 'kubernetes.io/config.mirror': 'x' },
            },
          },
        }),
      ],
    },
  },
  fires: {
    'a readiness gate that nobody opens': {
      objects: [gated(60)],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'gateNoneReady',
          data: { gates: ['lb.example.org/attached'], span: '60 s', ready: 0 },
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.conditions[lb.example.org/attached]',
              value: '(none)',
              at: '2026-03-01T11:59:00Z',
            },
          ],
        },
      ],
    },
    'a readiness gate that is False, beside a pod that serves': {
      objects: [
        gated(60, [{ type: 'lb.example.org/attached', status: 'False' }], { ownerReferences: [ownedBy(newSet)] }),
        pod({ metadata: { name: 'web-2', ownerReferences: [ownedBy(newSet)] } }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'gateSomeReady',
          data: { gates: ['lb.example.org/attached'], span: '60 s', ready: 1 },
        },
      ],
    },
    'not ready for 60 s, and no other pod serves': {
      objects: [
        answered,
        eventOn(answered, {
          reason: 'Unhealthy',
          message: 'Readiness probe failed: HTTP probe failed with statuscode: 404',
          count: 12,
          fieldPath: 'spec.containers{web}',
        }),
        eventOn(answered, {
          reason: 'Unhealthy',
          message: 'Liveness probe failed: HTTP probe failed with statuscode: 500',
          lastSeen: secondsAgo(1),
          fieldPath: 'spec.containers{web}',
        }),
        eventOn(answered, {
          reason: 'Unhealthy',
          message: 'Readiness probe failed: other',
          lastSeen: secondsAgo(1),
          fieldPath: 'spec.containers{other}',
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'noneReady',
          part: 'web',
          data: { container: 'web', span: '60 s', target: 'GET /healthz on port 8080', answer: 'HTTP 404', ready: 0 },
          evidence: [
            {
              type: 'EVENT',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              reason: 'Unhealthy',
              message: 'Readiness probe failed: HTTP probe failed with statuscode: 404',
              count: 12,
              at: '2026-03-01T11:59:00Z',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.containerStatuses[web].ready',
              value: 'false',
              at: '2026-03-01T11:59:00Z',
            },
          ],
        },
      ],
    },
    "a Deployment's new pod is not ready, an old one serves": {
      objects: [deployment, oldSet, newSet, oldPod, newPod],
      reports: [
        {
          on: 'shop/Pod/web-bbb-1',
          message: 'someReady',
          part: 'web',
          data: {
            container: 'web',
            span: '60 s',
            target: 'GET /healthz on port 8080',
            answer: 'an answer that is no longer recorded',
            ready: 1,
          },
        },
      ],
    },
    'the only other pod that is ready is on its way out': {
      objects: [deployment, oldSet, newSet, oldPodLeaving, newPod],
      reports: [
        {
          on: 'shop/Pod/web-bbb-1',
          message: 'noneReady',
          part: 'web',
          data: {
            container: 'web',
            span: '60 s',
            target: 'GET /healthz on port 8080',
            answer: 'an answer that is no longer recorded',
            ready: 0,
          },
        },
      ],
    },
    'a probe that begins after 300 s has had its 15 s': {
      objects: [unready(315, { spec: { readinessProbe: { ...fast, initialDelaySeconds: 300 } } })],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'noneReady',
          part: 'web',
          data: {
            container: 'web',
            span: '5 min',
            target: 'GET /healthz on port 8080',
            answer: 'an answer that is no longer recorded',
            ready: 0,
          },
        },
      ],
    },
    'its startup probe has succeeded': {
      objects: [unready(60, { spec: { startupProbe: { httpGet: { port: 8080 } } }, status: { started: true } })],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'noneReady',
          part: 'web',
          data: {
            container: 'web',
            span: '60 s',
            target: 'GET /healthz on port 8080',
            answer: 'an answer that is no longer recorded',
            ready: 0,
          },
        },
      ],
    },
    'a native sidecar keeps the pod out of service': {
      objects: [
        pod({
          spec: {
            initContainers: [
              {
                name: 'proxy',
                image: 'proxy:1',
                restartPolicy: 'Always',
                readinessProbe: { tcpSocket: { port: 15021 } },
              },
            ],
          },
          status: {
            conditions: [{ type: 'ContainersReady', status: 'False', lastTransitionTime: secondsAgo(600) }],
            initContainerStatuses: [
              { name: 'proxy', ready: false, started: true, restartCount: 0, state: runningFor(600) },
            ],
          },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'noneReady',
          part: 'proxy',
          data: {
            container: 'proxy',
            span: '10 min',
            target: 'TCP port 15021',
            answer: 'an answer that is no longer recorded',
            ready: 0,
          },
        },
      ],
    },
  },
});
