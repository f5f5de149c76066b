import { initContainerFailing } from '#src/checks/catalogue/pods/init-container-failing.ts';
import type { ObjectOf } from '#src/kubernetes/objects.ts';
import { ended, podWith, runningFor, waiting } from '#test/harness/containers.ts';
import { eventOn, pod, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

function waitingFor(status: Record<string, unknown>, spec: Record<string, unknown> = {}): ObjectOf<'Pod'> {
  return pod({
    spec: { initContainers: [{ name: 'wait', image: 'wait:1', ...spec }] },
    status: {
      phase: 'Pending',
      initContainerStatuses: [{ name: 'wait', restartCount: 0, ...status }],
      containerStatuses: [{ name: 'web', state: waiting('PodInitializing') }],
    },
  });
}

const looping = waitingFor({ restartCount: 5, state: waiting('CrashLoopBackOff'), lastState: ended(1) });

testCheck(initContainerFailing, {
  quiet: {
    'a healthy pod': { objects: [pod()] },
    'an init container that has done its work': {
      objects: [
        pod({
          spec: { initContainers: [{ name: 'wait', image: 'wait:1' }] },
          status: {
            initContainerStatuses: [
              { name: 'wait', ready: true, restartCount: 2, state: ended(0), lastState: ended(1) },
            ],
          },
        }),
      ],
    },
    'at work for 299 s': { objects: [waitingFor({ state: runningFor(299) })] },
    'at work again after its second crash': {
      objects: [waitingFor({ restartCount: 2, state: runningFor(10), lastState: ended(1) })],
    },
    'a native sidecar that runs for ever': {
      objects: [waitingFor({ ready: true, started: true, state: runningFor(7200) }, { restartPolicy: 'Always' })],
    },
    'a native sidecar that crashes': {
      objects: [
        waitingFor(
          { restartCount: 5, state: waiting('CrashLoopBackOff'), lastState: ended(1) },
          { restartPolicy: 'Always' },
        ),
      ],
    },
    'its turn has not come': { objects: [waitingFor({ state: waiting('PodInitializing') })] },
    'a main container crashes': {
      objects: [podWith({ status: { restartCount: 5, state: waiting('CrashLoopBackOff'), lastState: ended(1) } })],
    },
    'killed for memory, at work again for longer than is good': {
      objects: [
        waitingFor({
          restartCount: 5,
          state: runningFor(400),
          lastState: ended(137, { reason: 'OOMKilled', ago: 405 }),
        }),
      ],
    },
    'a pod on its way out': {
      objects: [
        pod({
          metadata: { deletionTimestamp: secondsAgo(1) },
          spec: { initContainers: [{ name: 'wait', image: 'wait:1' }] },
          status: { initContainerStatuses: [{ name: 'wait', restartCount: 0, state: runningFor(7200) }] },
        }),
      ],
    },
  },
  fires: {
    'in back-off': {
      objects: [
        looping,
        eventOn(looping, {
          reason: 'BackOff',
          message: 'Back-off restarting failed container wait',
          count: 17,
          fieldPath: 'spec.initContainers{wait}',
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'fails',
          part: 'wait',
          data: { container: 'wait', exitCode: '1', restarts: 5 },
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.initContainerStatuses[wait].state.waiting.reason',
              value: 'CrashLoopBackOff',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.initContainerStatuses[wait].lastState.terminated.exitCode',
              value: '1',
              at: '2026-03-01T11:59:30Z',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.initContainerStatuses[wait].lastState.terminated.reason',
              value: 'Error',
              at: '2026-03-01T11:59:30Z',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.initContainerStatuses[wait].restartCount',
              value: '5',
            },
            {
              type: 'EVENT',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              reason: 'BackOff',
              message: 'Back-off restarting failed container wait',
              count: 17,
              at: '2026-03-01T11:59:00Z',
            },
          ],
        },
      ],
    },
    'down between two crashes': {
      objects: [waitingFor({ state: ended(127) })],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'fails',
          part: 'wait',
          data: { container: 'wait', exitCode: '127 (command not found)', restarts: 0 },
        },
      ],
    },
    'at work again between two crashes': {
      objects: [waitingFor({ restartCount: 3, state: runningFor(10), lastState: ended(1) })],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'fails',
          part: 'wait',
          data: { container: 'wait', exitCode: '1', restarts: 3 },
        },
      ],
    },
    'in back-off, and its remains were cleared away': {
      objects: [waitingFor({ restartCount: 9, state: waiting('CrashLoopBackOff') })],
      reports: [
        { on: 'shop/Pod/web-1', message: 'unknownEnd', part: 'wait', data: { container: 'wait', restarts: 9 } },
      ],
    },
    'at work for 300 s': {
      objects: [waitingFor({ state: runningFor(300) })],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'stuck',
          part: 'wait',
          data: { container: 'wait', span: '5 min' },
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.initContainerStatuses[wait].state.running.startedAt',
              value: '2026-03-01T11:55:00Z',
            },
          ],
        },
      ],
    },
  },
});
