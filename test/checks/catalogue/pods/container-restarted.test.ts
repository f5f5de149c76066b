import { containerRestarted } from '#src/checks/catalogue/pods/container-restarted.ts';
import { ended, podWith, runningFor, waiting } from '#test/harness/containers.ts';
import { eventOn, pod, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

const changed = podWith({ status: { restartCount: 1, state: runningFor(25), lastState: ended(143) } });
const killed = podWith({ status: { restartCount: 1, state: runningFor(25), lastState: ended(1) } });

testCheck(containerRestarted, {
  quiet: {
    'a healthy pod': { objects: [pod()] },
    'crashed 3601 s ago': {
      objects: [podWith({ status: { restartCount: 1, state: runningFor(3600), lastState: ended(1, { ago: 3601 }) } })],
    },
    'ended with code 0 and runs again': {
      objects: [podWith({ status: { restartCount: 1, state: runningFor(25), lastState: ended(0) } })],
    },
    'keeps crashing, which is worse': {
      objects: [podWith({ status: { restartCount: 3, state: runningFor(25), lastState: ended(1) } })],
    },
    'killed for memory, which is worse': {
      objects: [
        podWith({ status: { restartCount: 1, state: runningFor(25), lastState: ended(137, { reason: 'OOMKilled' }) } }),
      ],
    },
    'its container was changed in place': {
      objects: [
        changed,
        eventOn(changed, {
          type: 'Normal',
          reason: 'Killing',
          message: 'Container web definition changed, will be restarted',
          lastSeen: secondsAgo(31),
          fieldPath: 'spec.containers{web}',
        }),
      ],
    },
    'killed by its liveness probe, which is worse': {
      objects: [
        killed,
        eventOn(killed, {
          type: 'Normal',
          reason: 'Killing',
          message: 'Container web failed liveness probe, will be restarted',
          lastSeen: secondsAgo(31),
          fieldPath: 'spec.containers{web}',
        }),
      ],
    },
    'waits for its turn in a new sandbox': {
      objects: [
        podWith({
          status: {
            restartCount: 1,
            state: waiting('ContainerCreating'),
            lastState: ended(255, { reason: 'Unknown' }),
          },
        }),
      ],
    },
    'an init container that succeeded at the second try': {
      objects: [
        pod({
          spec: { initContainers: [{ name: 'wait', image: 'wait:1' }] },
          status: {
            initContainerStatuses: [
              { name: 'wait', ready: true, restartCount: 1, state: ended(0), lastState: ended(1, { ago: 60 }) },
            ],
          },
        }),
      ],
    },
  },
  fires: {
    'crashed 3600 s ago and runs again': {
      objects: [podWith({ status: { restartCount: 2, state: runningFor(3599), lastState: ended(1, { ago: 3600 }) } })],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'restarted',
          part: 'web',
          data: { container: 'web', exitCode: '1', ago: '60 min', restarts: 2 },
        },
      ],
    },
    'the crash is of another run than the recorded change': {
      objects: [
        changed,
        eventOn(changed, {
          type: 'Normal',
          reason: 'Killing',
          message: 'Container web definition changed, will be restarted',
          lastSeen: secondsAgo(36),
          fieldPath: 'spec.containers{web}',
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'restarted',
          part: 'web',
          data: { container: 'web', exitCode: '143 (SIGTERM)', ago: '30 s', restarts: 1 },
        },
      ],
    },
    'crashed after a long run, though it has restarted before': {
      objects: [podWith({ status: { restartCount: 40, state: runningFor(25), lastState: ended(2, { ran: 600 }) } })],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'restarted',
          part: 'web',
          data: { container: 'web', exitCode: '2', ago: '30 s', restarts: 40 },
        },
      ],
    },
    'a shorter memory was asked for': {
      objects: [podWith({ status: { restartCount: 1, state: runningFor(25), lastState: ended(1) } })],
      params: { recentSeconds: 30 },
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'restarted',
          part: 'web',
          data: { container: 'web', exitCode: '1', ago: '30 s', restarts: 1 },
        },
      ],
    },
  },
});
