import { z } from 'zod';
import { defineCheck } from '../../engine/define-check.ts';
import { refOf } from '../../engine/object-ref.ts';
import { conditionOf } from '../../lib/conditions.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { conditionEvidence, evidenceOf } from '../../lib/gather-evidence.ts';
import { saidIn } from '../../lib/said.ts';
import { seconds } from '../../lib/seconds-param.ts';
import { selectorOf } from '../../lib/selectors.ts';
import { isYoungerThan, secondsBetween } from '../../lib/time.ts';
import { causesIn } from '../../lib/workload-pods.ts';

export const apiserviceUnavailable = defineCheck({
  id: 'apiservice-unavailable',
  title: 'Aggregated API is unavailable',
  stage: 'CONTROL_PLANE',
  severity: 'ERROR',
  needs: ['APIService', 'Service'],
  uses: ['Pod', 'Node'],
  params: z.object({
    graceSeconds: seconds(60, 'how long an API may be new, or away'),
  }),
  messages: {
    serviceMissing: {
      text: 'API {{name}} is unavailable: its Service {{service}} in {{serviceNamespace}} does not exist.',
      problem: 'unavailable',
      next: 'kubectl get apiservice {{name}} -o yaml',
    },
    unavailable: {
      text: 'API {{name}}, served by Service {{service}} in {{serviceNamespace}}, is unavailable ({{reason}}): {{explanation}}.',
      problem: 'unavailable',
      changes: ['reason'],
      next: 'kubectl -n {{serviceNamespace}} get endpointslices -l kubernetes.io/service-name={{service}}',
    },
  },
  remedy:
    'Repair the pods behind its Service, or delete the APIService when what served it is gone: it slows down discovery and blocks namespace deletion.',
  *run({ snapshot, params, now }) {
    for (const api of snapshot.list('APIService')) {
      const reference = api.spec.service;
      // Without a Service the API is the API server's own.
      if (
        reference?.name === undefined ||
        api.metadata.deletionTimestamp !== undefined ||
        isYoungerThan(api, params.graceSeconds, now)
      )
        continue;

      const service = snapshot.get('Service', reference.namespace, reference.name);
      const available = conditionOf(api, 'Available');
      const awaySeconds = secondsBetween(available?.lastTransitionTime, now) ?? params.graceSeconds;
      if (
        available?.status === 'True' ||
        (available === undefined && service !== undefined) ||
        awaySeconds < params.graceSeconds
      )
        continue;

      const data = { service: reference.name, serviceNamespace: reference.namespace ?? '' };
      const evidence = evidenceOf(
        fieldEvidence(api, 'spec.service', `${data.serviceNamespace}/${data.service}`),
        conditionEvidence(api, available),
      );
      if (service === undefined) yield { on: api, message: 'serviceMissing', data, evidence };
      else {
        const selector = selectorOf(service);
        const pods = selector === undefined ? [] : snapshot.select('Pod', data.serviceNamespace, selector);
        const causes = [refOf(service), ...causesIn(snapshot, pods)];
        yield { on: api, message: 'unavailable', data: { ...data, ...saidIn(available) }, evidence, causes };
      }
    }
  },
});
