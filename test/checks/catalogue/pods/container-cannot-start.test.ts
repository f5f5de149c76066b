import { containerCannotStart } from '#src/checks/catalogue/pods/container-cannot-start.ts';
import { ended, podWith, runningFor, waiting } from '#test/harness/containers.ts';
import { eventOn, object, ownedBy, pod, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

const NO_FILE =
  'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/app/web": stat /app/web: no such file or directory: unknown';
const started = ended(128, { reason: 'StartError', message: NO_FILE });
const inBackOff = podWith({
  status: { ready: false, restartCount: 5, state: waiting('CrashLoopBackOff'), lastState: started },
});
const hooked = podWith({
  status: { ready: false, restartCount: 4, state: waiting('CrashLoopBackOff'), lastState: ended(137) },
});
const job = object('Job', { metadata: { namespace: 'shop', name: 'import' } });

testCheck(containerCannotStart, {
  quiet: {
    'a healthy pod': { objects: [pod()] },
    'the program started and crashed': {
      objects: [podWith({ status: { restartCount: 5, state: waiting('CrashLoopBackOff'), lastState: ended(1) } })],
    },
    'could not start at first, but runs now': {
      objects: [podWith({ status: { restartCount: 1, state: runningFor(20), lastState: started } })],
    },
    'is being created': { objects: [podWith({ status: { ready: false, state: waiting('ContainerCreating') } })] },
    'a hook failed in an earlier run only': {
      objects: [
        hooked,
        eventOn(hooked, {
          reason: 'FailedPostStartHook',
          message: 'PostStartHook failed',
          lastSeen: secondsAgo(36),
          fieldPath: 'spec.containers{web}',
        }),
      ],
    },
    "a Job's failed pod is the Job's finding": {
      objects: [
        podWith({
          status: { state: started },
          over: {
            metadata: { ownerReferences: [ownedBy(job)] },
            spec: { restartPolicy: 'Never' },
            status: { phase: 'Failed' },
          },
        }),
      ],
    },
  },
  fires: {
    'the runtime refuses right now': {
      objects: [podWith({ status: { ready: false, state: waiting('RunContainerError', NO_FILE) } })],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'process',
          part: 'web',
          data: {
            container: 'web',
            image: 'web:1',
            words: 'exec: "/app/web": stat /app/web: no such file or directory',
          },
        },
      ],
    },
    'the same in back-off': {
      objects: [
        inBackOff,
        eventOn(inBackOff, {
          reason: 'Failed',
          message: `Error: ${NO_FILE}`,
          count: 4,
          fieldPath: 'spec.containers{web}',
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'process',
          part: 'web',
          data: {
            container: 'web',
            image: 'web:1',
            words: 'exec: "/app/web": stat /app/web: no such file or directory',
          },
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
              path: 'status.containerStatuses[web].lastState.terminated.exitCode',
              value: '128',
              at: '2026-03-01T11:59:30Z',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.containerStatuses[web].lastState.terminated.reason',
              value: 'StartError',
              at: '2026-03-01T11:59:30Z',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.containerStatuses[web].lastState.terminated.message',
              value: NO_FILE,
              at: '2026-03-01T11:59:30Z',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.containerStatuses[web].restartCount',
              value: '5',
            },
            {
              type: 'EVENT',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              reason: 'Failed',
              message: `Error: ${NO_FILE}`,
              count: 4,
              at: '2026-03-01T11:59:00Z',
            },
          ],
        },
      ],
    },
    'the container cannot be created': {
      objects: [
        podWith({
          status: {
            ready: false,
            state: waiting(
              'CreateContainerError',
              'failed to reserve container name "web_web-1_shop_x_0": name is taken',
            ),
          },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'process',
          part: 'web',
          data: {
            container: 'web',
            image: 'web:1',
            words: 'failed to reserve container name "web_web-1_shop_x_0": name is taken',
          },
        },
      ],
    },
    'another error of a newer kubelet': {
      objects: [podWith({ status: { ready: false, state: waiting('PreStartHookError') } })],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'process',
          part: 'web',
          data: { container: 'web', image: 'web:1', words: 'the runtime gave no reason' },
        },
      ],
    },
    'the postStart hook fails': {
      objects: [podWith({ status: { ready: false, state: waiting('PostStartHookError', 'PostStartHook failed') } })],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'hook',
          part: 'web',
          data: { container: 'web', image: 'web:1', words: 'PostStartHook failed' },
        },
      ],
    },
    'the postStart hook failed in the last run': {
      objects: [
        hooked,
        eventOn(hooked, {
          reason: 'FailedPostStartHook',
          message: 'Exec lifecycle hook failed: exit code 1',
          lastSeen: secondsAgo(35),
          fieldPath: 'spec.containers{web}',
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'hook',
          part: 'web',
          data: { container: 'web', image: 'web:1', words: 'Exec lifecycle hook failed: exit code 1' },
        },
      ],
    },
    'the postStart hook failed at every start on record; the event of the last run was dropped': {
      objects: [
        hooked,
        eventOn(hooked, {
          reason: 'FailedPostStartHook',
          message: 'PostStartHook failed',
          count: 6,
          lastSeen: secondsAgo(200),
          fieldPath: 'spec.containers{web}',
        }),
        eventOn(hooked, {
          reason: 'Started',
          message: 'Started container web',
          count: 6,
          lastSeen: secondsAgo(200),
          fieldPath: 'spec.containers{web}',
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'hook',
          part: 'web',
          data: { container: 'web', image: 'web:1', words: 'PostStartHook failed' },
        },
      ],
    },
    'a bare task that could not start and is not tried again': {
      objects: [
        podWith({
          status: { ready: false, state: started },
          over: { spec: { restartPolicy: 'Never' }, status: { phase: 'Failed' } },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'process',
          part: 'web',
          data: {
            container: 'web',
            image: 'web:1',
            words: 'exec: "/app/web": stat /app/web: no such file or directory',
          },
        },
      ],
    },
  },
});
