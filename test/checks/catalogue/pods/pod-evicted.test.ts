import { podEvicted } from '#src/checks/catalogue/pods/pod-evicted.ts';
import type { ObjectOf } from '#src/kubernetes/objects.ts';
import { ended } from '#test/harness/containers.ts';
import { eventOn, node, object, ownedBy, pod, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

const replicaSet = object('ReplicaSet', { metadata: { namespace: 'shop', name: 'web-abc' } });
const EMPTY_DIR = 'Usage of EmptyDir volume "scratch" exceeds the limit "16Mi". ';

function evicted(
  message: string | undefined,
  { metadata = {}, status = {} }: { readonly metadata?: object; readonly status?: object } = {},
): ObjectOf<'Pod'> {
  return object('Pod', {
    metadata: { namespace: 'shop', name: 'web-1', creationTimestamp: secondsAgo(200_000), ...metadata },
    spec: { nodeName: 'node-1', containers: [{ name: 'web', image: 'web:1' }] },
    status: { phase: 'Failed', reason: 'Evicted', message, ...status },
  });
}

const bare = evicted(EMPTY_DIR, { status: { containerStatuses: [{ name: 'web', state: ended(137) }] } });
const silent = evicted(undefined);

testCheck(podEvicted, {
  quiet: {
    'a healthy pod': { objects: [pod()] },
    'a pod that failed for another reason': {
      objects: [
        object('Pod', {
          metadata: { namespace: 'shop', name: 'web-1' },
          status: { phase: 'Failed', reason: 'NodeAffinity' },
        }),
      ],
    },
    'an evicted pod on its way out': {
      objects: [evicted(EMPTY_DIR, { metadata: { deletionTimestamp: secondsAgo(1) } })],
    },
  },
  fires: {
    'a bare pod over the limit of its emptyDir, however long ago': {
      objects: [node(), bare, eventOn(bare, { reason: 'Evicted', message: EMPTY_DIR })],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'evicted',
          data: { node: 'node-1', words: 'Usage of EmptyDir volume "scratch" exceeds the limit "16Mi"', hours: 24 },
          causes: [],
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.message',
              value: 'Usage of EmptyDir volume "scratch" exceeds the limit "16Mi".',
              at: '2026-03-01T11:59:30Z',
            },
            {
              type: 'EVENT',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              reason: 'Evicted',
              message: 'Usage of EmptyDir volume "scratch" exceeds the limit "16Mi".',
              count: 1,
              at: '2026-03-01T11:59:00Z',
            },
          ],
        },
      ],
    },
    'the node ran short: it may be the cause': {
      objects: [
        node(),
        evicted('The node was low on resource: memory. Threshold quantity: 100Mi, available: 80Mi.', {
          metadata: { creationTimestamp: secondsAgo(600), ownerReferences: [ownedBy(replicaSet)] },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'evicted',
          data: {
            node: 'node-1',
            words: 'The node was low on resource: memory. Threshold quantity: 100Mi, available: 80Mi',
            hours: 24,
          },
          causes: ['/Node/node-1'],
        },
      ],
    },
    'a controller had it replaced 86,400 s ago': {
      objects: [
        evicted(EMPTY_DIR, {
          metadata: { creationTimestamp: secondsAgo(86_400), ownerReferences: [ownedBy(replicaSet)] },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'evicted',
          data: { node: 'node-1', words: 'Usage of EmptyDir volume "scratch" exceeds the limit "16Mi"', hours: 24 },
        },
      ],
    },
    'a controller had it replaced 86,401 s ago': {
      objects: [
        evicted(EMPTY_DIR, {
          metadata: { creationTimestamp: secondsAgo(86_401), ownerReferences: [ownedBy(replicaSet)] },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'leftOver',
          data: { node: 'node-1', words: 'Usage of EmptyDir volume "scratch" exceeds the limit "16Mi"', hours: 24 },
        },
      ],
    },
    'only the event tells why': {
      objects: [
        silent,
        eventOn(silent, {
          reason: 'Evicted',
          message: 'Pod ephemeral local storage usage exceeds the total limit of containers 1Gi.',
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'evicted',
          data: {
            node: 'node-1',
            words: 'Pod ephemeral local storage usage exceeds the total limit of containers 1Gi',
            hours: 24,
          },
        },
      ],
    },
    'nothing tells why': {
      objects: [silent],
      reports: [
        { on: 'shop/Pod/web-1', message: 'evicted', data: { node: 'node-1', words: 'no reason was given', hours: 24 } },
      ],
    },
  },
});
