import { imageNameInvalid } from '#src/checks/catalogue/pods/image-name-invalid.ts';
import { podWith, waiting } from '#test/harness/containers.ts';
import { eventOn, pod, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

const WORDS =
  'Failed to apply default image tag "Web:1": couldn\'t parse image name "Web:1": invalid reference format: repository name (library/Web) must be lowercase';
const invalid = podWith({
  spec: { image: 'Web:1' },
  status: { ready: false, state: waiting('InvalidImageName', WORDS) },
});

testCheck(imageNameInvalid, {
  quiet: {
    'a healthy pod': { objects: [pod()] },
    'a valid name that nobody serves': {
      objects: [podWith({ status: { ready: false, state: waiting('ErrImagePull') } })],
    },
    'a pod on its way out': {
      objects: [
        podWith({
          status: { state: waiting('InvalidImageName') },
          over: { metadata: { deletionTimestamp: secondsAgo(1) } },
        }),
      ],
    },
  },
  fires: {
    'a name with capitals': {
      objects: [
        invalid,
        eventOn(invalid, { reason: 'InspectFailed', message: WORDS, count: 8, fieldPath: 'spec.containers{web}' }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'invalidName',
          part: 'web',
          data: {
            container: 'web',
            image: 'Web:1',
            words: 'invalid reference format: repository name (library/Web) must be lowercase',
          },
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.containerStatuses[web].state.waiting.reason',
              value: 'InvalidImageName',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.containerStatuses[web].state.waiting.message',
              value: WORDS,
            },
            {
              type: 'EVENT',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              reason: 'InspectFailed',
              message: WORDS,
              count: 8,
              at: '2026-03-01T11:59:00Z',
            },
          ],
        },
      ],
    },
    'an image that is not on the node and may not be pulled': {
      objects: [
        podWith({
          status: {
            ready: false,
            state: waiting('ErrImageNeverPull', 'Container image "web:1" is not present with pull policy of Never'),
          },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'neverPulled',
          part: 'web',
          data: {
            container: 'web',
            image: 'web:1',
            words: 'Container image "web:1" is not present with pull policy of Never',
          },
        },
      ],
    },
    'an image that the runtime cannot inspect': {
      objects: [
        podWith({
          status: {
            ready: false,
            state: waiting('ImageInspectError', 'Failed to inspect image "web:1": rpc error: code = Unavailable'),
          },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'notInspected',
          part: 'web',
          data: { container: 'web', image: 'web:1', words: 'rpc error: code = Unavailable' },
        },
      ],
    },
    'a runtime without a word': {
      objects: [podWith({ status: { ready: false, state: waiting('ImageInspectError') } })],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'notInspected',
          part: 'web',
          data: { container: 'web', image: 'web:1', words: 'no reason was given' },
        },
      ],
    },
  },
});
