import { webhookServiceMissing } from '#src/checks/catalogue/control-plane/webhook-service-missing.ts';
import type { Service } from '#src/kubernetes/objects.ts';
import { merge, object, pod, type RawObject, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

const RULES = [
  { operations: ['CREATE', 'UPDATE'], apiGroups: ['apps'], apiVersions: ['v1'], resources: ['deployments'] },
];

function webhook(over: RawObject = {}): Record<string, unknown> {
  return merge(
    {
      name: 'check.example.com',
      failurePolicy: 'Fail',
      clientConfig: { service: { namespace: 'shop', name: 'policy' } },
      rules: RULES,
    },
    over,
  );
}

function validating(
  webhooks: readonly object[],
  over: object = {},
): ReturnType<typeof object<'ValidatingWebhookConfiguration'>> {
  return object('ValidatingWebhookConfiguration', { metadata: { name: 'policy', ...over }, webhooks });
}

function service(raw: RawObject = {}): Service {
  return object(
    'Service',
    merge(
      {
        metadata: { namespace: 'shop', name: 'policy' },
        spec: { selector: { app: 'web' }, ports: [{ port: 443, targetPort: 8443 }] },
      },
      raw,
    ),
  );
}

function endpoints(ready: boolean | undefined): ReturnType<typeof object<'EndpointSlice'>> {
  return object('EndpointSlice', {
    metadata: { namespace: 'shop', name: 'policy-x', labels: { 'kubernetes.io/service-name': 'policy' } },
    endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready } }],
  });
}

function unready(seconds: number): ReturnType<typeof pod> {
  return pod({ status: { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: secondsAgo(seconds) }] } });
}

const on = '/ValidatingWebhookConfiguration/policy';
const requests = ['CREATE and UPDATE of deployments'];

function missing(
  fault: string,
  over: object = {},
): {
  on: string;
  message: string;
  part: string;
  data: { service: string; serviceNamespace: string; fault: string; webhooks: string[]; requests: string[] };
} {
  return {
    on,
    message: 'missing',
    part: 'shop/policy:443',
    data: { service: 'policy', serviceNamespace: 'shop', fault, webhooks: ['check.example.com'], requests },
    ...over,
  };
}

testCheck(webhookServiceMissing, {
  quiet: {
    'a Service with a ready endpoint': { objects: [validating([webhook()]), service(), endpoints(true)] },
    'a ready endpoint that does not say so: unset means ready': {
      objects: [validating([webhook()]), service(), endpoints(undefined)],
    },
    'a webhook by URL': {
      objects: [validating([webhook({ clientConfig: { service: undefined, url: 'https://policy.example.com' } })])],
    },
    'a webhook without rules is never called': { objects: [validating([webhook({ rules: [] })])] },
    'an ExternalName is somewhere else': {
      objects: [
        validating([webhook()]),
        service({ spec: { type: 'ExternalName', externalName: 'policy.example.com' } }),
      ],
    },
    'a configuration 59 s old, applied before its Service': {
      objects: [validating([webhook()], { creationTimestamp: secondsAgo(59) })],
    },
    'a Service 59 s old': {
      objects: [validating([webhook()]), service({ metadata: { creationTimestamp: secondsAgo(59) } })],
    },
    'its only pod has not been ready for 59 s': {
      objects: [validating([webhook()]), service(), endpoints(false), unready(59)],
    },
    'a configuration that is being deleted': {
      objects: [validating([webhook()], { deletionTimestamp: secondsAgo(1) })],
    },
    'a configuration without webhooks': {
      objects: [object('MutatingWebhookConfiguration', { metadata: { name: 'policy' } })],
    },
  },
  fires: {
    'the Service does not exist': {
      objects: [validating([webhook()], { creationTimestamp: secondsAgo(60) })],
      reports: [
        missing('does not exist', {
          evidence: [
            {
              type: 'FIELD',
              object: {
                kind: 'ValidatingWebhookConfiguration',
                name: 'policy',
                uid: 'uid-ValidatingWebhookConfiguration--policy',
              },
              path: 'webhooks[check.example.com].clientConfig.service',
              value: 'shop/policy:443',
            },
          ],
          causes: [],
        }),
      ],
    },
    'Fail is the default': {
      objects: [validating([webhook({ failurePolicy: undefined })])],
      reports: [missing('does not exist')],
    },
    'failurePolicy Ignore': {
      objects: [validating([webhook({ failurePolicy: 'Ignore' })])],
      reports: [missing('does not exist', { message: 'missingIgnored' })],
    },
    'a mutating one': {
      objects: [
        object('MutatingWebhookConfiguration', {
          metadata: { name: 'policy' },
          webhooks: [webhook({ rules: [{ operations: ['*'], resources: ['*'] }] })],
        }),
      ],
      reports: [
        missing('does not exist', {
          on: '/MutatingWebhookConfiguration/policy',
          data: { ...missing('does not exist').data, requests: ['everything of everything'] },
        }),
      ],
    },
    'two webhooks of one Service are one defect, and one that fails decides': {
      objects: [validating([webhook({ name: 'a', failurePolicy: 'Ignore' }), webhook({ name: 'b' })])],
      reports: [missing('does not exist', { data: { ...missing('does not exist').data, webhooks: ['a', 'b'] } })],
    },
    'two Services are two': {
      objects: [validating([webhook(), webhook({ clientConfig: { service: { name: 'other', port: 8443 } } })])],
      reports: [
        missing('does not exist'),
        missing('does not exist', {
          part: 'shop/other:8443',
          data: { ...missing('does not exist').data, service: 'other' },
        }),
      ],
    },
    'the Service exists only in another namespace': {
      objects: [validating([webhook()]), service({ metadata: { namespace: 'other' } })],
      reports: [missing('does not exist')],
    },
    'the Service has no such port': {
      objects: [validating([webhook({ clientConfig: { service: { port: 8443 } } })]), service(), endpoints(true)],
      reports: [missing('has no port 8443', { part: 'shop/policy:8443', causes: ['shop/Service/policy'] })],
    },
    'its only pod has not been ready for 60 s': {
      objects: [validating([webhook()]), service(), endpoints(false), unready(60)],
      reports: [missing('has no ready endpoint', { causes: ['shop/Service/policy', 'shop/Pod/web-1'] })],
    },
    'it has no pod': { objects: [validating([webhook()]), service()], reports: [missing('has no ready endpoint')] },
    'it has no selector, and nobody wrote an endpoint': {
      objects: [
        validating([webhook()]),
        object('Service', { metadata: { namespace: 'shop', name: 'policy' }, spec: { ports: [{ port: 443 }] } }),
      ],
      reports: [missing('has no ready endpoint')],
    },
  },
});
