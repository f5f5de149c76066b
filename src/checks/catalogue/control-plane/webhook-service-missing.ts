import { z } from 'zod';
import type { ObjectRef, Snapshot } from '#src/kubernetes/port.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { refOf } from '../../engine/object-ref.ts';
import { endpointCounts } from '../../lib/endpoints.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { START_SECONDS, seconds } from '../../lib/seconds-param.ts';
import { selectorOf } from '../../lib/selectors.ts';
import { pastServing } from '../../lib/services.ts';
import { isYoungerThan } from '../../lib/time.ts';
import { callsOf, type WebhookCall } from '../../lib/webhook-calls.ts';
import { causesIn, patienceOf, type StartParams } from '../../lib/workload-pods.ts';

const next = 'kubectl get {{kind}} {{name}} -o yaml; kubectl -n {{serviceNamespace}} get service,endpointslices';

interface Fault {
  readonly fault: string;
  /** The Service and its pods, whose own trouble would explain it. */
  readonly causes: readonly ObjectRef[];
}

/** Why nobody answers a call; undefined where somebody does, or may in a moment. */
function faultOf(
  snapshot: Snapshot<'Service' | 'EndpointSlice' | 'Pod' | 'Node'>,
  call: WebhookCall,
  params: StartParams,
  now: Date,
): Fault | undefined {
  const service = snapshot.get('Service', call.namespace, call.service);
  if (service === undefined) return { fault: 'does not exist', causes: [] };
  if (service.spec.type === 'ExternalName' || isYoungerThan(service, params.graceSeconds, now)) return undefined;
  if (!(service.spec.ports ?? []).some(({ port }) => port === call.port)) {
    return { fault: `has no port ${call.port}`, causes: [refOf(service)] };
  }
  if ((endpointCounts(snapshot, service)?.ready ?? 0) > 0) return undefined;
  const selector = selectorOf(service);
  const pods = selector === undefined ? [] : snapshot.select('Pod', call.namespace, selector);
  if (pods.length > 0 && pastServing(pods, patienceOf(params), now).length === 0) return undefined;
  return { fault: 'has no ready endpoint', causes: [refOf(service), ...causesIn(snapshot, pods)] };
}

export const webhookServiceMissing = defineCheck({
  id: 'webhook-service-missing',
  title: 'Admission webhook has nobody who answers',
  stage: 'CONTROL_PLANE',
  severity: 'ERROR',
  needs: ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration', 'Service', 'EndpointSlice', 'Pod'],
  uses: ['Node'],
  params: z.object({
    graceSeconds: seconds(60, 'how long configuration or Service may be new, or pods not ready'),
    startSeconds: START_SECONDS,
  }),
  messages: {
    missing: {
      text: '{{kind}} {{name}} calls Service {{service}} in {{serviceNamespace}}, which {{fault}}; failurePolicy Fail rejects {{requests}} (webhook {{webhooks}}).',
      problem: 'unanswered',
      changes: ['fault'],
      next,
    },
    missingIgnored: {
      text: '{{kind}} {{name}} calls Service {{service}} in {{serviceNamespace}}, which {{fault}}; failurePolicy Ignore lets {{requests}} pass unchecked (webhook {{webhooks}}).',
      severity: 'WARNING',
      problem: 'unanswered',
      changes: ['fault'],
      next,
    },
  },
  remedy: 'Bring the Service and its pods back, or delete the webhook configuration that was left behind.',
  aliases: ['k8sgpt:ValidatingWebhookConfiguration', 'k8sgpt:MutatingWebhookConfiguration'],
  *run({ snapshot, params, now }) {
    const configurations = [
      ...snapshot.list('ValidatingWebhookConfiguration'),
      ...snapshot.list('MutatingWebhookConfiguration'),
    ];
    for (const configuration of configurations) {
      const { deletionTimestamp } = configuration.metadata;
      if (deletionTimestamp !== undefined || isYoungerThan(configuration, params.graceSeconds, now)) continue;
      for (const call of callsOf(configuration)) {
        const found = faultOf(snapshot, call, params, now);
        if (found === undefined) continue;
        const { webhooks, requests, namespace, service, port } = call;
        const to = `${namespace}/${service}:${port}`;
        yield {
          on: configuration,
          message: call.isFailing ? 'missing' : 'missingIgnored',
          part: to,
          data: { service, serviceNamespace: namespace, fault: found.fault, webhooks, requests },
          evidence: [fieldEvidence(configuration, `webhooks[${webhooks[0] ?? ''}].clientConfig.service`, to)],
          causes: found.causes,
        };
      }
    }
  },
});
