import { describe, expect, test } from 'vitest';
import { claimNamesOf, claimObstaclesOf } from '#src/checks/lib/scheduling/volumes.ts';
import type { KubernetesObject } from '#src/kubernetes/objects.ts';
import type { KindState } from '#src/kubernetes/port.ts';
import { object, pod, secondsAgo } from '#test/harness/objects.ts';
import { snapshotOf } from '#test/harness/snapshot-of.ts';

const user = pod({ spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] } });
const immediate = object('StorageClass', { metadata: { name: 'fast' }, provisioner: 'csi.test' });
const forbidden: KindState = { state: 'FORBIDDEN', verb: 'list', resource: 'x' };

function claim(status: object, spec: object = {}, metadata: object = {}): KubernetesObject {
  return object('PersistentVolumeClaim', {
    metadata: { namespace: 'shop', name: 'data', ...metadata },
    spec: { storageClassName: 'fast', ...spec },
    status,
  });
}

function texts(objects: readonly KubernetesObject[], states: Parameters<typeof snapshotOf>[1] = {}): readonly string[] {
  return claimObstaclesOf(snapshotOf(objects, states), user).map(({ text }) => text);
}

test('a generic ephemeral volume has a claim named after pod and volume', () => {
  const scratch = { name: 'scratch', ephemeral: { volumeClaimTemplate: { spec: {} } } };
  expect(claimNamesOf(pod({ spec: { volumes: [scratch, { name: 'tmp', emptyDir: {} }] } }))).toEqual(['web-1-scratch']);
});

describe('claims that stop a pod before any node is looked at', () => {
  test('a bound one does not, also where its phase is not written down yet', () => {
    expect(texts([immediate, claim({ phase: 'Bound' })])).toEqual([]);
    expect(texts([immediate, claim({ phase: 'Pending' }, { volumeName: 'pv-1' })])).toEqual([]);
  });
  test('one on its way out does', () => {
    expect(texts([claim({ phase: 'Bound' }, {}, { deletionTimestamp: secondsAgo(5) })])).toEqual([
      'its claim data is being deleted',
    ]);
  });
  test('one that lost its volume does, though it was bound to it', () => {
    expect(texts([claim({ phase: 'Lost' }, { volumeName: 'pv-1' })])).toEqual(['its claim data has lost its volume']);
  });
  test('one without a class does', () => {
    expect(texts([claim({ phase: 'Pending' }, { storageClassName: '' })])).toEqual([
      'its claim data without a class is not bound to a volume',
    ]);
  });
  test('where claims may not be read, none is said to be missing', () => {
    expect(texts([], { PersistentVolumeClaim: forbidden })).toEqual([]);
    expect(texts([])).toEqual(['its claim data does not exist']);
  });
  test('where classes may not be read, an unbound claim may be waiting for its pod', () => {
    expect(texts([claim({ phase: 'Pending' })], { StorageClass: forbidden })).toEqual([]);
  });
});
