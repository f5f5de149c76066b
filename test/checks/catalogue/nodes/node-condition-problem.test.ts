import { nodeConditionProblem } from '#src/checks/catalogue/nodes/node-condition-problem.ts';
import { node, object } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

function withConditions(...conditions: object[]): ReturnType<typeof node> {
  return node({ status: { conditions: [{ type: 'Ready', status: 'True' }, ...conditions] } });
}

function condition(type: string, status: string): object {
  return { type, status, reason: 'Seen', message: 'seen by the monitor.', lastTransitionTime: '2026-03-01T09:00:00Z' };
}

function expected(
  message: string,
  type: string,
  status: string,
): {
  on: string;
  message: string;
  part: string;
  data: { condition: string; status: string; since: string; reason: string; explanation: string };
} {
  return {
    on: '/Node/node-1',
    message,
    part: type,
    data: {
      condition: type,
      status,
      since: '2026-03-01T09:00:00Z',
      reason: 'Seen',
      explanation: 'seen by the monitor',
    },
  };
}

testCheck(nodeConditionProblem, {
  quiet: {
    'a healthy node': { objects: [node()] },
    'no conditions yet': { objects: [object('Node', { metadata: { name: 'node-1' } })] },
    'problems that are False, and readiness that is True': {
      objects: [
        withConditions(
          condition('KernelDeadlock', 'False'),
          condition('ReadonlyFilesystem', 'False'),
          condition('KernelReady', 'True'),
          condition('DiskHealthy', 'True'),
        ),
      ],
    },
    'a server of k3s votes in etcd': { objects: [withConditions(condition('EtcdIsVoter', 'True'))] },
    'a type whose meaning is unknown is False': { objects: [withConditions(condition('Blessed', 'False'))] },
    "Kubernetes' own conditions have their own checks": {
      objects: [
        node({
          status: {
            conditions: ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable'].map((type) =>
              condition(type, 'Unknown'),
            ),
          },
        }),
      ],
    },
    'its monitor is as silent as the node': {
      objects: [
        node({
          status: { conditions: [{ type: 'Ready', status: 'Unknown' }, condition('KernelDeadlock', 'Unknown')] },
        }),
      ],
    },
  },
  fires: {
    'a problem is True': {
      objects: [withConditions(condition('ReadonlyFilesystem', 'True'))],
      reports: [
        {
          ...expected('problem', 'ReadonlyFilesystem', 'True'),
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Node', name: 'node-1', uid: 'uid-Node--node-1' },
              path: 'status.conditions[ReadonlyFilesystem]',
              value: 'True, Seen: seen by the monitor.',
              at: '2026-03-01T09:00:00Z',
            },
          ],
        },
      ],
    },
    'readiness is False': {
      objects: [withConditions(condition('KernelReady', 'False'))],
      reports: [expected('problem', 'KernelReady', 'False')],
    },
    'two problems are two': {
      objects: [withConditions(condition('KernelDeadlock', 'True'), condition('KubeletUnhealthy', 'True'))],
      reports: [expected('problem', 'KernelDeadlock', 'True'), expected('problem', 'KubeletUnhealthy', 'True')],
    },
    'the cloud announces a reboot': {
      objects: [withConditions(condition('RebootScheduled', 'True'))],
      reports: [expected('notice', 'RebootScheduled', 'True')],
    },
    'a type whose meaning is unknown is True': {
      objects: [withConditions(condition('Blessed', 'True'))],
      reports: [expected('unclear', 'Blessed', 'True')],
    },
    'a monitor on a node that is ready can not tell': {
      objects: [withConditions(condition('KernelDeadlock', 'Unknown'))],
      reports: [expected('unclear', 'KernelDeadlock', 'Unknown')],
    },
    'a condition with nothing but its status': {
      objects: [withConditions({ type: 'KernelDeadlock', status: 'True' })],
      reports: [
        {
          ...expected('problem', 'KernelDeadlock', 'True'),
          data: {
            condition: 'KernelDeadlock',
            status: 'True',
            since: 'an unknown time',
            reason: 'no reason given',
            explanation: 'no explanation given',
          },
        },
      ],
    },
  },
});
