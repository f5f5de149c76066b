import { z } from 'zod';
import type { Service } from '#src/kubernetes/objects.ts';
import type { Snapshot } from '#src/kubernetes/port.ts';
import { defineCheck } from '../../engine/define-check.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { refOf } from '../../engine/object-ref.ts';
import { endpointCounts } from '../../lib/endpoints.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { evidenceOf } from '../../lib/gather-evidence.ts';
import { isLive } from '../../lib/pods.ts';
import { START_SECONDS, seconds } from '../../lib/seconds-param.ts';
import { selectorText } from '../../lib/selectors.ts';
import { outageOf, wantsNone, workloadsBehind } from '../../lib/services.ts';
import { isYoungerThan } from '../../lib/time.ts';
import { causesIn, patienceOf } from '../../lib/workload-pods.ts';

function endpointEvidence(snapshot: Snapshot<'EndpointSlice'>, service: Service): Evidence | undefined {
  const counts = endpointCounts(snapshot, service);
  return counts && fieldEvidence(counts.slice, 'endpoints', `${counts.ready} ready, ${counts.notReady} not ready`);
}

export const serviceWithoutReadyPods = defineCheck({
  id: 'service-without-ready-pods',
  title: 'Service has no ready pod behind it',
  stage: 'NETWORK',
  severity: 'ERROR',
  needs: ['Service', 'Pod'],
  uses: ['EndpointSlice', 'Deployment', 'StatefulSet', 'DaemonSet', 'Node'],
  params: z.object({
    graceSeconds: seconds(60, 'how long a Service may be new, or its pods not ready'),
    startSeconds: START_SECONDS,
  }),
  messages: {
    noneMatch: {
      text: 'Service {{name}} in {{namespace}} has no endpoint: no pod carries the labels {{labels}}.',
      problem: 'no-endpoints',
      changes: ['labels'],
      next: 'kubectl -n {{namespace}} get pods --show-labels',
    },
    noneReady: {
      text: 'Service {{name}} in {{namespace}} has no ready endpoint: 0 of {{count}} pods with the labels {{labels}} are ready.',
      problem: 'no-endpoints',
      changes: ['labels'],
      next: "kubectl -n {{namespace}} get pods -l '{{labels}}' -o wide",
    },
    scaledToZero: {
      // Zero replicas are somebody's decision, so nobody is woken; but who calls the Service gets no answer, so it is said.
      text: 'Service {{name}} in {{namespace}} has no endpoint, because {{workload}} behind it wants no pods.',
      severity: 'INFO',
      problem: 'no-endpoints',
      next: 'kubectl -n {{namespace}} get deployments,statefulsets,daemonsets',
    },
  },
  remedy: "Compare the Service's selector with the pod labels, then look at why the pods are not ready.",
  aliases: ['POP-1100', 'POP-1105', 'k8sgpt:Service'],
  *run({ snapshot, params, now }) {
    for (const service of snapshot.list('Service')) {
      const { namespace = '', deletionTimestamp } = service.metadata;
      if (deletionTimestamp !== undefined || isYoungerThan(service, params.graceSeconds, now)) continue;
      const outage = outageOf(snapshot, service, patienceOf(params), now);
      if (outage === undefined) continue;

      const { selector, pods } = outage;
      const labels = selectorText(selector);
      const workloads = workloadsBehind(snapshot, namespace, selector);
      const [first] = workloads;
      const common = {
        on: service,
        evidence: evidenceOf(fieldEvidence(service, 'spec.selector', labels), endpointEvidence(snapshot, service)),
        causes: [...causesIn(snapshot, pods), ...workloads.map(refOf)],
      };
      if (first !== undefined && !pods.some(isLive) && workloads.every(wantsNone)) {
        yield { ...common, message: 'scaledToZero', data: { workload: `${first.kind} ${first.metadata.name}` } };
      } else if (pods.length === 0) yield { ...common, message: 'noneMatch', data: { labels } };
      else yield { ...common, message: 'noneReady', data: { count: pods.length, labels } };
    }
  },
});
