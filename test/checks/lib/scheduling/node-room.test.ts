import { describe, expect, test } from 'vitest';
import { hostPortsOf, nodeRoomOf, shortagesOf } from '#src/checks/lib/scheduling/node-room.ts';
import type { Pod } from '#src/kubernetes/objects.ts';
import { node, pod, secondsAgo } from '#test/harness/objects.ts';

function asking(requests: object, over: object = {}): Pod {
  return pod({ spec: { containers: [{ name: 'web', image: 'web:1', resources: { requests } }] }, ...over });
}

const small = node({ status: { allocatable: { cpu: '2', memory: '1Gi', pods: '2' } } });

describe('the room that a node has left', () => {
  test('pods bound to it take of it, ended ones do not, those on their way out still do', () => {
    const { free } = nodeRoomOf(node({ status: { allocatable: { cpu: '4', pods: '10' } } }), [
      asking({ cpu: '1' }),
      asking({ cpu: '1' }, { status: { phase: 'Succeeded' } }),
      asking({ cpu: '1' }, { status: { phase: 'Failed' } }),
      asking({ cpu: '1' }, { metadata: { deletionTimestamp: secondsAgo(5) } }),
    ]);
    expect([free.get('cpu'), free.get('pods')]).toEqual([2000, 8]);
  });
  test('exactly what is left is enough, a thousandth more is not', () => {
    const room = nodeRoomOf(small, [asking({ cpu: '500m' })]);
    expect(shortagesOf(asking({ cpu: '1500m' }), room)).toEqual([]);
    expect(shortagesOf(asking({ cpu: '1501m' }), room)).toEqual([
      { resource: 'cpu', asked: 1501, free: 1500, allocatable: 2000 },
    ]);
  });
  test('every resource that is short is named', () => {
    expect(
      shortagesOf(asking({ cpu: '3', memory: '2Gi', 'nvidia.com/gpu': '1' }), nodeRoomOf(small, [])).map(
        ({ resource }) => resource,
      ),
    ).toEqual(['cpu', 'memory', 'nvidia.com/gpu']);
  });
  test('a pod that asks for nothing still needs a place', () => {
    expect(shortagesOf(asking({}), nodeRoomOf(small, [asking({}), asking({})]))).toEqual([
      { resource: 'pods', asked: 1, free: 0, allocatable: 2 },
    ]);
  });
  test('a request of zero is none, also on a node that is overfull', () => {
    expect(shortagesOf(asking({ cpu: '0' }), nodeRoomOf(small, [asking({ cpu: '3' })]))).toEqual([]);
  });
});

test('host ports are those that containers and sidecars hold for good, all of them in the host network', () => {
  const ports = [
    { containerPort: 80, hostPort: 8080 },
    { containerPort: 53, hostPort: 53, protocol: 'UDP' },
    { containerPort: 9000 },
  ];
  expect(hostPortsOf(pod({ spec: { containers: [{ name: 'web', ports }] } }))).toEqual(['TCP/8080', 'UDP/53']);
  expect(
    hostPortsOf(pod({ spec: { hostNetwork: true, containers: [{ name: 'web', ports: [{ containerPort: 9000 }] }] } })),
  ).toEqual(['TCP/9000']);
  const init = { name: 'i', ports: [{ containerPort: 1, hostPort: 1 }] };
  expect(hostPortsOf(pod({ spec: { initContainers: [init] } }))).toEqual([]);
  expect(hostPortsOf(pod({ spec: { initContainers: [{ ...init, restartPolicy: 'Always' }] } }))).toEqual(['TCP/1']);
});
