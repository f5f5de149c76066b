import { containerConfigMissing } from '#src/checks/catalogue/pods/container-config-missing.ts';
import { podWith, waiting } from '#test/harness/containers.ts';
import { object, pod, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

const refused = {
  ready: false,
  state: waiting('CreateContainerConfigError', "couldn't find key URL in ConfigMap shop/web-config"),
};
const wantsUrl = { env: [{ name: 'URL', valueFrom: { configMapKeyRef: { name: 'web-config', key: 'URL' } } }] };
const config = object('ConfigMap', { metadata: { namespace: 'shop', name: 'web-config' }, data: { PORT: '80' } });

testCheck(containerConfigMissing, {
  quiet: {
    'a healthy pod': { objects: [pod()] },
    'a missing key that was there when the container was made': { objects: [config, podWith({ spec: wantsUrl })] },
    'a pod on its way out': {
      objects: [podWith({ spec: wantsUrl, status: refused, over: { metadata: { deletionTimestamp: secondsAgo(1) } } })],
    },
  },
  fires: {
    'a key is missing': {
      objects: [config, podWith({ spec: wantsUrl, status: refused })],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'missing',
          part: 'web',
          data: { container: 'web', missing: ['ConfigMap web-config has no key URL'] },
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.containerStatuses[web].state.waiting.reason',
              value: 'CreateContainerConfigError',
            },
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'status.containerStatuses[web].state.waiting.message',
              value: "couldn't find key URL in ConfigMap shop/web-config",
            },
          ],
        },
      ],
    },
    'everything is missing at once': {
      objects: [
        podWith({
          spec: {
            env: [
              { name: 'A', valueFrom: { secretKeyRef: { name: 'keys', key: 'a' } } },
              { name: 'B', valueFrom: { secretKeyRef: { name: 'keys', key: 'b' } } },
              { name: 'C', valueFrom: { configMapKeyRef: { name: 'maybe', key: 'c', optional: true } } },
            ],
            envFrom: [{ configMapRef: { name: 'all' } }, { secretRef: { name: 'rest', optional: true } }],
          },
          status: refused,
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'missing',
          part: 'web',
          data: { container: 'web', missing: ['ConfigMap all does not exist', 'Secret keys does not exist'] },
        },
      ],
    },
    'the object of another namespace does not help': {
      objects: [
        object('ConfigMap', { metadata: { namespace: 'other', name: 'web-config' }, data: { URL: 'x' } }),
        podWith({ spec: wantsUrl, status: refused }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'missing',
          part: 'web',
          data: { container: 'web', missing: ['ConfigMap web-config does not exist'] },
        },
      ],
    },
    'a key among binary data is a key': {
      objects: [
        object('ConfigMap', { metadata: { namespace: 'shop', name: 'web-config' }, binaryData: { URL: 'eA==' } }),
        podWith({ spec: wantsUrl, status: refused }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'refused',
          part: 'web',
          data: { container: 'web', words: "couldn't find key URL in ConfigMap shop/web-config" },
        },
      ],
    },
    'ConfigMaps may not be read, so the kubelet is quoted': {
      objects: [podWith({ spec: wantsUrl, status: refused })],
      states: { ConfigMap: { state: 'FORBIDDEN', verb: 'list', resource: 'configmaps' } },
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'refused',
          part: 'web',
          data: { container: 'web', words: "couldn't find key URL in ConfigMap shop/web-config" },
        },
      ],
    },
    'another reason: the image would run as root': {
      objects: [
        podWith({
          status: {
            ready: false,
            state: waiting(
              'CreateContainerConfigError',
              'container has runAsNonRoot and image will run as root (pod: "web-1_shop(uid)", container: web)',
            ),
          },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'refused',
          part: 'web',
          data: {
            container: 'web',
            words: 'container has runAsNonRoot and image will run as root (pod: "web-1_shop(uid)", container: web)',
          },
        },
      ],
    },
    'a kubelet without a word': {
      objects: [podWith({ status: { ready: false, state: waiting('CreateContainerConfigError') } })],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'refused',
          part: 'web',
          data: { container: 'web', words: 'the kubelet gives no reason' },
        },
      ],
    },
    'an init container': {
      objects: [
        pod({
          spec: {
            initContainers: [{ name: 'seed', image: 'seed:1', envFrom: [{ secretRef: { name: 'seed-keys' } }] }],
          },
          status: {
            phase: 'Pending',
            initContainerStatuses: [
              {
                name: 'seed',
                restartCount: 0,
                state: waiting('CreateContainerConfigError', 'secret "seed-keys" not found'),
              },
            ],
          },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'missing',
          part: 'seed',
          data: { container: 'seed', missing: ['Secret seed-keys does not exist'] },
        },
      ],
    },
  },
});
