import { containerCrashLoop } from '#src/checks/catalogue/pods/container-crash-loop.ts';
import { ended, podWith, runningFor, waiting } from '#test/harness/containers.ts';
import { eventOn, object, ownedBy, pod, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

const killedByProbe = podWith({
  status: { restartCount: 4, state: waiting('CrashLoopBackOff'), lastState: ended(137) },
});
const changedByHand = podWith({ status: { restartCount: 3, state: runningFor(20), lastState: ended(143) } });
const hooked = podWith({ status: { restartCount: 4, state: waiting('CrashLoopBackOff'), lastState: ended(137) } });
const looping = podWith({
  status: { restartCount: 7, state: waiting('CrashLoopBackOff', 'back-off 5m0s'), lastState: ended(3) },
});
const job = object('Job', {
  metadata: { namespace: 'shop', name: 'import' },
  status: { conditions: [{ type: 'Failed', status: 'True', reason: 'DeadlineExceeded' }] },
});

testCheck(containerCrashLoop, {
  quiet: {
    'a healthy pod': { objects: [pod()] },
    'a pod without any status': { objects: [object('Pod', { metadata: { namespace: 'shop', name: 'new' } })] },
    'runs again after two crashes': {
      objects: [podWith({ status: { restartCount: 2, state: runningFor(29), lastState: ended(1) } })],
    },
    'runs again since its last crash 601 s ago': {
      objects: [podWith({ status: { restartCount: 9, state: runningFor(600), lastState: ended(1, { ago: 601 }) } })],
    },
    'crashed just now, but had run for ten minutes: the kubelet has forgiven the crashes before': {
      objects: [podWith({ status: { restartCount: 40, state: runningFor(29), lastState: ended(1, { ran: 600 }) } })],
    },
    'ended with code 0 for the second time and is about to be started': {
      objects: [podWith({ status: { restartCount: 2, state: ended(0) } })],
    },
    'a task that failed for good (restart policy Never)': {
      objects: [podWith({ status: { state: ended(1) }, over: { spec: { restartPolicy: 'Never' } } })],
    },
    'a task that is done (restart policy OnFailure)': {
      objects: [
        podWith({ status: { restartCount: 3, state: ended(0) }, over: { spec: { restartPolicy: 'OnFailure' } } }),
      ],
    },
    'the memory was the cause': {
      objects: [
        podWith({
          status: {
            restartCount: 5,
            state: waiting('CrashLoopBackOff'),
            lastState: ended(137, { reason: 'OOMKilled' }),
          },
        }),
      ],
    },
    'the process could never be started': {
      objects: [
        podWith({
          status: {
            restartCount: 5,
            state: waiting('CrashLoopBackOff'),
            lastState: ended(128, { reason: 'StartError' }),
          },
        }),
      ],
    },
    'its liveness probe was the cause': {
      objects: [
        killedByProbe,
        eventOn(killedByProbe, {
          reason: 'Killing',
          message: 'Container web failed liveness probe, will be restarted',
          fieldPath: 'spec.containers{web}',
        }),
      ],
    },
    'its postStart hook was the cause': {
      objects: [
        hooked,
        eventOn(hooked, {
          reason: 'FailedPostStartHook',
          message: 'PostStartHook failed',
          lastSeen: secondsAgo(31),
          fieldPath: 'spec.containers{web}',
        }),
      ],
    },
    'its image was changed in place': {
      objects: [
        changedByHand,
        eventOn(changedByHand, {
          type: 'Normal',
          reason: 'Killing',
          message: 'Container web definition changed, will be restarted',
          lastSeen: secondsAgo(31),
          fieldPath: 'spec.containers{web}',
        }),
      ],
    },
    'an init container crashes': {
      objects: [
        pod({
          spec: { initContainers: [{ name: 'wait', image: 'wait:1' }] },
          status: {
            phase: 'Pending',
            initContainerStatuses: [
              { name: 'wait', restartCount: 4, state: waiting('CrashLoopBackOff'), lastState: ended(1) },
            ],
          },
        }),
      ],
    },
    'a pod on its way out': {
      objects: [
        podWith({
          status: { restartCount: 4, state: waiting('CrashLoopBackOff'), lastState: ended(1) },
          over: { metadata: { deletionTimestamp: secondsAgo(5) } },
        }),
      ],
    },
    'a static pod of the control plane, which has a check of its own': {
      objects: [
        podWith({
          status: { restartCount: 4, state: waiting('CrashLoopBackOff'), lastState: ended(1) },
          over: {
            metadata: {
              namespace: 'kube-system',
              name: 'kube-scheduler-node-1',
              annotations: { 'kubernetes.io/config.mirror': 'x' },
            },
          },
        }),
      ],
    },
    'a pod whose Job has failed already': {
      objects: [
        job,
        podWith({
          status: { restartCount: 4, state: waiting('CrashLoopBackOff'), lastState: ended(1) },
          over: { metadata: { ownerReferences: [ownedBy(job)] }, spec: { restartPolicy: 'OnFailure' } },
        }),
      ],
    },
    'the kubelet lost sight of the container': {
      objects: [podWith({ status: { restartCount: 3, state: ended(137, { reason: 'ContainerStatusUnknown' }) } })],
    },
  },
  fires: {
    'in back-off, with the code of the last crash': {
      objects: [
        looping,
        eventOn(looping, {
          reason: 'BackOff',
          message: 'Back-off restarting failed container web',
          count: 19,
          fieldPath: 'spec.containers{web}',
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'crashes',
          part: 'web',
          data: { container: 'web', exitCode: '3', restarts: 7 },
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.containerStatuses[web].state.waiting.reason',
              value: 'CrashLoopBackOff',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.containerStatuses[web].state.waiting.message',
              value: 'back-off 5m0s',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.containerStatuses[web].lastState.terminated.exitCode',
              value: '3',
              at: '2026-03-01T11:59:30Z',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.containerStatuses[web].lastState.terminated.reason',
              value: 'Error',
              at: '2026-03-01T11:59:30Z',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.containerStatuses[web].restartCount',
              value: '7',
            },
            {
              type: 'EVENT',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              reason: 'BackOff',
              message: 'Back-off restarting failed container web',
              count: 19,
              at: '2026-03-01T11:59:00Z',
            },
          ],
        },
      ],
    },
    'down between two crashes': {
      objects: [podWith({ status: { restartCount: 1, state: ended(139) } })],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'crashes',
          part: 'web',
          data: { container: 'web', exitCode: '139 (SIGSEGV)', restarts: 1 },
        },
      ],
    },
    'up again for the third time, last crash 600 s ago': {
      objects: [podWith({ status: { restartCount: 3, state: runningFor(599), lastState: ended(1, { ago: 600 }) } })],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'crashes',
          part: 'web',
          data: { container: 'web', exitCode: '1', restarts: 3 },
        },
      ],
    },
    'up again after a run of 599 s': {
      objects: [podWith({ status: { restartCount: 3, state: runningFor(29), lastState: ended(1, { ran: 599 }) } })],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'crashes',
          part: 'web',
          data: { container: 'web', exitCode: '1', restarts: 3 },
        },
      ],
    },
    'ends with code 0 again and again': {
      objects: [podWith({ status: { restartCount: 3, state: ended(0) } })],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'endsWithZero',
          part: 'web',
          data: { container: 'web', exitCode: '0', restarts: 3 },
        },
      ],
    },
    'in back-off, and its remains were cleared away': {
      objects: [podWith({ status: { restartCount: 12, state: waiting('CrashLoopBackOff') } })],
      reports: [{ on: 'shop/Pod/web-1', message: 'unknownEnd', part: 'web', data: { container: 'web', restarts: 12 } }],
    },
    'exit code 137 with an older kill by the probe forgotten, and no word of a probe': {
      objects: [killedByProbe],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'crashes',
          part: 'web',
          data: { container: 'web', exitCode: '137 (SIGKILL)', restarts: 4 },
        },
      ],
    },
    'a native sidecar': {
      objects: [
        pod({
          spec: { initContainers: [{ name: 'proxy', image: 'proxy:1', restartPolicy: 'Always' }] },
          status: {
            initContainerStatuses: [
              { name: 'proxy', restartCount: 4, state: waiting('CrashLoopBackOff'), lastState: ended(2) },
            ],
          },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'crashes',
          part: 'proxy',
          data: { container: 'proxy', exitCode: '2', restarts: 4 },
        },
      ],
    },
    "a running Job's pod that is restarted on failure": {
      objects: [
        podWith({
          status: { restartCount: 2, state: waiting('CrashLoopBackOff'), lastState: ended(1) },
          over: { spec: { restartPolicy: 'OnFailure' } },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'crashes',
          part: 'web',
          data: { container: 'web', exitCode: '1', restarts: 2 },
        },
      ],
    },
    'two containers of one pod are two troubles': {
      objects: [
        pod({
          spec: {
            containers: [
              { name: 'a', image: 'a:1' },
              { name: 'b', image: 'b:1' },
            ],
          },
          status: {
            containerStatuses: [
              { name: 'a', restartCount: 3, state: waiting('CrashLoopBackOff'), lastState: ended(1) },
              { name: 'b', restartCount: 4, state: waiting('CrashLoopBackOff'), lastState: ended(2) },
            ],
          },
        }),
      ],
      reports: [
        { on: 'shop/Pod/web-1', message: 'crashes', part: 'a', data: { container: 'a', exitCode: '1', restarts: 3 } },
        { on: 'shop/Pod/web-1', message: 'crashes', part: 'b', data: { container: 'b', exitCode: '2', restarts: 4 } },
      ],
    },
  },
});
