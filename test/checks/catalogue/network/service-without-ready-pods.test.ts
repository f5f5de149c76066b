import { serviceWithoutReadyPods } from '#src/checks/catalogue/network/service-without-ready-pods.ts';
import type { Service } from '#src/kubernetes/objects.ts';
import { merge, node, object, pod, type RawObject, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

function service(raw: RawObject = {}): Service {
  return object(
    'Service',
    merge(
      {
        metadata: { namespace: 'shop', name: 'web' },
        spec: { type: 'ClusterIP', selector: { app: 'web' }, ports: [{ port: 80 }] },
      },
      raw,
    ),
  );
}

/** A pod that runs, and has not been ready for some seconds. */
function unready(seconds: number, raw: RawObject = {}): ReturnType<typeof pod> {
  return pod(
    merge(
      { status: { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: secondsAgo(seconds) }] } },
      raw,
    ),
  );
}

const CREATING = {
  status: {
    containerStatuses: [
      { name: 'web', ready: false, restartCount: 0, state: { waiting: { reason: 'ContainerCreating' } } },
    ],
  },
};
const LOOPING = {
  status: {
    containerStatuses: [
      { name: 'web', ready: false, restartCount: 4, state: { waiting: { reason: 'CrashLoopBackOff' } } },
    ],
  },
};
const template = { metadata: { labels: { app: 'web', tier: 'front' } }, spec: {} };
const on = 'shop/Service/web';
const noneMatch = { on, message: 'noneMatch', data: { labels: 'app=web' } } as const;

function workload(
  kind: 'Deployment' | 'StatefulSet',
  replicas: number,
): ReturnType<typeof object<'Deployment'>> | ReturnType<typeof object<'StatefulSet'>> {
  return object(kind, { metadata: { namespace: 'shop', name: 'web' }, spec: { replicas, template } });
}

function noneReady(count: number): { on: string; message: string; data: { count: number; labels: string } } {
  return { on, message: 'noneReady', data: { count, labels: 'app=web' } };
}

testCheck(serviceWithoutReadyPods, {
  quiet: {
    'a ready pod': { objects: [service(), pod()] },
    'one of two pods is ready': { objects: [service(), pod(), unready(600, { metadata: { name: 'web-2' } })] },
    'no selector: somebody else writes the endpoints': { objects: [service({ spec: { selector: undefined } })] },
    'an ExternalName, which selects nothing whatever it says': {
      objects: [service({ spec: { type: 'ExternalName', externalName: 'example.com' } })],
    },
    'a Service 59 s old': { objects: [service({ metadata: { creationTimestamp: secondsAgo(59) } })] },
    'a Service that is being deleted': { objects: [service({ metadata: { deletionTimestamp: secondsAgo(5) } })] },
    'its only pod has not been ready for 59 s': { objects: [service(), unready(59)] },
    'its only pod pulls its image for 299 s': { objects: [service(), unready(299, CREATING)] },
    'its only pod goes and serves until its end, 59 s ago': {
      objects: [service(), unready(600, { metadata: { deletionTimestamp: secondsAgo(59) } })],
    },
    'publishNotReadyAddresses: a pod that is not ready is an endpoint': {
      objects: [service({ spec: { clusterIP: 'None', publishNotReadyAddresses: true } }), unready(600)],
    },
    'the pods of a finished job': { objects: [service(), unready(600, { status: { phase: 'Succeeded' } })] },
  },
  fires: {
    'no pod carries its labels': {
      objects: [
        service({ metadata: { creationTimestamp: secondsAgo(60) } }),
        pod({ metadata: { labels: { app: 'api' } } }),
      ],
      reports: [
        {
          ...noneMatch,
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Service', namespace: 'shop', name: 'web', uid: 'uid-Service-shop-web' },
              path: 'spec.selector',
              value: 'app=web',
            },
          ],
          causes: [],
        },
      ],
    },
    'a pod carries them in another namespace only': {
      objects: [service(), pod({ metadata: { namespace: 'other' } })],
      reports: [noneMatch],
    },
    'a headless Service without pods': { objects: [service({ spec: { clusterIP: 'None' } })], reports: [noneMatch] },
    'publishNotReadyAddresses without a pod': {
      objects: [service({ spec: { publishNotReadyAddresses: true } })],
      reports: [noneMatch],
    },
    'its only pod has not been ready for 60 s': {
      objects: [service(), unready(60)],
      reports: [{ ...noneReady(1), causes: ['shop/Pod/web-1'] }],
    },
    'its only pod pulls its image for 300 s': { objects: [service(), unready(300, CREATING)], reports: [noneReady(1)] },
    'its only pod crashes again and again and was ready a moment ago': {
      objects: [service(), unready(2, LOOPING)],
      reports: [noneReady(1)],
    },
    'an old pod is not ready, its replacement is new': {
      objects: [service(), unready(600), unready(5, { metadata: { name: 'web-2' } })],
      reports: [noneReady(2)],
    },
    'its only pod hangs on a dead node since 60 s': {
      objects: [
        service(),
        unready(400, { metadata: { deletionTimestamp: secondsAgo(60) } }),
        node({ status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }),
      ],
      reports: [{ ...noneReady(1), causes: ['shop/Pod/web-1', '/Node/node-1'] }],
    },
    'a pod that goes explains nothing where another lives': {
      objects: [
        service(),
        unready(400, { metadata: { deletionTimestamp: secondsAgo(300) } }),
        unready(200, { metadata: { name: 'web-2' } }),
      ],
      reports: [{ ...noneReady(1), causes: ['shop/Pod/web-2'] }],
    },
    'its pods failed': { objects: [service(), unready(600, { status: { phase: 'Failed' } })], reports: [noneReady(1)] },
    'the EndpointSlice is evidence': {
      objects: [
        service(),
        unready(600),
        object('EndpointSlice', {
          metadata: { namespace: 'shop', name: 'web-x', labels: { 'kubernetes.io/service-name': 'web' } },
          endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready: false } }],
        }),
      ],
      reports: [
        {
          ...noneReady(1),
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Service', namespace: 'shop', name: 'web', uid: 'uid-Service-shop-web' },
              path: 'spec.selector',
              value: 'app=web',
            },
            {
              type: 'FIELD',
              object: { kind: 'EndpointSlice', namespace: 'shop', name: 'web-x', uid: 'uid-EndpointSlice-shop-web-x' },
              path: 'endpoints',
              value: '0 ready, 1 not ready',
            },
          ],
        },
      ],
    },
    'the Deployment behind it wants pods and has none: its trouble is the cause': {
      objects: [service(), workload('Deployment', 2)],
      reports: [{ ...noneMatch, causes: ['shop/Deployment/web'] }],
    },
    'the Deployment behind it is scaled to zero': {
      objects: [service(), workload('Deployment', 0)],
      reports: [{ on, message: 'scaledToZero', data: { workload: 'Deployment web' } }],
    },
    'it was scaled to zero, and its last pod is gone': {
      objects: [
        service(),
        workload('StatefulSet', 0),
        unready(400, { metadata: { deletionTimestamp: secondsAgo(60) } }),
      ],
      reports: [{ on, message: 'scaledToZero', data: { workload: 'StatefulSet web' } }],
    },
    'no node fits the DaemonSet behind it': {
      objects: [
        service(),
        object('DaemonSet', {
          metadata: { namespace: 'shop', name: 'web' },
          spec: { template },
          status: { desiredNumberScheduled: 0 },
        }),
      ],
      reports: [{ on, message: 'scaledToZero', data: { workload: 'DaemonSet web' } }],
    },
    'one of two workloads behind it is scaled to zero, the other wants pods': {
      objects: [service(), workload('Deployment', 0), workload('StatefulSet', 1)],
      reports: [noneMatch],
    },
    'scaled to zero is a workload of other labels': {
      objects: [
        service(),
        object('Deployment', {
          metadata: { namespace: 'shop', name: 'api' },
          spec: { replicas: 0, template: { metadata: { labels: { app: 'api' } }, spec: {} } },
        }),
      ],
      reports: [{ ...noneMatch, causes: [] }],
    },
    'scaled to zero is another namesake': {
      objects: [
        service(),
        object('Deployment', { metadata: { namespace: 'other', name: 'web' }, spec: { replicas: 0, template } }),
      ],
      reports: [noneMatch],
    },
    'Deployments may not be seen: it is said without them': {
      objects: [service()],
      states: { Deployment: { state: 'FORBIDDEN', verb: 'list', resource: 'deployments' } },
      reports: [noneMatch],
    },
  },
});
