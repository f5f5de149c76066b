import { describe, expect, test } from 'vitest';
import { containersOf, isRestarted } from '#src/checks/lib/containers.ts';
import { object, pod } from '#test/harness/objects.ts';

const spec = {
  initContainers: [{ name: 'load' }, { name: 'proxy', restartPolicy: 'Always' }],
  containers: [{ name: 'web' }, { name: 'own', restartPolicy: 'Never' }],
};
const mixed = pod({
  spec,
  status: {
    initContainerStatuses: [{ name: 'proxy', restartCount: 1 }],
    containerStatuses: [
      { name: 'own', restartCount: 3 },
      { name: 'web', restartCount: 2 },
    ],
  },
});

test("containers come in the order in which they start, each with the kubelet's word on it", () => {
  expect(
    containersOf(mixed).map(({ name, role, status, path, fieldPath }) => [
      name,
      role,
      status?.restartCount,
      path,
      fieldPath,
    ]),
  ).toEqual([
    ['load', 'INIT', undefined, 'status.initContainerStatuses[load]', 'spec.initContainers{load}'],
    ['proxy', 'SIDECAR', 1, 'status.initContainerStatuses[proxy]', 'spec.initContainers{proxy}'],
    ['web', 'MAIN', 2, 'status.containerStatuses[web]', 'spec.containers{web}'],
    ['own', 'MAIN', 3, 'status.containerStatuses[own]', 'spec.containers{own}'],
  ]);
  expect(containersOf(object('Pod', { metadata: { name: 'empty' } }))).toEqual([]);
});

describe('what the kubelet starts again', () => {
  const restarts = (restartPolicy: string | undefined, name: string, exitCode: number): boolean => {
    const judged = pod({ spec: { ...spec, restartPolicy } });
    const container = containersOf(judged).find((one) => one.name === name);
    if (container === undefined) throw new Error(name);
    return isRestarted(judged, container, exitCode);
  };
  test.each([
    [undefined, 'web', 0, true],
    ['Always', 'web', 1, true],
    ['OnFailure', 'web', 1, true],
    ['OnFailure', 'web', 0, false],
    ['Never', 'web', 1, false],
    ['Always', 'load', 1, true],
    ['Always', 'load', 0, false],
    ['Never', 'load', 1, false],
    ['Never', 'proxy', 1, true],
    ['OnFailure', 'proxy', 0, true],
    ['Always', 'own', 1, false],
  ])('restart policy %s, container %s, exit code %d: %s', (policy, name, exitCode, expected) => {
    expect(restarts(policy, name, exitCode)).toBe(expected);
  });
});
