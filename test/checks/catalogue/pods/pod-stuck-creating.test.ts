import { podStuckCreating } from '#src/checks/catalogue/pods/pod-stuck-creating.ts';
import type { ObjectOf } from '#src/kubernetes/objects.ts';
import { ended, runningFor, waiting } from '#test/harness/containers.ts';
import { eventOn, merge, node, object, pod, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

/** A pod that was bound so many seconds ago and whose container `web` is in creation since. */
function creating(seconds: number, over: Record<string, unknown> = {}): ObjectOf<'Pod'> {
  const at = secondsAgo(seconds);
  const young = {
    metadata: { creationTimestamp: at },
    status: {
      phase: 'Pending',
      startTime: at,
      conditions: [
        { type: 'PodScheduled', status: 'True', lastTransitionTime: at },
        { type: 'ContainersReady', status: 'False', lastTransitionTime: at },
      ],
      containerStatuses: [
        { name: 'web', ready: false, started: false, restartCount: 0, state: waiting('ContainerCreating') },
      ],
    },
  };
  return pod(merge(young, over));
}

const wantsConfig = { spec: { volumes: [{ name: 'config', configMap: { name: 'web-config' } }] } };
const wantsClaim = { spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'web-data' } }] } };
const attached = creating(60, wantsClaim);
const summary = creating(300, wantsClaim);
const noNetwork = creating(90);
const cacheOnly = creating(59);
const pulling = creating(300, wantsConfig);
const upAgain = pod({
  status: { containerStatuses: [{ name: 'web', ready: true, restartCount: 0, state: runningFor(30) }] },
});
const oldEvent = creating(120);

testCheck(podStuckCreating, {
  quiet: {
    'a healthy pod': { objects: [pod()] },
    'in creation for 599 s without an error: a large image': { objects: [creating(599)] },
    'a mount has failed, but the pod is 59 s old': {
      objects: [
        cacheOnly,
        eventOn(cacheOnly, {
          reason: 'FailedMount',
          message:
            'MountVolume.SetUp failed for volume "config" : failed to sync configmap cache: timed out waiting for the condition',
          lastSeen: secondsAgo(50),
        }),
      ],
    },
    'a mount failed at first, and the pod runs': {
      objects: [
        upAgain,
        eventOn(upAgain, {
          reason: 'FailedMount',
          message: 'MountVolume.SetUp failed for volume "config" : timed out',
          lastSeen: secondsAgo(50),
        }),
      ],
    },
    'a mount failed before the pod was given its present sandbox': {
      objects: [
        oldEvent,
        eventOn(oldEvent, { reason: 'FailedMount', message: 'MountVolume.SetUp failed', lastSeen: secondsAgo(121) }),
      ],
    },
    'a mount failed at first, and then a large image is pulled': {
      objects: [
        pulling,
        eventOn(pulling, { reason: 'FailedMount', message: 'MountVolume.SetUp failed', lastSeen: secondsAgo(299) }),
        eventOn(pulling, { reason: 'Pulling', message: 'Pulling image "web:1"', lastSeen: secondsAgo(290) }),
      ],
    },
    'the sandbox is up, so its volumes are there, though their ConfigMap is gone': {
      objects: [
        creating(300, {
          ...wantsConfig,
          status: { conditions: [{ type: 'PodReadyToStartContainers', status: 'True' }] },
        }),
      ],
    },
    'a volume that is missing, but optional': {
      objects: [
        creating(300, { spec: { volumes: [{ name: 'config', configMap: { name: 'web-config', optional: true } }] } }),
      ],
    },
    'ConfigMaps may not be read, so none is known to be missing': {
      objects: [creating(300, wantsConfig)],
      states: { ConfigMap: { state: 'FORBIDDEN', verb: 'list', resource: 'configmaps' } },
    },
    'an init container is at work, the main ones wait': {
      objects: [
        creating(7200, {
          spec: { initContainers: [{ name: 'load', image: 'load:1' }] },
          status: {
            initContainerStatuses: [{ name: 'load', state: runningFor(7000) }],
            containerStatuses: [{ name: 'web', state: waiting('PodInitializing') }],
          },
        }),
      ],
    },
    'the last init container ended 10 s ago': {
      objects: [
        creating(7200, {
          spec: { initContainers: [{ name: 'load', image: 'load:1' }] },
          status: {
            initContainerStatuses: [{ name: 'load', state: ended(0, { ago: 10 }) }],
            containerStatuses: [{ name: 'web', state: waiting('PodInitializing') }],
          },
        }),
      ],
    },
    'a container waits with an error, which has a check of its own': {
      objects: [creating(7200, { status: { containerStatuses: [{ name: 'web', state: waiting('ErrImagePull') }] } })],
    },
    'no node yet': {
      objects: [
        object('Pod', {
          metadata: { namespace: 'shop', name: 'web-1' },
          spec: { containers: [{ name: 'web' }] },
          status: { phase: 'Pending' },
        }),
      ],
    },
    'a pod that runs, by a status that is not filled': {
      objects: [
        object('Pod', {
          metadata: { namespace: 'shop', name: 'web-1' },
          spec: { nodeName: 'node-1', containers: [{ name: 'web', image: 'web:1' }] },
          status: { phase: 'Running' },
        }),
      ],
    },
    'its node is down': {
      objects: [node({ status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }), creating(7200)],
    },
    'a pod on its way out': { objects: [creating(7200, { metadata: { deletionTimestamp: secondsAgo(1) } })] },
  },
  fires: {
    'a ConfigMap of a volume is missing for 60 s': {
      objects: [node(), creating(60, wantsConfig)],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'missing',
          data: { node: 'node-1', span: '60 s', missing: ['ConfigMap web-config does not exist (volume config)'] },
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.phase',
              value: 'Pending',
              at: '2026-03-01T11:59:00Z',
            },
          ],
        },
      ],
    },
    'a key of a projected Secret is missing': {
      objects: [
        object('Secret', { metadata: { namespace: 'shop', name: 'keys' }, data: { a: 'eA==' } }),
        creating(60, {
          spec: {
            volumes: [
              { name: 'all', projected: { sources: [{ secret: { name: 'keys', items: [{ key: 'b', path: 'b' }] } }] } },
            ],
          },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'missing',
          data: { node: 'node-1', span: '60 s', missing: ['Secret keys has no key b (volume all)'] },
        },
      ],
    },
    'a volume is attached elsewhere': {
      objects: [
        attached,
        eventOn(attached, {
          reason: 'FailedAttachVolume',
          message: 'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) web-0',
          lastSeen: secondsAgo(40),
        }),
        eventOn(attached, {
          reason: 'FailedMount',
          message: 'Unable to attach or mount volumes: unmounted volumes=[data]: timed out waiting for the condition',
          lastSeen: secondsAgo(5),
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'volumes',
          data: {
            node: 'node-1',
            span: '60 s',
            words: 'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) web-0',
          },
          causes: ['shop/PersistentVolumeClaim/web-data'],
          evidence: [
            {
              type: 'EVENT',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              reason: 'FailedAttachVolume',
              message: 'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) web-0',
              count: 1,
              at: '2026-03-01T11:59:20Z',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.phase',
              value: 'Pending',
              at: '2026-03-01T11:59:00Z',
            },
          ],
        },
      ],
    },
    "only the kubelet's summary is left": {
      objects: [
        summary,
        eventOn(summary, {
          reason: 'FailedMount',
          message: 'Unable to attach or mount volumes: unmounted volumes=[data]: timed out waiting for the condition',
          lastSeen: secondsAgo(5),
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'volumes',
          data: {
            node: 'node-1',
            span: '5 min',
            words: 'Unable to attach or mount volumes: unmounted volumes=[data]: timed out waiting for the condition',
          },
        },
      ],
    },
    'a mount fails again after an image was pulled: the pod was given a new sandbox': {
      objects: [
        pulling,
        eventOn(pulling, { reason: 'Pulled', message: 'Container image "web:1" present', lastSeen: secondsAgo(290) }),
        eventOn(pulling, {
          reason: 'FailedMount',
          message: 'MountVolume.SetUp failed for volume "config": timed out',
          lastSeen: secondsAgo(20),
        }),
      ],
      states: { ConfigMap: { state: 'FORBIDDEN', verb: 'list', resource: 'configmaps' } },
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'volumes',
          data: {
            node: 'node-1',
            span: '5 min',
            words: 'MountVolume.SetUp failed for volume "config": timed out',
          },
        },
      ],
    },
    'the network plugin fails': {
      objects: [
        noNetwork,
        eventOn(noNetwork, {
          reason: 'FailedCreatePodSandBox',
          message:
            'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "0f": plugin type="calico" failed (add): no free address',
          lastSeen: secondsAgo(5),
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'sandbox',
          data: {
            node: 'node-1',
            span: '90 s',
            words:
              'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "0f": plugin type="calico" failed (add): no free address',
          },
          causes: ['/Node/node-1'],
        },
      ],
    },
    'in creation for 600 s without an error': {
      objects: [creating(600)],
      reports: [
        { on: 'shop/Pod/web-1', message: 'slow', data: { node: 'node-1', span: '10 min', containers: ['web'] } },
      ],
    },
    'the kubelet has not said a word in 600 s': {
      objects: [creating(600, { status: { startTime: undefined, conditions: [], containerStatuses: [] } })],
      reports: [
        { on: 'shop/Pod/web-1', message: 'slow', data: { node: 'node-1', span: '10 min', containers: ['web'] } },
      ],
    },
    'one of two containers runs, the other is still in creation': {
      objects: [
        creating(600, {
          spec: {
            containers: [
              { name: 'web', image: 'web:1' },
              { name: 'big', image: 'big:1' },
            ],
          },
          status: {
            containerStatuses: [
              { name: 'web', ready: true, state: runningFor(590) },
              { name: 'big', state: waiting('ContainerCreating') },
            ],
          },
        }),
      ],
      reports: [
        { on: 'shop/Pod/web-1', message: 'slow', data: { node: 'node-1', span: '10 min', containers: ['big'] } },
      ],
    },
    'neither of two containers is there': {
      objects: [
        creating(600, {
          spec: { containers: [{ name: 'web' }, { name: 'big' }] },
          status: {
            containerStatuses: [
              { name: 'web', state: waiting('ContainerCreating') },
              { name: 'big', state: waiting('ContainerCreating') },
            ],
          },
        }),
      ],
      reports: [
        { on: 'shop/Pod/web-1', message: 'slow', data: { node: 'node-1', span: '10 min', containers: ['web', 'big'] } },
      ],
    },
    'the first init container is not made either': {
      objects: [
        creating(600, {
          spec: { initContainers: [{ name: 'load', image: 'load:1' }] },
          status: {
            initContainerStatuses: [{ name: 'load', state: waiting('PodInitializing') }],
            containerStatuses: [{ name: 'web', state: waiting('PodInitializing') }],
          },
        }),
      ],
      reports: [
        { on: 'shop/Pod/web-1', message: 'slow', data: { node: 'node-1', span: '10 min', containers: ['load'] } },
      ],
    },
  },
});
