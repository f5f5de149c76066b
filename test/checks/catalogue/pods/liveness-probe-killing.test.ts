import { livenessProbeKilling } from '#src/checks/catalogue/pods/liveness-probe-killing.ts';
import { ended, podWith, runningFor, waiting } from '#test/harness/containers.ts';
import { eventOn, pod, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

const probed = { livenessProbe: { tcpSocket: { port: 9999 } } };
const WILL_BE_RESTARTED = 'Container web failed liveness probe, will be restarted';
const REFUSED = 'Liveness probe failed: dial tcp 10.244.1.45:9999: connect: connection refused';

// Each ended 30 s ago after a run of 5 s: what was seen 31 s ago was in the last run, 3000 s ago was not.
const looping = podWith({
  spec: probed,
  status: { restartCount: 6, state: waiting('CrashLoopBackOff'), lastState: ended(137) },
});
const graceful = podWith({
  spec: probed,
  status: { restartCount: 6, state: waiting('CrashLoopBackOff'), lastState: ended(0) },
});
const crashing = podWith({
  spec: probed,
  status: { restartCount: 6, state: waiting('CrashLoopBackOff'), lastState: ended(1) },
});
const outOfMemory = podWith({
  spec: probed,
  status: { restartCount: 6, state: waiting('CrashLoopBackOff'), lastState: ended(137, { reason: 'OOMKilled' }) },
});
/** Asks every 2 s and gives up at the second failure, so that a run of its own making lasts 2 s at least; these lasted 5 s. */
const ownCode = podWith({
  spec: { livenessProbe: { tcpSocket: { port: 9999 }, periodSeconds: 2, failureThreshold: 2 } },
  status: { restartCount: 7, state: waiting('CrashLoopBackOff'), lastState: ended(3) },
});
const diesSooner = podWith({
  spec: { livenessProbe: { tcpSocket: { port: 9999 }, periodSeconds: 6, failureThreshold: 2 } },
  status: { restartCount: 7, state: waiting('CrashLoopBackOff'), lastState: ended(3) },
});
/** What the kubelet wrote before it began to drop events of the pod. */
function history(of: ReturnType<typeof pod>, kills: number, starts: number): ReturnType<typeof eventOn>[] {
  const fieldPath = 'spec.containers{web}';
  const lastSeen = secondsAgo(300);
  return [
    eventOn(of, { reason: 'Unhealthy', message: REFUSED, count: kills * 2, lastSeen, fieldPath }),
    eventOn(of, { reason: 'Killing', message: WILL_BE_RESTARTED, count: kills, lastSeen, fieldPath }),
    eventOn(of, { reason: 'Started', message: 'Started container web', count: starts, lastSeen, fieldPath }),
  ];
}

const onceLongAgo = podWith({
  spec: probed,
  status: { restartCount: 1, state: runningFor(3600), lastState: ended(137, { ago: 3601 }) },
});
const onceRecently = podWith({
  spec: probed,
  status: { restartCount: 1, state: runningFor(3599), lastState: ended(137, { ago: 3600 }) },
});
const onlyTry = podWith({
  spec: probed,
  status: { state: ended(137) },
  over: { spec: { restartPolicy: 'Never' }, status: { phase: 'Failed' } },
});
const slowStart = podWith({
  spec: { startupProbe: { exec: { command: ['/bin/ready', '--token', 's3cret'] } } },
  status: { started: false, restartCount: 3, state: runningFor(20), lastState: ended(143) },
});
const unready = podWith({
  spec: { readinessProbe: { tcpSocket: { port: 9999 } } },
  status: { restartCount: 6, state: waiting('CrashLoopBackOff'), lastState: ended(137) },
});

testCheck(livenessProbeKilling, {
  quiet: {
    'a healthy pod': { objects: [pod()] },
    'exit code 137, but no event speaks of a probe': { objects: [looping] },
    'killed at every known start, but the last run was too short for the probe': {
      objects: [diesSooner, ...history(diesSooner, 6, 6)],
    },
    'killed at some starts only: it ends by itself, too': { objects: [ownCode, ...history(ownCode, 4, 6)] },
    'killed two times are no habit': { objects: [ownCode, ...history(ownCode, 2, 2)] },
    'killed for memory, while the probe failed too': {
      objects: [
        outOfMemory,
        eventOn(outOfMemory, {
          reason: 'Killing',
          message: WILL_BE_RESTARTED,
          lastSeen: secondsAgo(31),
          fieldPath: 'spec.containers{web}',
        }),
      ],
    },
    'a probe failed once in the last run, and the program ended by itself': {
      objects: [
        crashing,
        eventOn(crashing, {
          reason: 'Unhealthy',
          message: REFUSED,
          lastSeen: secondsAgo(31),
          fieldPath: 'spec.containers{web}',
        }),
      ],
    },
    'killed by its probe long ago, now the program ends by itself': {
      objects: [
        crashing,
        eventOn(crashing, {
          reason: 'Killing',
          message: WILL_BE_RESTARTED,
          lastSeen: secondsAgo(3000),
          fieldPath: 'spec.containers{web}',
        }),
      ],
    },
    'the kill was of another container': {
      objects: [
        looping,
        eventOn(looping, {
          reason: 'Killing',
          message: 'Container other failed liveness probe, will be restarted',
          lastSeen: secondsAgo(31),
          fieldPath: 'spec.containers{other}',
        }),
      ],
    },
    'only its readiness probe fails': {
      objects: [
        unready,
        eventOn(unready, {
          reason: 'Unhealthy',
          message: 'Readiness probe failed: HTTP probe failed with statuscode: 500',
          lastSeen: secondsAgo(31),
          fieldPath: 'spec.containers{web}',
        }),
      ],
    },
    'killed by its probe 3601 s ago, runs since': {
      objects: [
        onceLongAgo,
        eventOn(onceLongAgo, {
          reason: 'Killing',
          message: WILL_BE_RESTARTED,
          lastSeen: secondsAgo(3602),
          fieldPath: 'spec.containers{web}',
        }),
      ],
    },
  },
  fires: {
    'ends by a code of its own when it is killed; the events of the last runs were dropped': {
      objects: [ownCode, ...history(ownCode, 5, 6)],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'again',
          part: 'web',
          data: {
            container: 'web',
            probe: 'liveness',
            target: 'TCP port 9999',
            answer: 'connection refused',
            restarts: 7,
            ago: '30 s',
          },
        },
      ],
    },
    'killed in its last run': {
      objects: [
        looping,
        eventOn(looping, {
          reason: 'Unhealthy',
          message: REFUSED,
          count: 14,
          lastSeen: secondsAgo(31),
          fieldPath: 'spec.containers{web}',
        }),
        eventOn(looping, {
          type: 'Normal',
          reason: 'Killing',
          message: WILL_BE_RESTARTED,
          count: 6,
          lastSeen: secondsAgo(31),
          fieldPath: 'spec.containers{web}',
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'again',
          part: 'web',
          data: {
            container: 'web',
            probe: 'liveness',
            target: 'TCP port 9999',
            answer: 'connection refused',
            restarts: 6,
            ago: '30 s',
          },
          evidence: [
            {
              type: 'EVENT',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              reason: 'Unhealthy',
              message: REFUSED,
              count: 14,
              at: '2026-03-01T11:59:29Z',
            },
            {
              type: 'EVENT',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              reason: 'Killing',
              message: WILL_BE_RESTARTED,
              count: 6,
              at: '2026-03-01T11:59:29Z',
            },
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
              value: 'Error',
              at: '2026-03-01T11:59:30Z',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.containerStatuses[web].restartCount',
              value: '6',
            },
          ],
        },
      ],
    },
    'a program that ends with 0 when it is told to': {
      objects: [
        graceful,
        eventOn(graceful, {
          reason: 'Killing',
          message: WILL_BE_RESTARTED,
          lastSeen: secondsAgo(31),
          fieldPath: 'spec.containers{web}',
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'again',
          part: 'web',
          data: {
            container: 'web',
            probe: 'liveness',
            target: 'TCP port 9999',
            answer: 'an answer that is no longer recorded',
            restarts: 6,
            ago: '30 s',
          },
        },
      ],
    },
    'the last kills were not announced, but the code is a signal': {
      objects: [
        looping,
        eventOn(looping, {
          reason: 'Killing',
          message: WILL_BE_RESTARTED,
          lastSeen: secondsAgo(3000),
          fieldPath: 'spec.containers{web}',
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'again',
          part: 'web',
          data: {
            container: 'web',
            probe: 'liveness',
            target: 'TCP port 9999',
            answer: 'an answer that is no longer recorded',
            restarts: 6,
            ago: '30 s',
          },
        },
      ],
    },
    'no kill is recorded, but the probe failed in the last run and the code is a signal': {
      objects: [
        looping,
        eventOn(looping, {
          reason: 'Unhealthy',
          message: 'Liveness probe failed: HTTP probe failed with statuscode: 503',
          lastSeen: secondsAgo(31),
          fieldPath: 'spec.containers{web}',
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'again',
          part: 'web',
          data: {
            container: 'web',
            probe: 'liveness',
            target: 'TCP port 9999',
            answer: 'HTTP 503',
            restarts: 6,
            ago: '30 s',
          },
        },
      ],
    },
    'killed once, 3600 s ago, and ready since': {
      objects: [
        onceRecently,
        eventOn(onceRecently, {
          reason: 'Killing',
          message: WILL_BE_RESTARTED,
          lastSeen: secondsAgo(3601),
          fieldPath: 'spec.containers{web}',
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'once',
          part: 'web',
          data: {
            container: 'web',
            probe: 'liveness',
            target: 'TCP port 9999',
            answer: 'an answer that is no longer recorded',
            restarts: 1,
            ago: '60 min',
          },
        },
      ],
    },
    'a task that is not started again': {
      objects: [
        onlyTry,
        eventOn(onlyTry, {
          reason: 'Killing',
          message: 'Stopping container web: Container web failed liveness probe',
          lastSeen: secondsAgo(31),
          fieldPath: 'spec.containers{web}',
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'over',
          part: 'web',
          data: {
            container: 'web',
            probe: 'liveness',
            target: 'TCP port 9999',
            answer: 'an answer that is no longer recorded',
            restarts: 0,
            ago: '30 s',
          },
        },
      ],
    },
    'its startup probe gives it too little time': {
      objects: [
        slowStart,
        eventOn(slowStart, {
          reason: 'Killing',
          message: 'Container web failed startup probe, will be restarted',
          lastSeen: secondsAgo(31),
          fieldPath: 'spec.containers{web}',
        }),
        eventOn(slowStart, {
          reason: 'Unhealthy',
          message: 'Startup probe failed: not yet',
          lastSeen: secondsAgo(31),
          fieldPath: 'spec.containers{web}',
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'again',
          part: 'web',
          data: {
            container: 'web',
            probe: 'startup',
            target: 'command /bin/ready',
            answer: 'not yet',
            restarts: 3,
            ago: '30 s',
          },
        },
      ],
    },
  },
});
