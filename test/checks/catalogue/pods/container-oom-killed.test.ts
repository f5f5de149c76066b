import { containerOomKilled } from '#src/checks/catalogue/pods/container-oom-killed.ts';
import { ended, podWith, runningFor, waiting } from '#test/harness/containers.ts';
import { object, ownedBy, pod, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

const limited = { resources: { limits: { memory: '128Mi' } } };
const job = object('Job', { metadata: { namespace: 'shop', name: 'import' } });

testCheck(containerOomKilled, {
  quiet: {
    'a healthy pod': { objects: [pod()] },
    'killed for memory 3601 s ago, runs since': {
      objects: [
        podWith({
          spec: limited,
          status: {
            restartCount: 1,
            state: runningFor(3600),
            lastState: ended(137, { reason: 'OOMKilled', ago: 3601 }),
          },
        }),
      ],
    },
    'killed by somebody else': {
      objects: [
        podWith({
          spec: limited,
          status: { restartCount: 4, state: waiting('CrashLoopBackOff'), lastState: ended(137) },
        }),
      ],
    },
    "a Job's failed pod is the Job's finding": {
      objects: [
        podWith({
          spec: limited,
          status: { state: ended(137, { reason: 'OOMKilled' }) },
          over: {
            metadata: { ownerReferences: [ownedBy(job)] },
            spec: { restartPolicy: 'Never' },
            status: { phase: 'Failed' },
          },
        }),
      ],
    },
    'a pod on its way out': {
      objects: [
        podWith({
          spec: limited,
          status: { restartCount: 4, state: ended(137, { reason: 'OOMKilled' }) },
          over: { metadata: { deletionTimestamp: secondsAgo(5) } },
        }),
      ],
    },
  },
  fires: {
    'killed again and again, in back-off': {
      objects: [
        podWith({
          spec: limited,
          status: {
            restartCount: 5,
            state: waiting('CrashLoopBackOff'),
            lastState: ended(137, { reason: 'OOMKilled' }),
          },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'again',
          part: 'web',
          data: { container: 'web', bound: 'its limit of 128Mi', restarts: 5, ago: '30 s' },
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.containerStatuses[web].lastState.terminated.exitCode',
              value: '137 (SIGKILL)',
              at: '2026-03-01T11:59:30Z',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.containerStatuses[web].lastState.terminated.reason',
              value: 'OOMKilled',
              at: '2026-03-01T11:59:30Z',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.containerStatuses[web].restartCount',
              value: '5',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'spec.containers[web].resources.limits.memory',
              value: '128Mi',
            },
          ],
        },
      ],
    },
    'up and ready again for the third time within ten minutes': {
      objects: [
        podWith({
          spec: limited,
          status: { restartCount: 3, state: runningFor(25), lastState: ended(137, { reason: 'OOMKilled' }) },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'again',
          part: 'web',
          data: { container: 'web', bound: 'its limit of 128Mi', restarts: 3, ago: '30 s' },
        },
      ],
    },
    'killed once, 3600 s ago, and ready since': {
      objects: [
        podWith({
          spec: limited,
          status: {
            restartCount: 1,
            state: runningFor(3599),
            lastState: ended(137, { reason: 'OOMKilled', ago: 3600 }),
          },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'once',
          part: 'web',
          data: { container: 'web', bound: 'its limit of 128Mi', restarts: 1, ago: '60 min' },
        },
      ],
    },
    'killed for the first time and not up yet': {
      objects: [
        podWith({ spec: limited, status: { restartCount: 0, state: ended(137, { reason: 'OOMKilled', ago: 1 }) } }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'once',
          part: 'web',
          data: { container: 'web', bound: 'its limit of 128Mi', restarts: 0, ago: '1 s' },
        },
      ],
    },
    'killed after many restarts, but each run lasts: a slow leak': {
      objects: [
        podWith({
          spec: limited,
          status: {
            restartCount: 30,
            state: runningFor(25),
            lastState: ended(137, { reason: 'OOMKilled', ran: 86_400 }),
          },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'once',
          part: 'web',
          data: { container: 'web', bound: 'its limit of 128Mi', restarts: 30, ago: '30 s' },
        },
      ],
    },
    'killed without a limit of its own: the node ran out': {
      objects: [
        podWith({
          status: {
            restartCount: 2,
            state: waiting('CrashLoopBackOff'),
            lastState: ended(137, { reason: 'OOMKilled' }),
          },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'again',
          part: 'web',
          data: { container: 'web', bound: 'the node had left (the container has no limit)', restarts: 2, ago: '30 s' },
        },
      ],
    },
    "killed by the pod's common limit": {
      objects: [
        podWith({
          status: {
            restartCount: 2,
            state: waiting('CrashLoopBackOff'),
            lastState: ended(137, { reason: 'OOMKilled' }),
          },
          over: { spec: { resources: { limits: { memory: '1Gi' } } } },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'again',
          part: 'web',
          data: { container: 'web', bound: "the pod's limit of 1Gi", restarts: 2, ago: '30 s' },
        },
      ],
    },
    'a bare pod that is not started again': {
      objects: [
        podWith({
          spec: limited,
          status: { state: ended(137, { reason: 'OOMKilled', ago: 7200 }) },
          over: { spec: { restartPolicy: 'Never' }, status: { phase: 'Failed' } },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'over',
          part: 'web',
          data: { container: 'web', bound: 'its limit of 128Mi', restarts: 0, ago: '2 h' },
        },
      ],
    },
    'an init container': {
      objects: [
        pod({
          spec: { initContainers: [{ name: 'load', image: 'load:1', resources: { limits: { memory: '64Mi' } } }] },
          status: {
            phase: 'Pending',
            initContainerStatuses: [
              {
                name: 'load',
                restartCount: 2,
                state: waiting('CrashLoopBackOff'),
                lastState: ended(137, { reason: 'OOMKilled' }),
              },
            ],
          },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'again',
          part: 'load',
          data: { container: 'load', bound: 'its limit of 64Mi', restarts: 2, ago: '30 s' },
        },
      ],
    },
    'a static pod of the control plane that runs again': {
      objects: [
        podWith({
          status: { restartCount: 1, state: runningFor(25), lastState: ended(137, { reason: 'OOMKilled' }) },
          over: {
            metadata: {
              namespace: 'kube-system',
              name: 'etcd-node-1',
              annotations: { 'kubernetes.io/config.mirror': 'x' },
            },
          },
        }),
      ],
      reports: [
        {
          on: 'kube-system/Pod/etcd-node-1',
          message: 'once',
          part: 'web',
          data: { container: 'web', bound: 'the node had left (the container has no limit)', restarts: 1, ago: '30 s' },
        },
      ],
    },
  },
});
