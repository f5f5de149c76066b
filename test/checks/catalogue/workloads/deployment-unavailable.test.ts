import { deploymentUnavailable } from '#src/checks/catalogue/workloads/deployment-unavailable.ts';
import type { Deployment, Pod } from '#src/kubernetes/objects.ts';
import { merge, node, object, ownedBy, pod, type RawObject, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

function condition(type: string, status: string, reason: string, since = secondsAgo(1800)): object {
  return { type, status, reason, message: '', lastTransitionTime: since, lastUpdateTime: since };
}

const COMPLETE = condition('Progressing', 'True', 'NewReplicaSetAvailable');
const ROLLING = condition('Progressing', 'True', 'ReplicaSetUpdated');
const TIMED_OUT = condition('Progressing', 'False', 'ProgressDeadlineExceeded', secondsAgo(1));
const AVAILABLE = condition('Available', 'True', 'MinimumReplicasAvailable');
const UNAVAILABLE = condition('Available', 'False', 'MinimumReplicasUnavailable');

/** Four replicas wanted, three available. */
function deployment(raw: RawObject = {}): Deployment {
  const base = {
    metadata: { namespace: 'shop', name: 'web', generation: 2 },
    spec: { replicas: 4, selector: { matchLabels: { app: 'web' } } },
    status: {
      observedGeneration: 2,
      replicas: 4,
      readyReplicas: 3,
      availableReplicas: 3,
      conditions: [AVAILABLE, COMPLETE],
    },
  };
  return object('Deployment', merge(base, raw));
}

/** Two replicas wanted, none there. */
function dead(raw: RawObject = {}): Deployment {
  return deployment(
    merge(
      {
        spec: { replicas: 2 },
        status: { readyReplicas: undefined, availableReplicas: undefined, conditions: [UNAVAILABLE, COMPLETE] },
      },
      raw,
    ),
  );
}

const replicaSet = object('ReplicaSet', {
  metadata: { namespace: 'shop', name: 'web-abc', ownerReferences: [ownedBy(deployment())] },
});
const RUNNING = { running: { startedAt: secondsAgo(3000) } };
const LOOPING = { restartCount: 3, ready: false, state: { waiting: { reason: 'CrashLoopBackOff' } } };

/** A pod of the Deployment that has not been ready for some seconds. */
function unready(seconds: number, container: object = { state: RUNNING }, over: RawObject = {}): Pod {
  const statuses = [{ name: 'web', ready: false, restartCount: 0, ...container }];
  const conditions = [{ type: 'Ready', status: 'False', lastTransitionTime: secondsAgo(seconds) }];
  return pod(
    merge(
      {
        metadata: { name: 'web-abc-1', ownerReferences: [ownedBy(replicaSet)] },
        status: { conditions, containerStatuses: statuses },
      },
      over,
    ),
  );
}

/** Asked to go; its grace ends so many seconds from now. */
function going(seconds: number): Pod {
  return unready(0, {}, { metadata: { name: 'web-old', deletionTimestamp: secondsAgo(-seconds) } });
}

const CREATING = { state: { waiting: { reason: 'ContainerCreating' } } };
const IMAGE = { state: { waiting: { reason: 'ImagePullBackOff' } } };
const some = {
  on: 'shop/Deployment/web',
  message: 'some',
  data: { available: 3, wanted: 4, selector: 'app=web' },
} as const;
const none = { on: 'shop/Deployment/web', message: 'none', data: { wanted: 2, selector: 'app=web' } } as const;

testCheck(deploymentUnavailable, {
  quiet: {
    'all are available': { objects: [deployment({ status: { readyReplicas: 4, availableReplicas: 4 } })] },
    'scaled to zero': {
      objects: [
        deployment({ spec: { replicas: 0 }, status: { readyReplicas: undefined, availableReplicas: undefined } }),
      ],
    },
    'more than wanted during a rollout': { objects: [deployment({ spec: { replicas: 2 } })] },
    'all are ready, only minReadySeconds still runs': { objects: [deployment({ status: { readyReplicas: 4 } })] },
    'strategy Recreate: the old pod still has its grace': {
      objects: [dead({ spec: { strategy: { type: 'Recreate' } } }), replicaSet, going(1)],
    },
    'strategy Recreate: the grace of the old pod ended 59 s ago': { objects: [dead(), replicaSet, going(-59)] },
    'a pod not ready for 59 s': { objects: [deployment(), replicaSet, unready(59)] },
    'a pod that pulls its image for 299 s': { objects: [deployment(), replicaSet, unready(299, CREATING)] },
    'a new Deployment without status, 59 s old': {
      objects: [
        object('Deployment', {
          metadata: { namespace: 'shop', name: 'web', creationTimestamp: secondsAgo(59) },
          spec: { replicas: 2 },
        }),
      ],
    },
    'a rollout in bounds, whose new pod runs and is not ready yet': {
      objects: [deployment({ status: { conditions: [AVAILABLE, ROLLING] } }), replicaSet, unready(400)],
    },
    'a rollout in bounds, whose new pod pulls its image': {
      objects: [deployment({ status: { conditions: [AVAILABLE, ROLLING] } }), replicaSet, unready(400, CREATING)],
    },
    'the numbers are of an older spec, which asked for three': {
      objects: [deployment({ metadata: { generation: 3 } })],
    },
    'a Deployment that is being deleted': {
      objects: [deployment({ metadata: { deletionTimestamp: secondsAgo(90) } })],
    },
    'a pod is missing for 59 s: it was just deleted': {
      objects: [
        deployment({
          status: { conditions: [condition('Available', 'False', 'MinimumReplicasUnavailable', secondsAgo(59))] },
        }),
      ],
    },
    'the missing pod has just been counted by the rollout': {
      objects: [deployment({ status: { conditions: [AVAILABLE, { ...ROLLING, lastUpdateTime: secondsAgo(10) }] } })],
    },
  },
  fires: {
    'a pod not ready for 60 s': {
      objects: [deployment(), replicaSet, unready(60)],
      reports: [{ ...some, causes: ['shop/Pod/web-abc-1'] }],
    },
    'a pod that pulls its image for 300 s': {
      objects: [deployment(), replicaSet, unready(300, CREATING)],
      reports: [some],
    },
    'strategy Recreate: the old pod does not go': {
      objects: [dead(), replicaSet, going(-60)],
      reports: [{ on: 'shop/Deployment/web', message: 'none', data: { wanted: 2, selector: 'app=web' } }],
    },
    'no pod is created, and the deadline passed a moment ago': {
      objects: [dead({ status: { conditions: [UNAVAILABLE, TIMED_OUT] } }), replicaSet],
      reports: [{ on: 'shop/Deployment/web', message: 'none', data: { wanted: 2, selector: 'app=web' } }],
    },
    'params decide': {
      objects: [deployment(), replicaSet, unready(30)],
      params: { graceSeconds: 30 },
      reports: [some],
    },
    'a pod in a crash loop, though it was ready some seconds ago': {
      objects: [deployment(), replicaSet, unready(5, LOOPING)],
      reports: [some],
    },
    'a rollout in bounds, whose new pod is in trouble': {
      objects: [deployment({ status: { conditions: [AVAILABLE, ROLLING] } }), replicaSet, unready(60, IMAGE)],
      reports: [some],
    },
    'a rollout past its deadline, whose new pod runs and is not ready': {
      objects: [
        deployment({
          status: { conditions: [AVAILABLE, condition('Progressing', 'False', 'ProgressDeadlineExceeded')] },
        }),
        replicaSet,
        unready(700),
      ],
      reports: [some],
    },
    'a rollout that has fallen below the minimum': {
      objects: [deployment({ status: { conditions: [UNAVAILABLE, ROLLING] } }), replicaSet, unready(60)],
      reports: [some],
    },
    'a pod that no node takes': {
      objects: [deployment(), replicaSet, unready(60, CREATING, { spec: { nodeName: undefined } })],
      reports: [some],
    },
    'a pod is missing for 60 s': {
      objects: [
        deployment({
          status: { conditions: [condition('Available', 'False', 'MinimumReplicasUnavailable', secondsAgo(60))] },
        }),
      ],
      reports: [{ ...some, causes: [] }],
    },
    'none is available': {
      objects: [dead(), replicaSet, unready(600)],
      reports: [
        {
          ...none,
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Deployment', namespace: 'shop', name: 'web', uid: 'uid-Deployment-shop-web' },
              path: 'status.availableReplicas',
              value: '0',
            },
            {
              type: 'FIELD',
              object: { kind: 'Deployment', namespace: 'shop', name: 'web', uid: 'uid-Deployment-shop-web' },
              path: 'status.conditions[Available]',
              value: 'False, MinimumReplicasUnavailable',
              at: '2026-03-01T11:30:00Z',
            },
          ],
          causes: ['shop/Pod/web-abc-1'],
        },
      ],
    },
    'one replica is the default': {
      objects: [
        object('Deployment', {
          metadata: { namespace: 'shop', name: 'web' },
          spec: { selector: { matchLabels: { app: 'web' } } },
        }),
        replicaSet,
        unready(600),
      ],
      reports: [{ ...none, data: { wanted: 1, selector: 'app=web' } }],
    },
    'a new Deployment without status, 60 s old: no controller has looked at it': {
      objects: [
        object('Deployment', {
          metadata: { namespace: 'shop', name: 'web', creationTimestamp: secondsAgo(60), generation: 1 },
          spec: { replicas: 2 },
        }),
      ],
      reports: [{ ...none, data: { wanted: 2, selector: '' } }],
    },
    'the pods may not be created: the Deployment itself tells why': {
      objects: [dead({ status: { conditions: [UNAVAILABLE, condition('ReplicaFailure', 'True', 'FailedCreate')] } })],
      reports: [{ ...none, causes: ['shop/Deployment/web'] }],
    },
    'its pods are on a node that is not ready; those that go and those that are ready explain nothing': {
      objects: [
        deployment(),
        replicaSet,
        unready(600),
        unready(
          600,
          {},
          { metadata: { name: 'web-abc-2', deletionTimestamp: secondsAgo(400) }, spec: { nodeName: 'node-2' } },
        ),
        pod({ metadata: { name: 'web-abc-3', ownerReferences: [ownedBy(replicaSet)] } }),
        node({ status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }),
        node({ metadata: { name: 'node-2' }, status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }),
      ],
      reports: [{ ...some, causes: ['shop/Pod/web-abc-1', '/Node/node-1'] }],
    },
    'where pods may not be seen, the conditions tell': {
      objects: [dead()],
      states: { Pod: { state: 'FORBIDDEN', verb: 'list', resource: 'pods' } },
      reports: [{ ...none, causes: [] }],
    },
  },
});
