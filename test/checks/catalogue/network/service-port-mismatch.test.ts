import { servicePortMismatch } from '#src/checks/catalogue/network/service-port-mismatch.ts';
import type { Pod, Service } from '#src/kubernetes/objects.ts';
import { merge, object, pod, type RawObject, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

function service(port: object, raw: RawObject = {}): Service {
  return object(
    'Service',
    merge(
      {
        metadata: { namespace: 'shop', name: 'web' },
        spec: { selector: { app: 'web' }, ports: [{ port: 80, ...port }] },
      },
      raw,
    ),
  );
}

function listening(ports: readonly object[], raw: RawObject = {}): Pod {
  return pod(merge({ spec: { containers: [{ name: 'web', image: 'web:1', ports }] } }, raw));
}

const HTTP = { name: 'http', containerPort: 8080 };
const on = 'shop/Service/web';

function expected(
  message: string,
  target: string | number,
  declared: readonly string[],
  over: object = {},
): {
  on: string;
  message: string;
  part: string;
  data: { port: number; protocol: string; target: string | number; declared: readonly string[]; labels: string };
} {
  return { on, message, part: '80', data: { port: 80, protocol: 'TCP', target, declared, labels: 'app=web', ...over } };
}

testCheck(servicePortMismatch, {
  quiet: {
    'the name is declared': { objects: [service({ targetPort: 'http' }), listening([HTTP])] },
    'the number is declared': { objects: [service({ targetPort: 8080 }), listening([HTTP])] },
    'the number is written as text': { objects: [service({ targetPort: '8080' }), listening([HTTP])] },
    'no target: the port itself': { objects: [service({}), listening([{ containerPort: 80 }])] },
    'the number is not declared, as nothing is': { objects: [service({ targetPort: 9090 }), listening([])] },
    'one of two pods declares nothing, so the number may be its': {
      objects: [service({ targetPort: 9090 }), listening([HTTP]), listening([], { metadata: { name: 'web-2' } })],
    },
    'nothing is declared in the protocol': {
      objects: [service({ targetPort: 53, protocol: 'UDP' }), listening([HTTP])],
    },
    'one of two pods has the name: others share the labels, or a rollout adds it': {
      objects: [service({ targetPort: 'http' }), listening([]), listening([HTTP], { metadata: { name: 'web-2' } })],
    },
    'a native sidecar declares it': {
      objects: [
        service({ targetPort: 'proxy' }),
        listening([HTTP], {
          spec: {
            initContainers: [
              { name: 'proxy', restartPolicy: 'Always', ports: [{ name: 'proxy', containerPort: 15001 }] },
            ],
          },
        }),
      ],
    },
    'no pod matches': { objects: [service({ targetPort: 'admin' })] },
    'the only pod is going': {
      objects: [
        service({ targetPort: 'admin' }),
        listening([HTTP], { metadata: { deletionTimestamp: secondsAgo(1) } }),
      ],
    },
    'no selector': {
      objects: [service({ targetPort: 'admin' }, { spec: { selector: undefined } }), listening([HTTP])],
    },
    'a Service that is being deleted': {
      objects: [
        service({ targetPort: 'admin' }, { metadata: { deletionTimestamp: secondsAgo(1) } }),
        listening([HTTP]),
      ],
    },
    'a headless Service without ports': {
      objects: [
        object('Service', {
          metadata: { namespace: 'shop', name: 'web' },
          spec: { clusterIP: 'None', selector: { app: 'web' } },
        }),
        listening([HTTP]),
      ],
    },
  },
  fires: {
    'no pod declares the name': {
      objects: [service({ targetPort: 'admin' }), listening([HTTP])],
      reports: [
        {
          ...expected('nameUnknown', 'admin', ['http 8080/TCP']),
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Service', namespace: 'shop', name: 'web', uid: 'uid-Service-shop-web' },
              path: 'spec.ports[80].targetPort',
              value: 'admin',
            },
          ],
        },
      ],
    },
    'pods that are not ready are looked at too': {
      objects: [
        service({ targetPort: 'admin' }),
        listening([HTTP], { status: { conditions: [{ type: 'Ready', status: 'False' }] } }),
      ],
      reports: [expected('nameUnknown', 'admin', ['http 8080/TCP'])],
    },
    'pods that declare nothing': {
      objects: [service({ targetPort: 'admin' }), listening([])],
      reports: [expected('nameUnknown', 'admin', ['none'])],
    },
    'the name is declared for another protocol': {
      objects: [service({ targetPort: 'http', protocol: 'UDP' }), listening([HTTP])],
      reports: [expected('nameUnknown', 'http', ['http 8080/TCP'], { protocol: 'UDP' })],
    },
    'an ordinary init container does not listen': {
      objects: [
        service({ targetPort: 'setup' }),
        listening([HTTP], {
          spec: { initContainers: [{ name: 'setup', ports: [{ name: 'setup', containerPort: 1 }] }] },
        }),
      ],
      reports: [expected('nameUnknown', 'setup', ['http 8080/TCP'])],
    },
    'of two ports one is right': {
      objects: [
        service(
          {},
          {
            spec: {
              ports: [
                { name: 'a', port: 80, targetPort: 'http' },
                { name: 'b', port: 81, targetPort: 'admin' },
              ],
            },
          },
        ),
        listening([HTTP]),
      ],
      reports: [
        {
          on,
          message: 'nameUnknown',
          part: 'b',
          data: { port: 81, protocol: 'TCP', target: 'admin', declared: ['http 8080/TCP'], labels: 'app=web' },
        },
      ],
    },
    'a headless Service': {
      objects: [service({ targetPort: 'admin' }, { spec: { clusterIP: 'None' } }), listening([HTTP])],
      reports: [expected('nameUnknownHeadless', 'admin', ['http 8080/TCP'])],
    },
    'every pod declares ports, none this number': {
      objects: [
        service({ targetPort: 9090 }),
        listening([HTTP]),
        listening([{ containerPort: 7000 }], { metadata: { name: 'web-2' } }),
      ],
      reports: [expected('numberUndeclared', 9090, ['http 8080/TCP', '7000/TCP'])],
    },
  },
});
