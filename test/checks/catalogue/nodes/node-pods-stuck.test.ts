import { nodePodsStuck } from '#src/checks/catalogue/nodes/node-pods-stuck.ts';
import { node, pod, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

const down = node({ status: { conditions: [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown' }] } });

function going(name: string, seconds: number, nodeName = 'node-1'): ReturnType<typeof pod> {
  return pod({ metadata: { name, deletionTimestamp: secondsAgo(seconds) }, spec: { nodeName } });
}

testCheck(nodePodsStuck, {
  quiet: {
    'pods that stay on an unreachable node': { objects: [down, pod()] },
    'a pod that still has a second of its own grace': { objects: [down, going('web-1', -1)] },
    'a pod that goes on a node that is ready': { objects: [node(), going('web-1', 600)] },
    'a pod that goes on a node whose kubelet says that it is not ready: it lives': {
      objects: [node({ status: { conditions: [{ type: 'Ready', status: 'False' }] } }), going('web-1', 600)],
    },
    'a pod that goes on another node': { objects: [down, going('web-1', 600, 'node-2')] },
  },
  fires: {
    'the grace of its pod is over': {
      objects: [down, going('web-1', 0), pod({ metadata: { name: 'web-2' } })],
      reports: [
        {
          on: '/Node/node-1',
          message: 'stuck',
          data: { pods: ['shop/web-1'] },
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Node', name: 'node-1', uid: 'uid-Node--node-1' },
              path: 'status.conditions[Ready]',
              value: 'Unknown, NodeStatusUnknown',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'metadata.deletionTimestamp',
              value: '2026-03-01T12:00:00Z',
            },
          ],
          subjects: ['shop/Pod/web-1'],
          causes: ['/Node/node-1'],
        },
      ],
    },
    'six pods are one finding, of which five are named': {
      objects: [down, ...[1, 2, 3, 4, 5, 6].map((number) => going(`web-${number}`, 60))],
      reports: [
        {
          on: '/Node/node-1',
          message: 'stuck',
          data: { pods: ['shop/web-1', 'shop/web-2', 'shop/web-3', 'shop/web-4', 'shop/web-5', '1 more'] },
          subjects: [
            'shop/Pod/web-1',
            'shop/Pod/web-2',
            'shop/Pod/web-3',
            'shop/Pod/web-4',
            'shop/Pod/web-5',
            'shop/Pod/web-6',
          ],
        },
      ],
    },
  },
});
