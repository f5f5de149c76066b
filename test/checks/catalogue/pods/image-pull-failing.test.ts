import { imagePullFailing } from '#src/checks/catalogue/pods/image-pull-failing.ts';
import { podWith, waiting } from '#test/harness/containers.ts';
import { eventOn, pod, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

const backOff = podWith({
  spec: { image: 'registry.test/web:2' },
  status: { ready: false, state: waiting('ImagePullBackOff', 'Back-off pulling image "registry.test/web:2"') },
});

testCheck(imagePullFailing, {
  quiet: {
    'a healthy pod': { objects: [pod()] },
    'an image that is being pulled': {
      objects: [podWith({ status: { ready: false, state: waiting('ContainerCreating') } })],
    },
    'an image that may not be pulled at all': {
      objects: [podWith({ status: { ready: false, state: waiting('ErrImageNeverPull') } })],
    },
    'a pod on its way out': {
      objects: [
        podWith({
          status: { state: waiting('ErrImagePull') },
          over: { metadata: { deletionTimestamp: secondsAgo(1) } },
        }),
      ],
    },
  },
  fires: {
    'the first try failed': {
      objects: [
        podWith({
          spec: { image: 'registry.test/web:2' },
          status: {
            ready: false,
            state: waiting(
              'ErrImagePull',
              'failed to pull and unpack image "registry.test/web:2": failed to resolve reference "registry.test/web:2": registry.test/web:2: not found',
            ),
          },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'failing',
          part: 'web',
          data: { container: 'web', image: 'registry.test/web:2', why: 'the registry has no such image or tag' },
        },
      ],
    },
    'in back-off, where only the event of another failure tells why': {
      objects: [
        backOff,
        eventOn(backOff, {
          reason: 'Failed',
          message:
            'Failed to pull image "registry.test/web:2": rpc error: code = Unknown desc = unexpected status from HEAD request to https://registry.test/v2/web/manifests/2: 401 Unauthorized',
          count: 4,
          fieldPath: 'spec.containers{web}',
        }),
        eventOn(backOff, {
          reason: 'Failed',
          message: 'Error: ImagePullBackOff',
          count: 30,
          lastSeen: secondsAgo(1),
          fieldPath: 'spec.containers{web}',
        }),
        eventOn(backOff, {
          reason: 'FailedToRetrieveImagePullSecret',
          message:
            'Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.',
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'failing',
          part: 'web',
          data: {
            container: 'web',
            image: 'registry.test/web:2',
            why: 'the registry refuses access: credentials are missing or wrong, or there is no such repository; the pull secret regcred was not found',
          },
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.containerStatuses[web].state.waiting.reason',
              value: 'ImagePullBackOff',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.containerStatuses[web].state.waiting.message',
              value: 'Back-off pulling image "registry.test/web:2"',
            },
            {
              type: 'EVENT',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              reason: 'Failed',
              message:
                'Failed to pull image "registry.test/web:2": rpc error: code = Unknown desc = unexpected status from HEAD request to https://registry.test/v2/web/manifests/2: 401 Unauthorized',
              count: 4,
              at: '2026-03-01T11:59:00Z',
            },
            {
              type: 'EVENT',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              reason: 'FailedToRetrieveImagePullSecret',
              message:
                'Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.',
              count: 1,
              at: '2026-03-01T11:59:00Z',
            },
          ],
        },
      ],
    },
    'in back-off, and nothing tells why': {
      objects: [backOff],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'failing',
          part: 'web',
          data: { container: 'web', image: 'registry.test/web:2', why: 'no reason was given' },
        },
      ],
    },
    'an init container': {
      objects: [
        pod({
          spec: { initContainers: [{ name: 'wait', image: 'wait:1' }] },
          status: {
            phase: 'Pending',
            initContainerStatuses: [
              {
                name: 'wait',
                restartCount: 0,
                state: waiting('ErrImagePull', 'dial tcp: lookup registry.test: no such host'),
              },
            ],
          },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'failing',
          part: 'wait',
          data: { container: 'wait', image: 'wait:1', why: "the registry's name cannot be resolved" },
        },
      ],
    },
  },
});
