import { nodeNetworkUnavailable } from '#src/checks/catalogue/nodes/node-network-unavailable.ts';
import { merge, node, type RawObject, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

function withNetwork(condition: object, raw: RawObject = {}): ReturnType<typeof node> {
  return node(
    merge(
      {
        status: {
          conditions: [
            { type: 'Ready', status: 'True' },
            { type: 'NetworkUnavailable', ...condition },
          ],
        },
      },
      raw,
    ),
  );
}

const DOWN = { status: 'True', reason: 'NoRouteCreated', message: 'Node created without a route.' };
const unavailable = {
  on: '/Node/node-1',
  message: 'unavailable',
  data: { reason: 'NoRouteCreated', explanation: 'Node created without a route' },
} as const;

testCheck(nodeNetworkUnavailable, {
  quiet: {
    'no such condition': { objects: [node()] },
    'the network is up': { objects: [withNetwork({ status: 'False', reason: 'CalicoIsUp' })] },
    'Unknown says nothing about the network': { objects: [withNetwork({ status: 'Unknown' })] },
    'a node 119 s old waits for its route': {
      objects: [withNetwork(DOWN, { metadata: { creationTimestamp: secondsAgo(119) } })],
    },
    'the network plugin restarts since 119 s': {
      objects: [withNetwork({ ...DOWN, lastTransitionTime: secondsAgo(119) })],
    },
    'a node that is being removed': {
      objects: [withNetwork(DOWN, { metadata: { deletionTimestamp: secondsAgo(10) } })],
    },
  },
  fires: {
    'the network is away for 120 s': {
      objects: [withNetwork({ ...DOWN, lastTransitionTime: '2026-03-01T11:58:00Z' })],
      reports: [
        {
          ...unavailable,
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Node', name: 'node-1', uid: 'uid-Node--node-1' },
              path: 'status.conditions[NetworkUnavailable]',
              value: 'True, NoRouteCreated: Node created without a route.',
              at: '2026-03-01T11:58:00Z',
            },
          ],
        },
      ],
    },
    'a node 120 s old': {
      objects: [withNetwork(DOWN, { metadata: { creationTimestamp: secondsAgo(120) } })],
      reports: [unavailable],
    },
    'no words are given': {
      objects: [withNetwork({ status: 'True' })],
      reports: [{ ...unavailable, data: { reason: 'no reason given', explanation: 'no explanation given' } }],
    },
  },
});
