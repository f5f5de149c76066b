import { statefulsetUnavailable } from '#src/checks/catalogue/workloads/statefulset-unavailable.ts';
import { merge, node, object, ownedBy, pod, type RawObject, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

/** Three replicas wanted, one available. */
function statefulSet(raw: RawObject = {}): ReturnType<typeof object<'StatefulSet'>> {
  const base = {
    metadata: { namespace: 'data', name: 'db' },
    spec: { replicas: 3, selector: { matchLabels: { app: 'db' } } },
    status: { replicas: 2, readyReplicas: 1, availableReplicas: 1, currentRevision: 'db-1', updateRevision: 'db-1' },
  };
  return object('StatefulSet', merge(base, raw));
}

function member(name: string, raw: RawObject = {}): ReturnType<typeof pod> {
  return pod(merge({ metadata: { namespace: 'data', name, ownerReferences: [ownedBy(statefulSet())] } }, raw));
}

/** A member that runs, and has not been ready for some seconds. */
function unready(name: string, seconds: number, raw: RawObject = {}): ReturnType<typeof pod> {
  const conditions = [{ type: 'Ready', status: 'False', lastTransitionTime: secondsAgo(seconds) }];
  return member(name, merge({ status: { conditions } }, raw));
}

const CREATING = {
  status: {
    containerStatuses: [
      { name: 'web', ready: false, restartCount: 0, state: { waiting: { reason: 'ContainerCreating' } } },
    ],
  },
};
const UPDATING = { status: { updateRevision: 'db-2' } };
const none = { on: 'data/StatefulSet/db', message: 'none', data: { wanted: 3, selector: 'app=db' } } as const;
const NOBODY = { status: { replicas: 1, readyReplicas: undefined, availableReplicas: 0 } };

function some(...shortfall: string[]): {
  on: string;
  message: string;
  data: { available: number; wanted: number; shortfall: string[]; selector: string };
} {
  return {
    on: 'data/StatefulSet/db',
    message: 'some',
    data: { available: 1, wanted: 3, shortfall, selector: 'app=db' },
  };
}

testCheck(statefulsetUnavailable, {
  quiet: {
    'all are available': { objects: [statefulSet({ status: { readyReplicas: 3, availableReplicas: 3 } })] },
    'an API server without availableReplicas': {
      objects: [statefulSet({ status: { readyReplicas: 3, availableReplicas: undefined } })],
    },
    'all are ready, only minReadySeconds still runs': { objects: [statefulSet({ status: { readyReplicas: 3 } })] },
    'scaled to zero': { objects: [statefulSet({ spec: { replicas: 0 }, ...NOBODY })] },
    'the next member has just been created, 59 s ago': {
      objects: [statefulSet(), member('db-0'), unready('db-1', 59)],
    },
    'a member that pulls its image for 299 s': {
      objects: [statefulSet(), member('db-0'), unready('db-1', 299, CREATING)],
    },
    'an update: the replaced member runs and recovers for 599 s': {
      objects: [statefulSet(UPDATING), member('db-0'), unready('db-1', 599)],
    },
    'a member was deleted 59 s ago and is not created yet': {
      objects: [statefulSet(), member('db-0'), member('db-1', { metadata: { deletionTimestamp: secondsAgo(59) } })],
    },
    'a StatefulSet that is being deleted': {
      objects: [statefulSet({ metadata: { deletionTimestamp: secondsAgo(90) } })],
    },
  },
  fires: {
    'a member not ready for 60 s, the next not created': {
      objects: [statefulSet(), member('db-0'), unready('db-1', 60)],
      reports: [{ ...some('db-1 not ready', '1 not created'), causes: ['data/Pod/db-1', 'data/StatefulSet/db'] }],
    },
    'a member that pulls its image for 300 s': {
      objects: [statefulSet(), member('db-0'), unready('db-1', 300, CREATING)],
      reports: [some('db-1 not ready', '1 not created')],
    },
    'an update: the replaced member runs and is not ready for 600 s': {
      objects: [statefulSet(UPDATING), member('db-0'), unready('db-1', 600)],
      reports: [some('db-1 not ready', '1 not created')],
    },
    'an update that leaves nobody is given no extra time': {
      objects: [statefulSet(merge(UPDATING, NOBODY)), unready('db-0', 60)],
      reports: [none],
    },
    'a member hangs on a dead node and is not replaced': {
      objects: [
        statefulSet(),
        member('db-0'),
        unready('db-1', 900, { metadata: { deletionTimestamp: secondsAgo(60) } }),
        node({ status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }),
      ],
      reports: [
        {
          ...some('db-1 not ready', '1 not created'),
          causes: ['data/Pod/db-1', '/Node/node-1', 'data/StatefulSet/db'],
        },
      ],
    },
    'none is available': {
      objects: [statefulSet(NOBODY), unready('db-0', 600)],
      reports: [
        {
          ...none,
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'StatefulSet', namespace: 'data', name: 'db', uid: 'uid-StatefulSet-data-db' },
              path: 'status.readyReplicas',
              value: '0',
            },
            {
              type: 'FIELD',
              object: { kind: 'StatefulSet', namespace: 'data', name: 'db', uid: 'uid-StatefulSet-data-db' },
              path: 'spec.replicas',
              value: '3',
            },
          ],
        },
      ],
    },
    'no member is created for an hour': {
      objects: [statefulSet(NOBODY)],
      reports: [{ ...none, causes: ['data/StatefulSet/db'] }],
    },
    'one replica is the default': {
      objects: [object('StatefulSet', { metadata: { namespace: 'data', name: 'db' } })],
      reports: [{ ...none, data: { wanted: 1, selector: '' } }],
    },
  },
});
