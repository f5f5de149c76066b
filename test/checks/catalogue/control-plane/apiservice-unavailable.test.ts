import { apiserviceUnavailable } from '#src/checks/catalogue/control-plane/apiservice-unavailable.ts';
import { object, pod, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

function api(available: object | undefined, over: object = {}): ReturnType<typeof object<'APIService'>> {
  return object('APIService', {
    metadata: { name: 'v1beta1.metrics.k8s.io', ...over },
    spec: { group: 'metrics.k8s.io', version: 'v1beta1', service: { namespace: 'shop', name: 'metrics', port: 443 } },
    status: available === undefined ? {} : { conditions: [{ type: 'Available', ...available }] },
  });
}

const service = object('Service', {
  metadata: { namespace: 'shop', name: 'metrics' },
  spec: { selector: { app: 'web' }, ports: [{ port: 443 }] },
});
const NOT_FOUND = {
  status: 'False',
  reason: 'ServiceNotFound',
  message: 'service/metrics in "shop" is not present',
  lastTransitionTime: secondsAgo(60),
};
const NO_ENDPOINTS = {
  status: 'False',
  reason: 'MissingEndpoints',
  message: 'endpoints for service/metrics in "shop" have no addresses with port name "https".',
  lastTransitionTime: secondsAgo(60),
};
const PASSED = { status: 'True', reason: 'Passed' };

const on = '/APIService/v1beta1.metrics.k8s.io';
const serviceMissing = {
  on,
  message: 'serviceMissing',
  data: { service: 'metrics', serviceNamespace: 'shop' },
} as const;
const unavailable = {
  on,
  message: 'unavailable',
  data: {
    service: 'metrics',
    serviceNamespace: 'shop',
    reason: 'MissingEndpoints',
    explanation: 'endpoints for service/metrics in "shop" have no addresses with port name "https"',
  },
} as const;

testCheck(apiserviceUnavailable, {
  quiet: {
    'an API that is available': { objects: [api(PASSED), service] },
    "the API server's own API has no Service": {
      objects: [
        object('APIService', {
          metadata: { name: 'v1.apps' },
          spec: { group: 'apps', version: 'v1' },
          status: { conditions: [{ type: 'Available', status: 'True', reason: 'Local' }] },
        }),
      ],
    },
    'not judged yet, and its Service is there': { objects: [api(undefined), service] },
    'unavailable for 59 s: its only pod was replaced': {
      objects: [api({ ...NO_ENDPOINTS, lastTransitionTime: secondsAgo(59) }), service],
    },
    'an APIService 59 s old': { objects: [api(NOT_FOUND, { creationTimestamp: secondsAgo(59) })] },
    'an APIService that is being deleted': { objects: [api(NOT_FOUND, { deletionTimestamp: secondsAgo(1) })] },
  },
  fires: {
    'its Service does not exist': {
      objects: [api(NOT_FOUND, { creationTimestamp: secondsAgo(60) })],
      reports: [
        {
          ...serviceMissing,
          evidence: [
            {
              type: 'FIELD',
              object: {
                kind: 'APIService',
                name: 'v1beta1.metrics.k8s.io',
                uid: 'uid-APIService--v1beta1.metrics.k8s.io',
              },
              path: 'spec.service',
              value: 'shop/metrics',
            },
            {
              type: 'FIELD',
              object: {
                kind: 'APIService',
                name: 'v1beta1.metrics.k8s.io',
                uid: 'uid-APIService--v1beta1.metrics.k8s.io',
              },
              path: 'status.conditions[Available]',
              value: 'False, ServiceNotFound: service/metrics in "shop" is not present',
              at: '2026-03-01T11:59:00Z',
            },
          ],
        },
      ],
    },
    'its Service does not exist, and nobody has judged it yet': {
      objects: [api(undefined)],
      reports: [serviceMissing],
    },
    'its Service has no endpoints: the pods behind it that are not ready explain it': {
      objects: [
        api(NO_ENDPOINTS),
        service,
        pod(),
        pod({ metadata: { name: 'web-2' }, status: { conditions: [{ type: 'Ready', status: 'False' }] } }),
      ],
      reports: [{ ...unavailable, causes: ['shop/Service/metrics', 'shop/Pod/web-2'] }],
    },
    'a Service without selector': {
      objects: [
        api(NO_ENDPOINTS),
        object('Service', { metadata: { namespace: 'shop', name: 'metrics' }, spec: { ports: [{ port: 443 }] } }),
        pod(),
      ],
      reports: [{ ...unavailable, causes: ['shop/Service/metrics'] }],
    },
    'no words are given': {
      objects: [api({ status: 'False' }), service],
      reports: [
        {
          ...unavailable,
          data: {
            service: 'metrics',
            serviceNamespace: 'shop',
            reason: 'no reason given',
            explanation: 'no explanation given',
          },
        },
      ],
    },
  },
});
