import { expect, test } from 'vitest';
import { failureOf, hasSucceeded, lastEndOf } from '#src/checks/lib/jobs.ts';
import { object, ownedBy, pod } from '#test/harness/objects.ts';
import { snapshotOf } from '#test/harness/snapshot-of.ts';

function job(...types: string[]): ReturnType<typeof object<'Job'>> {
  return object('Job', {
    metadata: { namespace: 'batch', name: 'import' },
    status: { conditions: types.map((type) => ({ type, status: 'True' })) },
  });
}

test('the end of a Job is told by its conditions', () => {
  expect(failureOf(job('FailureTarget', 'Failed'))?.type).toBe('Failed');
  expect(failureOf(job('FailureTarget'))?.type).toBe('FailureTarget');
  expect(failureOf(job('Complete'))).toBeUndefined();
  expect([job('Complete'), job('SuccessCriteriaMet'), job('Suspended'), job()].map(hasSucceeded)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('a pod that was rejected or evicted ended for its own reason', () => {
  const evicted = pod({
    metadata: { namespace: 'batch', name: 'import-1', ownerReferences: [ownedBy(job())] },
    status: { phase: 'Failed', reason: 'Evicted', containerStatuses: [] },
  });
  expect(lastEndOf(snapshotOf([evicted]), job())).toBe('pod import-1: Evicted');
  expect(lastEndOf(snapshotOf([pod()]), job())).toBeUndefined();
});

test("a sidecar's end does not tell how the pod ended", () => {
  const failed = pod({
    metadata: { namespace: 'batch', name: 'import-1', ownerReferences: [ownedBy(job())] },
    spec: {
      restartPolicy: 'Never',
      initContainers: [{ name: 'proxy', restartPolicy: 'Always' }],
      containers: [{ name: 'import' }],
    },
    status: {
      phase: 'Failed',
      initContainerStatuses: [{ name: 'proxy', state: { terminated: { exitCode: 143 } } }],
      containerStatuses: [{ name: 'import', state: { terminated: { exitCode: 7 } } }],
    },
  });
  expect(lastEndOf(snapshotOf([failed]), job())).toBe('container import ended with code 7');
});
