import { rolloutStuck } from '#src/checks/catalogue/workloads/rollout-stuck.ts';
import type { Deployment } from '#src/kubernetes/objects.ts';
import { merge, object, ownedBy, pod, type RawObject, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

const EXCEEDED = {
  type: 'Progressing',
  status: 'False',
  reason: 'ProgressDeadlineExceeded',
  message: 'ReplicaSet "web-2" has timed out progressing.',
};

/** A rollout of one of three pods that timed out while the old ones serve. */
function deployment(raw: RawObject = {}): Deployment {
  const base = {
    metadata: { namespace: 'shop', name: 'web', generation: 2 },
    spec: { replicas: 3, progressDeadlineSeconds: 120, selector: { matchLabels: { app: 'web' } } },
    status: {
      observedGeneration: 2,
      replicas: 4,
      updatedReplicas: 1,
      readyReplicas: 3,
      availableReplicas: 3,
      conditions: [EXCEEDED],
    },
  };
  return object('Deployment', merge(base, raw));
}

function replicaSet(name: string, revision: string): ReturnType<typeof object<'ReplicaSet'>> {
  return object('ReplicaSet', {
    metadata: {
      namespace: 'shop',
      name,
      annotations: { 'deployment.kubernetes.io/revision': revision },
      ownerReferences: [ownedBy(deployment())],
    },
    status: { replicas: 1 },
  });
}

function unready(name: string, owner: string, over: RawObject = {}): ReturnType<typeof pod> {
  const conditions = [{ type: 'Ready', status: 'False', lastTransitionTime: secondsAgo(300) }];
  return pod(
    merge({ metadata: { name, ownerReferences: [ownedBy(replicaSet(owner, '0'))] }, status: { conditions } }, over),
  );
}

const stuck = {
  on: 'shop/Deployment/web',
  message: 'deadlineExceeded',
  data: { deadline: 120, updated: 1, available: 3, wanted: 3, selector: 'app=web' },
} as const;

testCheck(rolloutStuck, {
  quiet: {
    'a rollout within its deadline': {
      objects: [
        deployment({ status: { conditions: [{ type: 'Progressing', status: 'True', reason: 'ReplicaSetUpdated' }] } }),
      ],
    },
    'a rollout that was paused': {
      objects: [
        deployment({
          status: { conditions: [{ type: 'Progressing', status: 'Unknown', reason: 'DeploymentPaused' }] },
        }),
      ],
    },
    'progress ended for another reason': {
      objects: [
        deployment({
          status: { conditions: [{ type: 'Progressing', status: 'False', reason: 'ReplicaSetCreateError' }] },
        }),
      ],
    },
    'scaled to zero after it got stuck': { objects: [deployment({ spec: { replicas: 0 } })] },
    'a newer spec is being rolled out': { objects: [deployment({ metadata: { generation: 3 } })] },
    'a Deployment that is being deleted': { objects: [deployment({ metadata: { deletionTimestamp: secondsAgo(1) } })] },
    'no status yet': { objects: [object('Deployment', { metadata: { namespace: 'shop', name: 'web' } })] },
  },
  fires: {
    'the deadline is over': {
      objects: [deployment()],
      reports: [
        {
          ...stuck,
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Deployment', namespace: 'shop', name: 'web', uid: 'uid-Deployment-shop-web' },
              path: 'status.conditions[Progressing]',
              value: 'False, ProgressDeadlineExceeded: ReplicaSet "web-2" has timed out progressing.',
            },
          ],
          causes: [],
        },
      ],
    },
    'the pods of the newest ReplicaSet that live and are not ready explain it; revision 10 is newer than 9': {
      objects: [
        deployment(),
        replicaSet('web-9', '9'),
        replicaSet('web-10', '10'),
        unready('old', 'web-9'),
        unready('new', 'web-10'),
        unready('going', 'web-10', { metadata: { deletionTimestamp: secondsAgo(5) } }),
      ],
      reports: [{ ...stuck, causes: ['shop/Pod/new'] }],
    },
    'pods may not be created: the Deployment itself tells why': {
      objects: [
        deployment({
          status: { conditions: [EXCEEDED, { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate' }] },
        }),
      ],
      reports: [{ ...stuck, causes: ['shop/Deployment/web'] }],
    },
    'defaults: one replica, ten minutes': {
      objects: [
        object('Deployment', { metadata: { namespace: 'shop', name: 'web' }, status: { conditions: [EXCEEDED] } }),
      ],
      reports: [{ ...stuck, data: { deadline: 600, updated: 0, available: 0, wanted: 1, selector: '' } }],
    },
  },
});
