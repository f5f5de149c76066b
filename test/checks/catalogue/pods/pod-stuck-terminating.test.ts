import { podStuckTerminating } from '#src/checks/catalogue/pods/pod-stuck-terminating.ts';
import { podWith, runningFor } from '#test/harness/containers.ts';
import { eventOn, node, object, pod, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

const gone = (seconds: number, metadata: object = {}): { readonly metadata: Record<string, unknown> } => ({
  metadata: { deletionTimestamp: secondsAgo(seconds), deletionGracePeriodSeconds: 30, ...metadata },
});
const stuck = podWith({ status: { state: runningFor(9000) }, over: gone(60) });

testCheck(podStuckTerminating, {
  quiet: {
    'a healthy pod': { objects: [pod()] },
    'past its grace by 59 s': { objects: [node(), pod(gone(59))] },
    'within a grace of an hour': { objects: [node(), pod(gone(-3000))] },
    'held by a finalizer for 59 s': { objects: [node(), pod(gone(59, { finalizers: ['example.com/drain'] }))] },
    "its node is unreachable, which is the node's finding": {
      objects: [node({ status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }), pod(gone(600))],
    },
  },
  fires: {
    'held by a finalizer': {
      objects: [node(), pod(gone(60, { finalizers: ['example.com/drain', 'example.com/log'] }))],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'finalizers',
          data: { span: '60 s', finalizers: ['example.com/drain', 'example.com/log'] },
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'metadata.deletionTimestamp',
              value: '2026-03-01T11:59:00Z',
              at: '2026-03-01T11:59:00Z',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'metadata.finalizers',
              value: 'example.com/drain, example.com/log',
            },
          ],
        },
      ],
    },
    'the kubelet cannot end it': {
      objects: [
        node(),
        stuck,
        eventOn(stuck, { reason: 'FailedKillPod', message: 'error killing pod: context deadline exceeded' }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'running',
          data: { span: '60 s', node: 'node-1', running: ['web'] },
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'metadata.deletionTimestamp',
              value: '2026-03-01T11:59:00Z',
              at: '2026-03-01T11:59:00Z',
            },
            {
              type: 'EVENT',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              reason: 'FailedKillPod',
              message: 'error killing pod: context deadline exceeded',
              count: 1,
              at: '2026-03-01T11:59:00Z',
            },
          ],
        },
      ],
    },
    'nothing runs any more, but a volume does not come loose': {
      objects: [node(), podWith({ status: { state: { terminated: { exitCode: 0 } } }, over: gone(7200) })],
      reports: [{ on: 'shop/Pod/web-1', message: 'running', data: { span: '2 h', node: 'node-1', running: 'none' } }],
    },
    'its node says that it is not ready, but its kubelet speaks': {
      objects: [node({ status: { conditions: [{ type: 'Ready', status: 'False' }] } }), pod(gone(60))],
      reports: [{ on: 'shop/Pod/web-1', message: 'running', data: { span: '60 s', node: 'node-1', running: ['web'] } }],
    },
    'nodes may not be read': {
      objects: [pod(gone(60))],
      states: { Node: { state: 'FORBIDDEN', verb: 'list', resource: 'nodes' } },
      reports: [{ on: 'shop/Pod/web-1', message: 'running', data: { span: '60 s', node: 'node-1', running: ['web'] } }],
    },
    'it never had a node': {
      objects: [
        object('Pod', {
          metadata: { namespace: 'shop', name: 'web-1', deletionTimestamp: secondsAgo(60) },
          status: { phase: 'Pending' },
        }),
      ],
      reports: [{ on: 'shop/Pod/web-1', message: 'unbound', data: { span: '60 s' } }],
    },
  },
});
