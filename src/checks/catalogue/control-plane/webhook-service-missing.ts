import { z } from 'zod';
import { defineCheck } from '../../engine/define-check.ts';
import { refOf } from '../../engine/object-ref.ts';
import { endpointCounts } from '../../lib/endpoints.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { selectorOf } from '../../lib/selectors.ts';
import { pastServing } from '../../lib/services.ts';
import { isYoungerThan } from '../../lib/time.ts';
import { callsOf } from '../../lib/webhook-calls.ts';
import { causesIn } from '../../lib/workload-pods.ts';

const next = 'kubectl get {{kind}} {{name}} -o yaml; kubectl -n {{serviceNamespace}} get service,endpointslices';

export const webhookServiceMissing = defineCheck({
  id: 'webhook-service-missing',
  title: 'Admission webhook has nobody who answers',
  stage: 'CONTROL_PLANE',
  severity: 'ERROR',
  needs: ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration', 'Service', 'EndpointSlice', 'Pod'],
  uses: ['Node'],
  params: z.object({
    graceSeconds: z
      .number()
      .int()
      .min(0)
      .default(60)
      .describe('how long configuration or Service may be new, or pods not ready'),
    startSeconds: z
      .number()
      .int()
      .min(0)
      .default(300)
      .describe('how long a pod may fetch images and mount volumes while nothing went wrong'),
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
    const patience = { TROUBLED: params.graceSeconds, RUNNING: params.graceSeconds, STARTING: params.startSeconds };
    for (const configuration of [
      ...snapshot.list('ValidatingWebhookConfiguration'),
      ...snapshot.list('MutatingWebhookConfiguration'),
    ]) {
      if (
        configuration.metadata.deletionTimestamp !== undefined ||
        isYoungerThan(configuration, params.graceSeconds, now)
      )
        continue;
      for (const call of callsOf(configuration)) {
        const service = snapshot.get('Service', call.namespace, call.service);
        const selector = service && selectorOf(service);
        const pods = selector === undefined ? [] : snapshot.select('Pod', call.namespace, selector);
        let fault: string | undefined;
        if (service === undefined) fault = 'does not exist';
        else if (service.spec.type === 'ExternalName' || isYoungerThan(service, params.graceSeconds, now)) continue;
        else if (!(service.spec.ports ?? []).some(({ port }) => port === call.port)) fault = `has no port ${call.port}`;
        else if (
          (endpointCounts(snapshot, service)?.ready ?? 0) === 0 &&
          (pods.length === 0 || pastServing(pods, patience, now).length > 0)
        )
          fault = 'has no ready endpoint';
        if (fault === undefined) continue;

        const { webhooks, requests } = call;
        yield {
          on: configuration,
          message: call.isFailing ? 'missing' : 'missingIgnored',
          part: `${call.namespace}/${call.service}:${call.port}`,
          data: { service: call.service, serviceNamespace: call.namespace, fault, webhooks, requests },
          evidence: [
            fieldEvidence(
              configuration,
              `webhooks[${webhooks[0] ?? ''}].clientConfig.service`,
              `${call.namespace}/${call.service}:${call.port}`,
            ),
          ],
          ...(service === undefined ? {} : { causes: [refOf(service), ...causesIn(snapshot, pods)] }),
        };
      }
    }
  },
});
