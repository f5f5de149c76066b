import { replicasNotCreated } from '#src/checks/catalogue/workloads/replicas-not-created.ts';
import { eventOn, object, ownedBy, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

const QUOTA = 'pods "web-x" is forbidden: exceeded quota: team, requested: pods=1, used: pods=10, limited: pods=10';
const FAILURE = { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: QUOTA };
const metadata = { namespace: 'shop', name: 'web' };
const FAILED = { reason: 'FailedCreate', message: `Error creating: ${QUOTA}` };
const CREATED = { reason: 'SuccessfulCreate', message: 'create Pod web-0', type: 'Normal' };

const deployment = object('Deployment', {
  metadata,
  spec: { replicas: 3 },
  status: { replicas: 1, conditions: [FAILURE] },
});
const statefulSet = object('StatefulSet', { metadata, spec: { replicas: 3 }, status: { replicas: 1 } });
const daemonSet = object('DaemonSet', { metadata, status: { desiredNumberScheduled: 3, currentNumberScheduled: 1 } });
const job = object('Job', { metadata, spec: { parallelism: 3 }, status: { active: 1 } });

function refused(
  kind: string,
  why: string = QUOTA,
  present = 1,
): { on: string; message: string; data: { wanted: number; present: number; why: string } } {
  return { on: `shop/${kind}/web`, message: 'refused', data: { wanted: 3, present, why } };
}

testCheck(replicasNotCreated, {
  quiet: {
    'a Deployment without the condition': {
      objects: [object('Deployment', { metadata, spec: { replicas: 3 }, status: { replicas: 3 } })],
    },
    'a condition that is False again': {
      objects: [
        object('Deployment', {
          metadata,
          spec: { replicas: 3 },
          status: { conditions: [{ ...FAILURE, status: 'False' }] },
        }),
      ],
    },
    'pods that cannot be deleted are another matter': {
      objects: [
        object('ReplicaSet', {
          metadata,
          spec: { replicas: 3 },
          status: { conditions: [{ ...FAILURE, reason: 'FailedDelete' }] },
        }),
      ],
    },
    'a ReplicaSet of a Deployment, which repeats it': {
      objects: [
        object('ReplicaSet', {
          metadata: { ...metadata, ownerReferences: [ownedBy(deployment)] },
          spec: { replicas: 3 },
          status: { conditions: [FAILURE] },
        }),
      ],
    },
    'scaled to zero meanwhile': {
      objects: [object('Deployment', { metadata, spec: { replicas: 0 }, status: { conditions: [FAILURE] } })],
    },
    'being deleted': {
      objects: [
        object('Deployment', {
          metadata: { ...metadata, deletionTimestamp: secondsAgo(1) },
          spec: { replicas: 3 },
          status: { conditions: [FAILURE] },
        }),
      ],
    },
    'a StatefulSet that was refused once and created since': {
      objects: [
        statefulSet,
        eventOn(statefulSet, { ...FAILED, lastSeen: secondsAgo(90) }),
        eventOn(statefulSet, { ...CREATED, lastSeen: secondsAgo(30) }),
      ],
    },
    'a StatefulSet that has all its pods': {
      objects: [
        object('StatefulSet', { metadata, spec: { replicas: 3 }, status: { replicas: 3 } }),
        eventOn(statefulSet, FAILED),
      ],
    },
    'a DaemonSet that has all its pods': {
      objects: [
        object('DaemonSet', { metadata, status: { desiredNumberScheduled: 3, currentNumberScheduled: 3 } }),
        eventOn(daemonSet, FAILED),
      ],
    },
    'a Job that is complete': {
      objects: [
        object('Job', {
          metadata,
          spec: { parallelism: 3 },
          status: { conditions: [{ type: 'Complete', status: 'True' }] },
        }),
        eventOn(job, FAILED),
      ],
    },
    'a Job that failed': {
      objects: [
        object('Job', {
          metadata,
          spec: { parallelism: 3 },
          status: { conditions: [{ type: 'Failed', status: 'True' }] },
        }),
        eventOn(job, FAILED),
      ],
    },
    'a suspended Job': {
      objects: [object('Job', { metadata, spec: { parallelism: 3, suspend: true } }), eventOn(job, FAILED)],
    },
    'a Job whose pods all run': {
      objects: [object('Job', { metadata, spec: { parallelism: 3 }, status: { active: 3 } }), eventOn(job, FAILED)],
    },
    'an event about a namesake': {
      objects: [
        statefulSet,
        eventOn({ kind: 'StatefulSet', metadata: { ...metadata, uid: 'the one before' } }, FAILED),
      ],
    },
  },
  fires: {
    'a Deployment over its quota': {
      objects: [deployment],
      reports: [
        {
          ...refused('Deployment'),
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Deployment', namespace: 'shop', name: 'web', uid: 'uid-Deployment-shop-web' },
              path: 'status.conditions[ReplicaFailure]',
              value: `True, FailedCreate: ${QUOTA}`,
            },
          ],
        },
      ],
    },
    'a Deployment whose ReplicaSet is refused': {
      objects: [
        object('Deployment', {
          metadata,
          spec: { replicas: 3 },
          status: {
            conditions: [
              {
                type: 'Progressing',
                status: 'False',
                reason: 'ReplicaSetCreateError',
                message: 'Failed to create new replica set.',
              },
            ],
          },
        }),
      ],
      reports: [refused('Deployment', 'Failed to create new replica set', 0)],
    },
    'a ReplicaSet of its own': {
      objects: [
        object('ReplicaSet', { metadata, spec: { replicas: 3 }, status: { replicas: 1, conditions: [FAILURE] } }),
      ],
      reports: [refused('ReplicaSet')],
    },
    'a ReplicationController': {
      objects: [
        object('ReplicationController', {
          metadata,
          spec: { replicas: 3 },
          status: { replicas: 1, conditions: [FAILURE] },
        }),
      ],
      reports: [refused('ReplicationController')],
    },
    'a StatefulSet whose last attempt was refused': {
      objects: [
        statefulSet,
        eventOn(statefulSet, { ...CREATED, lastSeen: secondsAgo(90) }),
        eventOn(statefulSet, { ...FAILED, lastSeen: secondsAgo(30) }),
      ],
      reports: [
        {
          ...refused('StatefulSet', `Error creating: ${QUOTA}`),
          evidence: [
            {
              type: 'EVENT',
              object: { kind: 'StatefulSet', namespace: 'shop', name: 'web', uid: 'uid-StatefulSet-shop-web' },
              reason: 'FailedCreate',
              message: `Error creating: ${QUOTA}`,
              count: 1,
              at: '2026-03-01T11:59:30Z',
            },
          ],
        },
      ],
    },
    'a DaemonSet': {
      objects: [daemonSet, eventOn(daemonSet, FAILED)],
      reports: [refused('DaemonSet', `Error creating: ${QUOTA}`)],
    },
    'a Job': { objects: [job, eventOn(job, FAILED)], reports: [refused('Job', `Error creating: ${QUOTA}`)] },
    'no words are given': {
      objects: [
        object('Deployment', {
          metadata,
          spec: { replicas: 3 },
          status: { conditions: [{ type: 'ReplicaFailure', status: 'True' }] },
        }),
      ],
      reports: [refused('Deployment', 'no reason given', 0)],
    },
  },
});
