import { nodePressure } from '#src/checks/catalogue/nodes/node-pressure.ts';
import { node, object } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

function withConditions(...conditions: object[]): ReturnType<typeof node> {
  return node({ status: { conditions } });
}

const MEMORY = {
  type: 'MemoryPressure',
  status: 'True',
  reason: 'KubeletHasInsufficientMemory',
  message: 'kubelet has insufficient memory available',
  lastTransitionTime: '2026-03-01T11:50:00Z',
};

function pressure(
  condition: string,
  resource: string,
  reason: string,
): {
  on: string;
  message: string;
  part: string;
  data: { condition: string; resource: string; since: string; reason: string };
} {
  return {
    on: '/Node/node-1',
    message: 'pressure',
    part: condition,
    data: { condition, resource, since: '2026-03-01T11:50:00Z', reason },
  };
}

testCheck(nodePressure, {
  quiet: {
    'a healthy node': { objects: [node()] },
    'no conditions yet': { objects: [object('Node', { metadata: { name: 'node-1' } })] },
    'Unknown is no pressure: the kubelet has gone silent': {
      objects: [
        withConditions(
          { ...MEMORY, status: 'Unknown' },
          { type: 'DiskPressure', status: 'Unknown' },
          { type: 'PIDPressure', status: 'Unknown' },
        ),
      ],
    },
    'another condition that is True': { objects: [withConditions({ type: 'KernelDeadlock', status: 'True' })] },
  },
  fires: {
    'short of memory': {
      objects: [withConditions(MEMORY)],
      reports: [
        {
          ...pressure('MemoryPressure', 'memory', 'KubeletHasInsufficientMemory'),
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Node', name: 'node-1', uid: 'uid-Node--node-1' },
              path: 'status.conditions[MemoryPressure]',
              value: 'True, KubeletHasInsufficientMemory: kubelet has insufficient memory available',
              at: '2026-03-01T11:50:00Z',
            },
          ],
        },
      ],
    },
    'short of disk and of process ids are two': {
      objects: [
        withConditions(
          { ...MEMORY, type: 'DiskPressure', reason: 'KubeletHasDiskPressure' },
          { ...MEMORY, type: 'PIDPressure', reason: 'KubeletHasInsufficientPID' },
        ),
      ],
      reports: [
        pressure('DiskPressure', 'disk space', 'KubeletHasDiskPressure'),
        pressure('PIDPressure', 'process ids', 'KubeletHasInsufficientPID'),
      ],
    },
    'a condition with nothing but its status': {
      objects: [withConditions({ type: 'MemoryPressure', status: 'True' })],
      reports: [
        {
          ...pressure('MemoryPressure', 'memory', 'no reason given'),
          data: {
            condition: 'MemoryPressure',
            resource: 'memory',
            since: 'an unknown time',
            reason: 'no reason given',
          },
        },
      ],
    },
  },
});
