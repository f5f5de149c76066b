import { nodeCordoned } from '#src/checks/catalogue/nodes/node-cordoned.ts';
import { node } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

testCheck(nodeCordoned, {
  quiet: {
    'a node that takes pods': { objects: [node()] },
    'taints that the node controller adds to a node that is not ready': {
      objects: [
        node({
          spec: {
            taints: [
              { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' },
              { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' },
            ],
          },
        }),
      ],
    },
    'a taint of its owner': {
      objects: [node({ spec: { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] } })],
    },
  },
  fires: {
    'a person cordoned it': {
      objects: [
        node({
          spec: {
            unschedulable: true,
            taints: [
              { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: '2026-02-27T08:00:00Z' },
            ],
          },
        }),
      ],
      reports: [
        {
          on: '/Node/node-1',
          message: 'cordoned',
          data: {},
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Node', name: 'node-1', uid: 'uid-Node--node-1' },
              path: 'spec.unschedulable',
              value: 'true',
              at: '2026-02-27T08:00:00Z',
            },
          ],
        },
      ],
    },
  },
});
