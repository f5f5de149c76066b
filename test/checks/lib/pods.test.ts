import { describe, expect, test } from 'vitest';
import { controlPlaneComponentOf, isJobPod, isLive, isReady, workloadKeyOf } from '#src/checks/lib/pods.ts';
import { object, ownedBy, pod, secondsAgo } from '#test/harness/objects.ts';

describe('a pod is there to serve', () => {
  test('until it ends or is told to go', () => {
    expect(isLive(pod())).toBe(true);
    expect(isLive(pod({ status: { phase: 'Succeeded' } }))).toBe(false);
    expect(isLive(pod({ status: { phase: 'Failed' } }))).toBe(false);
    expect(isLive(pod({ metadata: { deletionTimestamp: secondsAgo(-30) } }))).toBe(false);
  });
  test('and is ready only where its condition says so', () => {
    expect(isReady(pod())).toBe(true);
    expect(isReady(pod({ status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }))).toBe(false);
    expect(isReady(object('Pod', { metadata: { name: 'empty' } }))).toBe(false);
  });
});

describe('pods are counted by workload', () => {
  const set = (name: string) => object('ReplicaSet', { metadata: { namespace: 'shop', name } });
  const of = (owner: string, hash?: string) =>
    workloadKeyOf(
      pod({
        metadata: {
          labels: hash === undefined ? {} : { 'pod-template-hash': hash },
          ownerReferences: [ownedBy(set(owner))],
        },
      }),
    );
  test("a Deployment's old and new pods are one", () => {
    expect([of('web-6d5f', '6d5f'), of('web-7dd7', '7dd7')]).toEqual(['shop/Deployment/web', 'shop/Deployment/web']);
  });
  test('a ReplicaSet of its own is one', () => {
    expect(of('web-6d5f')).toBe('shop/ReplicaSet/web-6d5f');
    expect(of('web-6d5f', 'other')).toBe('shop/ReplicaSet/web-6d5f');
  });
  test('a bare pod is alone, and an owner that does not control is none', () => {
    expect(workloadKeyOf(pod())).toBe('shop/Pod/web-1');
    const owner = { ...ownedBy(set('a')), controller: false };
    expect(workloadKeyOf(pod({ metadata: { ownerReferences: [owner] } }))).toBe('shop/Pod/web-1');
  });
  test("a Job's pod is known", () => {
    const job = object('Job', { metadata: { namespace: 'shop', name: 'import' } });
    expect([isJobPod(pod({ metadata: { ownerReferences: [ownedBy(job)] } })), isJobPod(pod())]).toEqual([true, false]);
  });
});

describe("the control plane's static pods are known", () => {
  const mirror = { 'kubernetes.io/config.mirror': 'x' };
  test.each([
    [
      "by kubeadm's label",
      { namespace: 'kube-system', name: 'etcd-cp', annotations: mirror, labels: { component: 'etcd' } },
      'etcd',
    ],
    [
      'by their name',
      { namespace: 'kube-system', name: 'kube-apiserver-node-1', annotations: mirror },
      'kube-apiserver',
    ],
    ['not without the mirror annotation', { namespace: 'kube-system', name: 'kube-apiserver-node-1' }, undefined],
    ['not in another namespace', { namespace: 'shop', name: 'etcd-node-1', annotations: mirror }, undefined],
    ['not another static pod', { namespace: 'kube-system', name: 'haproxy-node-1', annotations: mirror }, undefined],
  ])('%s', (_, metadata, component) => {
    expect(controlPlaneComponentOf(pod({ metadata }))).toBe(component);
  });
});
