import { daemonsetUnavailable } from '#src/checks/catalogue/workloads/daemonset-unavailable.ts';
import { merge, node, object, ownedBy, pod, type RawObject, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

/** Wanted on two nodes, ready on one. */
function daemonSet(raw: RawObject = {}): ReturnType<typeof object<'DaemonSet'>> {
  const base = {
    metadata: { namespace: 'ops', name: 'agent' },
    spec: { selector: { matchLabels: { app: 'agent' } } },
    status: { desiredNumberScheduled: 2, currentNumberScheduled: 2, updatedNumberScheduled: 2, numberReady: 1 },
  };
  return object('DaemonSet', merge(base, raw));
}

function agent(nodeName: string | undefined, raw: RawObject = {}): ReturnType<typeof pod> {
  const base = {
    metadata: { namespace: 'ops', name: `agent-on-${nodeName ?? 'none'}`, ownerReferences: [ownedBy(daemonSet())] },
    spec: { nodeName },
  };
  return pod(merge(base, raw));
}

function unready(nodeName: string | undefined, seconds: number, raw: RawObject = {}): ReturnType<typeof pod> {
  return agent(
    nodeName,
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
const DOWN = { status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } };
const AFFINITY = {
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-7'] }] }],
      },
    },
  },
};

function some(...nodes: string[]): {
  on: string;
  message: string;
  data: { ready: number; wanted: number; nodes: string[]; selector: string };
} {
  return { on: 'ops/DaemonSet/agent', message: 'some', data: { ready: 1, wanted: 2, nodes, selector: 'app=agent' } };
}

testCheck(daemonsetUnavailable, {
  quiet: {
    'ready on every node': { objects: [daemonSet({ status: { numberReady: 2 } })] },
    'no node fits its selector': { objects: [daemonSet({ status: { desiredNumberScheduled: 0, numberReady: 0 } })] },
    'no status yet': { objects: [object('DaemonSet', { metadata: { namespace: 'ops', name: 'agent' } })] },
    'a pod not ready for 59 s': { objects: [daemonSet(), agent('node-1'), unready('node-2', 59)] },
    'a new node pulls the image for 299 s': {
      objects: [daemonSet(), agent('node-1'), unready('node-2', 299, CREATING)],
    },
    'an update: the replaced pod starts for 599 s': {
      objects: [daemonSet({ status: { updatedNumberScheduled: 1 } }), agent('node-1'), unready('node-2', 599)],
    },
    'a node that joined 59 s ago has no pod yet': {
      objects: [
        daemonSet(),
        agent('node-1'),
        node(),
        node({ metadata: { name: 'node-2', creationTimestamp: secondsAgo(59) } }),
      ],
    },
    'a DaemonSet that is being deleted': { objects: [daemonSet({ metadata: { deletionTimestamp: secondsAgo(90) } })] },
  },
  fires: {
    'a pod not ready for 60 s': {
      objects: [daemonSet(), agent('node-1'), unready('node-2', 60)],
      reports: [{ ...some('node-2'), causes: ['ops/Pod/agent-on-node-2'] }],
    },
    'a pod that pulls its image for 300 s': {
      objects: [daemonSet(), agent('node-1'), unready('node-2', 300, CREATING)],
      reports: [some('node-2')],
    },
    'an update: the replaced pod is not ready for 600 s': {
      objects: [daemonSet({ status: { updatedNumberScheduled: 1 } }), agent('node-1'), unready('node-2', 600)],
      reports: [some('node-2')],
    },
    'the node is down, and explains it': {
      objects: [
        daemonSet(),
        agent('node-1'),
        unready('node-2', 400),
        node(),
        node(merge({ metadata: { name: 'node-2' } }, DOWN)),
      ],
      reports: [
        {
          ...some('node-2'),
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'DaemonSet', namespace: 'ops', name: 'agent', uid: 'uid-DaemonSet-ops-agent' },
              path: 'status.numberReady',
              value: '1',
            },
            {
              type: 'FIELD',
              object: { kind: 'DaemonSet', namespace: 'ops', name: 'agent', uid: 'uid-DaemonSet-ops-agent' },
              path: 'status.desiredNumberScheduled',
              value: '2',
            },
          ],
          causes: ['ops/Pod/agent-on-node-2', '/Node/node-2'],
        },
      ],
    },
    'a pod that its node does not take: the affinity names the node': {
      objects: [daemonSet(), agent('node-1'), unready(undefined, 60, { spec: AFFINITY })],
      reports: [some('node-7')],
    },
    'a node has had no pod for 60 s': {
      objects: [
        daemonSet(),
        agent('node-1'),
        node(),
        node({ metadata: { name: 'node-2', creationTimestamp: secondsAgo(60) } }),
      ],
      reports: [some('a node without its pod')],
    },
    'of many nodes five are named': {
      objects: [
        daemonSet({ status: { desiredNumberScheduled: 8, updatedNumberScheduled: 8 } }),
        ...[1, 2, 3, 4, 5, 6, 7].map((number) => unready(`node-${number}`, 600)),
      ],
      reports: [
        {
          ...some(),
          data: {
            ready: 1,
            wanted: 8,
            nodes: ['node-1', 'node-2', 'node-3', 'node-4', 'node-5', '2 more'],
            selector: 'app=agent',
          },
        },
      ],
    },
    'none is ready': {
      objects: [daemonSet({ status: { numberReady: 0 } }), unready('node-1', 60), unready('node-2', 60)],
      reports: [{ on: 'ops/DaemonSet/agent', message: 'none', data: { wanted: 2, selector: 'app=agent' } }],
    },
  },
});
