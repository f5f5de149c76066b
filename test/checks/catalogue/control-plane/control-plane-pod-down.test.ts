import { controlPlanePodDown } from '#src/checks/catalogue/control-plane/control-plane-pod-down.ts';
import type { Pod } from '#src/kubernetes/objects.ts';
import { eventOn, merge, node, pod, type RawObject, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

const RUNNING = { running: { startedAt: secondsAgo(3000) } };

/** A static pod of kubeadm's making: etcd on a node. */
function etcd(nodeName: string, raw: RawObject = {}): Pod {
  const base = {
    metadata: {
      namespace: 'kube-system',
      name: `etcd-${nodeName}`,
      labels: { component: 'etcd', tier: 'control-plane' },
      annotations: { 'kubernetes.io/config.mirror': 'abc' },
    },
    spec: { nodeName },
  };
  return pod(merge(base, raw));
}

function notReady(seconds: number, container: object = { state: RUNNING }): RawObject {
  return {
    status: {
      conditions: [
        { type: 'Ready', status: 'False', reason: 'ContainersNotReady', lastTransitionTime: secondsAgo(seconds) },
      ],
      containerStatuses: [{ name: 'web', ready: false, restartCount: 0, ...container }],
    },
  };
}

const ENDED = { exitCode: 2, reason: 'Error', startedAt: secondsAgo(30), finishedAt: secondsAgo(20) };
const LOOPING = {
  restartCount: 7,
  state: { waiting: { reason: 'CrashLoopBackOff' } },
  lastState: { terminated: ENDED },
};
const RESTARTED_ONCE = {
  name: 'web',
  ready: true,
  restartCount: 1,
  state: RUNNING,
  lastState: { terminated: { ...ENDED, startedAt: secondsAgo(3020), finishedAt: secondsAgo(3010) } },
};
const on = 'kube-system/Pod/etcd-cp-1';

function allDown(
  state: string,
  name = 'cp-1',
): { on: string; message: string; data: { node: string; state: string; component: string } } {
  return { on: `kube-system/Pod/etcd-${name}`, message: 'allDown', data: { node: name, state, component: 'etcd' } };
}

testCheck(controlPlanePodDown, {
  quiet: {
    'it is ready': { objects: [etcd('cp-1')] },
    'it restarted once, long ago': { objects: [etcd('cp-1', { status: { containerStatuses: [RESTARTED_ONCE] } })] },
    'not ready for 59 s: it is being upgraded': { objects: [etcd('cp-1', notReady(59))] },
    'a static pod of another kind': {
      objects: [
        etcd('cp-1', merge(notReady(600), { metadata: { name: 'kube-vip-cp-1', labels: { component: 'kube-vip' } } })),
      ],
    },
    'a static pod of that name in another namespace': {
      objects: [etcd('cp-1', merge(notReady(600), { metadata: { namespace: 'shop' } }))],
    },
    'an ordinary pod with the labels': {
      objects: [etcd('cp-1', merge(notReady(600), { metadata: { annotations: undefined } }))],
    },
    'it is being deleted': {
      objects: [etcd('cp-1', merge(notReady(600), { metadata: { deletionTimestamp: secondsAgo(1) } }))],
    },
  },
  fires: {
    'the only one has not been ready for 60 s': {
      objects: [etcd('cp-1', notReady(60))],
      reports: [
        {
          ...allDown('not ready since 2026-03-01T11:59:00Z'),
          evidence: [
            {
              type: 'FIELD',
              object: {
                kind: 'Pod',
                namespace: 'kube-system',
                name: 'etcd-cp-1',
                uid: 'uid-Pod-kube-system-etcd-cp-1',
              },
              path: 'status.conditions[Ready]',
              value: 'False, ContainersNotReady',
              at: '2026-03-01T11:59:00Z',
            },
          ],
        },
      ],
    },
    'it crashes again and again, whatever its last minute was': {
      objects: [etcd('cp-1', notReady(5, LOOPING))],
      reports: [allDown('container web ended with code 2 and is in CrashLoopBackOff')],
    },
    'its image can not be pulled': {
      objects: [
        etcd(
          'cp-1',
          notReady(5, {
            state: { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image "etcd:x"' } },
          }),
        ),
      ],
      reports: [allDown('container web waits with ImagePullBackOff: Back-off pulling image "etcd:x"')],
    },
    'its liveness probe kills it': {
      objects: [
        etcd('cp-1', notReady(5, { ...LOOPING, lastState: { terminated: { ...ENDED, exitCode: 137 } } })),
        eventOn(etcd('cp-1'), {
          reason: 'Killing',
          message: 'Container web failed liveness probe, will be restarted',
          type: 'Normal',
          fieldPath: 'spec.containers{web}',
          lastSeen: '2026-03-01T11:59:40Z',
        }),
      ],
      reports: [
        {
          ...allDown('container web was killed by its liveness probe with code 137 and is in CrashLoopBackOff'),
          evidence: [
            {
              type: 'FIELD',
              object: {
                kind: 'Pod',
                namespace: 'kube-system',
                name: 'etcd-cp-1',
                uid: 'uid-Pod-kube-system-etcd-cp-1',
              },
              path: 'status.conditions[Ready]',
              value: 'False, ContainersNotReady',
              at: '2026-03-01T11:59:55Z',
            },
            {
              type: 'EVENT',
              object: {
                kind: 'Pod',
                namespace: 'kube-system',
                name: 'etcd-cp-1',
                uid: 'uid-Pod-kube-system-etcd-cp-1',
              },
              reason: 'Killing',
              message: 'Container web failed liveness probe, will be restarted',
              count: 1,
              at: '2026-03-01T11:59:40Z',
            },
          ],
        },
      ],
    },
    'it is killed for memory': {
      objects: [
        etcd(
          'cp-1',
          notReady(5, { ...LOOPING, lastState: { terminated: { ...ENDED, exitCode: 137, reason: 'OOMKilled' } } }),
        ),
      ],
      reports: [allDown('container web was killed for memory with code 137 and is in CrashLoopBackOff')],
    },
    'it is in back-off, and nobody knows why': {
      objects: [etcd('cp-1', notReady(5, { restartCount: 7, state: { waiting: { reason: 'CrashLoopBackOff' } } }))],
      reports: [allDown('container web is in CrashLoopBackOff')],
    },
    'its name tells what it is where labels do not': {
      objects: [etcd('cp-1', merge(notReady(60), { metadata: { labels: { component: undefined } } }))],
      reports: [allDown('not ready since 2026-03-01T11:59:00Z')],
    },
    'one of three is down': {
      objects: [etcd('cp-1', notReady(60)), etcd('cp-2'), etcd('cp-3')],
      reports: [
        {
          on,
          message: 'oneDown',
          data: {
            node: 'cp-1',
            state: 'not ready since 2026-03-01T11:59:00Z',
            component: 'etcd',
            serving: 2,
            total: 3,
          },
        },
      ],
    },
    'one of two is down, the other starts': {
      objects: [etcd('cp-1', notReady(60)), etcd('cp-2', notReady(5))],
      reports: [
        {
          on,
          message: 'oneDown',
          data: {
            node: 'cp-1',
            state: 'not ready since 2026-03-01T11:59:00Z',
            component: 'etcd',
            serving: 0,
            total: 2,
          },
        },
      ],
    },
    'both are down, one with its node': {
      objects: [
        etcd('cp-1', notReady(60)),
        etcd('cp-2', notReady(60)),
        node({ metadata: { name: 'cp-1' }, status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }),
        node({ metadata: { name: 'cp-2' } }),
      ],
      reports: [
        { ...allDown('not ready since 2026-03-01T11:59:00Z'), causes: ['kube-system/Pod/etcd-cp-1', '/Node/cp-1'] },
        { ...allDown('not ready since 2026-03-01T11:59:00Z', 'cp-2'), causes: ['kube-system/Pod/etcd-cp-2'] },
      ],
    },
    'another component that serves is no help': {
      objects: [
        etcd('cp-1', notReady(60)),
        etcd('cp-1', { metadata: { name: 'kube-apiserver-cp-1', labels: { component: 'kube-apiserver' } } }),
      ],
      reports: [allDown('not ready since 2026-03-01T11:59:00Z')],
    },
  },
});
