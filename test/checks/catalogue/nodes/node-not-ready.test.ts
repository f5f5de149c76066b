import { nodeNotReady } from '#src/checks/catalogue/nodes/node-not-ready.ts';
import type { ClusterNode } from '#src/kubernetes/objects.ts';
import { merge, NOW, node, object, type RawObject, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

function withReady(ready: object | undefined, raw: RawObject = {}): ClusterNode {
  return node(merge({ status: { conditions: ready === undefined ? [] : [{ type: 'Ready', ...ready }] } }, raw));
}

const UNKNOWN = {
  status: 'Unknown',
  reason: 'NodeStatusUnknown',
  message: 'Kubelet stopped posting node status.',
  lastHeartbeatTime: '2026-03-01T11:48:00Z',
  lastTransitionTime: '2026-03-01T11:55:00Z',
};
const FALSE = {
  status: 'False',
  reason: 'KubeletNotReady',
  message: 'container runtime network not ready: cni plugin not initialized.',
};
const SECONDS_NOW = NOW.getTime() / 1000;

function marked(seconds: number): RawObject {
  return {
    spec: {
      taints: [{ key: 'ToBeDeletedByClusterAutoscaler', value: String(SECONDS_NOW - seconds), effect: 'NoSchedule' }],
    },
  };
}

function lease(renewTime: string): ReturnType<typeof object<'Lease'>> {
  return object('Lease', { metadata: { namespace: 'kube-node-lease', name: 'node-1' }, spec: { renewTime } });
}

const notReady = {
  on: '/Node/node-1',
  message: 'notReady',
  data: { reason: 'KubeletNotReady', explanation: 'container runtime network not ready: cni plugin not initialized' },
} as const;
const unreachable = {
  on: '/Node/node-1',
  message: 'unreachable',
  data: { seen: '2026-03-01T11:48:00Z', span: '12 min' },
} as const;
const ref = { kind: 'Node', name: 'node-1', uid: 'uid-Node--node-1' } as const;

testCheck(nodeNotReady, {
  quiet: {
    'a node that is ready': { objects: [node()] },
    'a node that is ready and whose Lease is old: the condition decides': {
      objects: [node(), lease('2026-03-01T11:00:00Z')],
    },
    'a node 119 s old is joining': {
      objects: [withReady(FALSE, { metadata: { creationTimestamp: secondsAgo(119) } })],
    },
    'a node 119 s old has not reported yet': {
      objects: [withReady(undefined, { metadata: { creationTimestamp: secondsAgo(119) } })],
    },
    'the cluster autoscaler marked it 899 s ago and stops its machine': { objects: [withReady(UNKNOWN, marked(899))] },
    'its Node object is being deleted for 899 s': {
      objects: [withReady(UNKNOWN, { metadata: { deletionTimestamp: secondsAgo(899) } })],
    },
  },
  fires: {
    'the kubelet says that it is not ready': {
      objects: [withReady(FALSE, { metadata: { creationTimestamp: secondsAgo(120) } })],
      reports: [
        {
          ...notReady,
          evidence: [
            {
              type: 'FIELD',
              object: ref,
              path: 'status.conditions[Ready]',
              value: 'False, KubeletNotReady: container runtime network not ready: cni plugin not initialized.',
            },
          ],
        },
      ],
    },
    'the kubelet gives no words': {
      objects: [withReady({ status: 'False' })],
      reports: [{ ...notReady, data: { reason: 'no reason given', explanation: 'no explanation given' } }],
    },
    'the kubelet has stopped posting': { objects: [withReady(UNKNOWN)], reports: [unreachable] },
    'the Lease was renewed after the last heartbeat': {
      objects: [withReady(UNKNOWN), lease('2026-03-01T11:50:00.795325Z')],
      reports: [
        {
          ...unreachable,
          data: { seen: '2026-03-01T11:50:00Z', span: '9 min' },
          evidence: [
            {
              type: 'FIELD',
              object: ref,
              path: 'status.conditions[Ready]',
              value: 'Unknown, NodeStatusUnknown: Kubelet stopped posting node status.',
              at: '2026-03-01T11:55:00Z',
            },
            {
              type: 'FIELD',
              object: ref,
              path: 'status.conditions[Ready].lastHeartbeatTime',
              value: '2026-03-01T11:48:00Z',
            },
            {
              type: 'FIELD',
              object: {
                kind: 'Lease',
                namespace: 'kube-node-lease',
                name: 'node-1',
                uid: 'uid-Lease-kube-node-lease-node-1',
              },
              path: 'spec.renewTime',
              value: '2026-03-01T11:50:00.795325Z',
            },
          ],
        },
      ],
    },
    'an unreachable node is old news however young it is': {
      objects: [withReady(UNKNOWN, { metadata: { creationTimestamp: secondsAgo(119) } })],
      reports: [unreachable],
    },
    'nothing tells when it was seen but the change itself': {
      objects: [withReady({ status: 'Unknown', lastTransitionTime: '2026-03-01T11:55:00Z' })],
      reports: [{ ...unreachable, data: { seen: '2026-03-01T11:55:00Z', span: '5 min' } }],
    },
    'it never reported': {
      objects: [withReady(undefined, { metadata: { creationTimestamp: secondsAgo(120) } })],
      reports: [{ on: '/Node/node-1', message: 'neverReported', data: { span: '2 min' } }],
    },
    'the cluster autoscaler marked it 900 s ago, and it is still there': {
      objects: [withReady(UNKNOWN, marked(900))],
      reports: [unreachable],
    },
    'its Node object has been going for 900 s': {
      objects: [withReady(UNKNOWN, { metadata: { deletionTimestamp: secondsAgo(900) } })],
      reports: [unreachable],
    },
  },
});
