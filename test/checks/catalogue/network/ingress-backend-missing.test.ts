import { ingressBackendMissing } from '#src/checks/catalogue/network/ingress-backend-missing.ts';
import type { Service } from '#src/kubernetes/objects.ts';
import { merge, object, type RawObject, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

type Port = { readonly name?: string; readonly number?: number };

function ingress(paths: readonly object[], raw: RawObject = {}): ReturnType<typeof object<'Ingress'>> {
  return object(
    'Ingress',
    merge(
      {
        metadata: { namespace: 'shop', name: 'shop' },
        spec: { rules: [{ host: 'shop.example.com', http: { paths } }] },
      },
      raw,
    ),
  );
}

function to(name: string, port: Port, path = '/'): object {
  return { path, backend: { service: { name, port } } };
}

function service(raw: RawObject = {}): Service {
  return object(
    'Service',
    merge({ metadata: { namespace: 'shop', name: 'web' }, spec: { ports: [{ name: 'http', port: 80 }] } }, raw),
  );
}

const on = 'shop/Ingress/shop';
const missing = {
  on,
  message: 'serviceMissing',
  part: 'web',
  data: { routes: ['shop.example.com/'], service: 'web' },
} as const;

testCheck(ingressBackendMissing, {
  quiet: {
    'a port by number': { objects: [ingress([to('web', { number: 80 })]), service()] },
    'a port by name': { objects: [ingress([to('web', { name: 'http' })]), service()] },
    'a default backend that is there': {
      objects: [
        ingress([], { spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } } }),
        service(),
      ],
    },
    'a backend that is a resource': {
      objects: [ingress([{ path: '/', backend: { resource: { kind: 'StorageBucket', name: 'static' } } }])],
    },
    'an Ingress 59 s old, applied before its Service': {
      objects: [ingress([to('web', { number: 80 })], { metadata: { creationTimestamp: secondsAgo(59) } })],
    },
    'an Ingress that is being deleted': {
      objects: [ingress([to('web', { number: 80 })], { metadata: { deletionTimestamp: secondsAgo(1) } })],
    },
    'an action of the AWS load balancer, read from an annotation': {
      objects: [ingress([to('ssl-redirect', { name: 'use-annotation' })])],
    },
    'an ExternalName without ports: the number is taken as it is': {
      objects: [
        ingress([to('web', { number: 443 })]),
        object('Service', {
          metadata: { namespace: 'shop', name: 'web' },
          spec: { type: 'ExternalName', externalName: 'example.com' },
        }),
      ],
    },
    'no rules': { objects: [object('Ingress', { metadata: { namespace: 'shop', name: 'shop' } })] },
    'a rule for a host alone': {
      objects: [
        object('Ingress', {
          metadata: { namespace: 'shop', name: 'shop' },
          spec: { rules: [{ host: 'shop.example.com' }] },
        }),
      ],
    },
  },
  fires: {
    'the Service does not exist': {
      objects: [ingress([to('web', { number: 80 })], { metadata: { creationTimestamp: secondsAgo(60) } })],
      reports: [
        {
          ...missing,
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Ingress', namespace: 'shop', name: 'shop', uid: 'uid-Ingress-shop-shop' },
              path: 'spec.rules[0].http.paths[0].backend.service',
              value: 'web:80',
            },
          ],
        },
      ],
    },
    'a Service of that name exists only in another namespace': {
      objects: [ingress([to('web', { number: 80 })]), service({ metadata: { namespace: 'other' } })],
      reports: [missing],
    },
    'three paths to one missing Service are one defect': {
      objects: [
        ingress([to('web', { number: 80 }, '/a'), to('web', { number: 80 }, '/b'), to('web', { name: 'http' }, '/a')]),
      ],
      reports: [{ ...missing, data: { routes: ['shop.example.com/a', 'shop.example.com/b'], service: 'web' } }],
    },
    'two missing Services are two': {
      objects: [ingress([to('web', { number: 80 }, '/a'), to('api', { number: 80 }, '/b')])],
      reports: [
        { ...missing, data: { routes: ['shop.example.com/a'], service: 'web' } },
        { ...missing, part: 'api', data: { routes: ['shop.example.com/b'], service: 'api' } },
      ],
    },
    'the default backend does not exist': {
      objects: [ingress([], { spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } } })],
      reports: [{ ...missing, data: { routes: ['all other requests'], service: 'web' } }],
    },
    'a rule for any host': {
      objects: [
        object('Ingress', {
          metadata: { namespace: 'shop', name: 'shop' },
          spec: { rules: [{ http: { paths: [{ backend: { service: { name: 'web', port: { number: 80 } } } }] } }] },
        }),
      ],
      reports: [{ ...missing, data: { routes: ['*/'], service: 'web' } }],
    },
    'the Service has no such port': {
      objects: [
        ingress([
          to('web', { number: 8080 }, '/a'),
          to('web', { name: 'grpc' }, '/b'),
          to('web', { number: 80 }, '/c'),
        ]),
        service(),
      ],
      reports: [
        {
          on,
          message: 'portMissing',
          part: 'web',
          data: {
            routes: ['shop.example.com/a', 'shop.example.com/b'],
            service: 'web',
            port: ['8080', 'grpc'],
            ports: ['http (80)'],
          },
          causes: [],
        },
      ],
    },
    "a number is not the target's number": {
      objects: [ingress([to('web', { number: 8080 })]), service({ spec: { ports: [{ port: 80, targetPort: 8080 }] } })],
      reports: [
        {
          on,
          message: 'portMissing',
          part: 'web',
          data: { routes: ['shop.example.com/'], service: 'web', port: ['8080'], ports: ['80'] },
        },
      ],
    },
    'the Service has no ports': {
      objects: [
        ingress([to('web', { number: 80 })]),
        object('Service', { metadata: { namespace: 'shop', name: 'web' }, spec: { clusterIP: 'None' } }),
      ],
      reports: [
        {
          on,
          message: 'portMissing',
          part: 'web',
          data: { routes: ['shop.example.com/'], service: 'web', port: ['80'], ports: ['no port'] },
        },
      ],
    },
  },
});
