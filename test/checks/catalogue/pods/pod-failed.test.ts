import { podFailed } from '#src/checks/catalogue/pods/pod-failed.ts';
import { ended, podWith, runningFor } from '#test/harness/containers.ts';
import { object, ownedBy, pod, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

const job = object('Job', { metadata: { namespace: 'shop', name: 'import' } });
const replicaSet = object('ReplicaSet', { metadata: { namespace: 'shop', name: 'web-abc' } });
const never = { spec: { restartPolicy: 'Never' }, status: { phase: 'Failed', conditions: [] } };

function refused(
  reason: string,
  message: string,
  metadata: Record<string, unknown> = {},
): ReturnType<typeof object<'Pod'>> {
  return object('Pod', {
    metadata: { namespace: 'shop', name: 'web-1', ...metadata },
    spec: { nodeName: 'node-1', containers: [{ name: 'web', image: 'web:1' }] },
    status: { phase: 'Failed', reason, message },
  });
}

testCheck(podFailed, {
  quiet: {
    'a healthy pod': { objects: [pod()] },
    'a task that succeeded': {
      objects: [
        podWith({
          status: { state: ended(0) },
          over: { spec: { restartPolicy: 'Never' }, status: { phase: 'Succeeded' } },
        }),
      ],
    },
    "a Job's failed pod is the Job's finding": {
      objects: [
        job,
        podWith({ status: { state: ended(1) }, over: { ...never, metadata: { ownerReferences: [ownedBy(job)] } } }),
      ],
    },
    "a Job's pod that the kubelet refused": {
      objects: [
        job,
        refused('OutOfcpu', 'Node did not have enough resource: cpu', { ownerReferences: [ownedBy(job)] }),
      ],
    },
    'an evicted pod, which has a check of its own': {
      objects: [refused('Evicted', 'The node was low on resource: memory.')],
    },
    'a failed pod on its way out': {
      objects: [
        podWith({ status: { state: ended(1) }, over: { ...never, metadata: { deletionTimestamp: secondsAgo(1) } } }),
      ],
    },
    'a refused pod on its way out': {
      objects: [refused('NodeAffinity', 'no match', { deletionTimestamp: secondsAgo(1) })],
    },
    'killed for memory, which has a check of its own': {
      objects: [podWith({ status: { state: ended(137, { reason: 'OOMKilled' }) }, over: never })],
    },
    'a container that will be started again': { objects: [podWith({ status: { restartCount: 0, state: ended(1) } })] },
    'a debugging session whose last command failed': {
      objects: [
        podWith({
          status: { state: ended(130) },
          over: {
            ...never,
            metadata: { name: 'node-debugger-node-1-x', labels: { 'app.kubernetes.io/managed-by': 'kubectl-debug' } },
          },
        }),
      ],
    },
    'one of two containers is done, the other runs on': {
      objects: [
        pod({
          spec: {
            restartPolicy: 'Never',
            containers: [
              { name: 'task', image: 'task:1' },
              { name: 'watch', image: 'watch:1' },
            ],
          },
          status: {
            containerStatuses: [
              { name: 'task', state: ended(0) },
              { name: 'watch', ready: true, state: runningFor(60) },
            ],
          },
        }),
      ],
    },
  },
  fires: {
    'a bare pod that ended with a code': {
      objects: [podWith({ status: { state: ended(2, { message: 'no such table' }) }, over: never })],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'ended',
          data: { ends: ['container web ended with exit code 2'] },
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.containerStatuses[web].state.terminated.exitCode',
              value: '2',
              at: '2026-03-01T11:59:30Z',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.containerStatuses[web].state.terminated.reason',
              value: 'Error',
              at: '2026-03-01T11:59:30Z',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.containerStatuses[web].state.terminated.message',
              value: 'no such table',
              at: '2026-03-01T11:59:30Z',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.containerStatuses[web].restartCount',
              value: '0',
            },
          ],
        },
      ],
    },
    'one of two containers failed, the other still runs': {
      objects: [
        pod({
          spec: {
            restartPolicy: 'Never',
            containers: [
              { name: 'task', image: 'task:1' },
              { name: 'watch', image: 'watch:1' },
            ],
          },
          status: {
            containerStatuses: [
              { name: 'task', state: ended(127) },
              { name: 'watch', ready: true, state: runningFor(60) },
            ],
          },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'ended',
          data: { ends: ['container task ended with exit code 127 (command not found)'] },
        },
      ],
    },
    'a pod that failed though its containers would be started again': {
      objects: [podWith({ status: { state: ended(1) }, over: { status: { phase: 'Failed' } } })],
      reports: [{ on: 'shop/Pod/web-1', message: 'ended', data: { ends: ['container web ended with exit code 1'] } }],
    },
    'an init container failed and is not tried again': {
      objects: [
        pod({
          spec: { restartPolicy: 'Never', initContainers: [{ name: 'load', image: 'load:1' }] },
          status: {
            phase: 'Failed',
            initContainerStatuses: [{ name: 'load', state: ended(1) }],
            containerStatuses: [],
          },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'ended',
          data: { ends: ['init container load ended with exit code 1'] },
        },
      ],
    },
    'the kubelet refused a bare pod': {
      objects: [
        refused('OutOfcpu', 'Node did not have enough resource: cpu, requested: 500, used: 1900, capacity: 2000'),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'stopped',
          data: {
            reason: 'OutOfcpu',
            words: 'Node did not have enough resource: cpu, requested: 500, used: 1900, capacity: 2000',
          },
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.reason',
              value: 'OutOfcpu',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.message',
              value: 'Node did not have enough resource: cpu, requested: 500, used: 1900, capacity: 2000',
            },
          ],
        },
      ],
    },
    'failed without a word': {
      objects: [object('Pod', { metadata: { namespace: 'shop', name: 'web-1' }, status: { phase: 'Failed' } })],
      reports: [{ on: 'shop/Pod/web-1', message: 'stopped', data: { reason: 'no reason given', words: 'no message' } }],
    },
    'a controller has replaced it within the last hour': {
      objects: [
        refused('UnexpectedAdmissionError', 'Allocate failed due to no healthy devices', {
          creationTimestamp: secondsAgo(3600),
          ownerReferences: [ownedBy(replicaSet)],
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'replaced',
          data: { reason: 'UnexpectedAdmissionError', words: 'Allocate failed due to no healthy devices' },
        },
      ],
    },
    'a controller has replaced it longer ago': {
      objects: [
        refused('Terminated', 'Pod was terminated in response to imminent node shutdown.', {
          creationTimestamp: secondsAgo(3601),
          ownerReferences: [ownedBy(replicaSet)],
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'leftOver',
          data: { reason: 'Terminated', words: 'Pod was terminated in response to imminent node shutdown' },
        },
      ],
    },
  },
});
