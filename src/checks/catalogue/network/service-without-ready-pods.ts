import { z } from 'zod';
import { defineCheck } from '../../engine/define-check.ts';
import { refOf } from '../../engine/object-ref.ts';
import { endpointCounts } from '../../lib/endpoints.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { evidenceOf } from '../../lib/gather-evidence.ts';
import { isLive, isReady } from '../../lib/pods.ts';
import { selectorOf, selectorText } from '../../lib/selectors.ts';
import { pastServing, wantsNone, workloadsBehind } from '../../lib/services.ts';
import { isYoungerThan } from '../../lib/time.ts';
import { causesIn } from '../../lib/workload-pods.ts';

export const serviceWithoutReadyPods = defineCheck({
  id: 'service-without-ready-pods',
  title: 'Service has no ready pod behind it',
  stage: 'NETWORK',
  severity: 'ERROR',
  needs: ['Service', 'Pod'],
  uses: ['EndpointSlice', 'Deployment', 'StatefulSet', 'DaemonSet', 'Node'],
  params: z.object({
    graceSeconds: z.number().int().min(0).default(60).describe('how long a Service may be new, or its pods not ready'),
    startSeconds: z
      .number()
      .int()
      .min(0)
      .default(300)
      .describe('how long a pod may fetch images and mount volumes while nothing went wrong'),
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
    const patience = { TROUBLED: params.graceSeconds, RUNNING: params.graceSeconds, STARTING: params.startSeconds };
    for (const service of snapshot.list('Service')) {
      const selector = selectorOf(service);
      const namespace = service.metadata.namespace ?? '';
      if (selector === undefined || service.metadata.deletionTimestamp !== undefined) continue;
      if (isYoungerThan(service, params.graceSeconds, now)) continue;

      // A pod that ended well (a Job's, a Spark driver's) leaves its Service without work, not without a pod.
      const matching = snapshot.select('Pod', namespace, selector);
      const pods = matching.filter(({ status }) => status.phase !== 'Succeeded');
      if (matching.length > 0 && pods.length === 0) continue;
      // With publishNotReadyAddresses every pod that has not ended is an endpoint.
      const isAnyPublished = service.spec.publishNotReadyAddresses === true;
      if (pods.some((pod) => isLive(pod) && (isAnyPublished || isReady(pod)))) continue;
      if (pods.length > 0 && pastServing(pods, patience, now).length === 0) continue;

      // Where pods live, those that go are not the reason: others have taken their place.
      const blamed = pods.some(isLive) ? pods.filter(isLive) : pods;
      const labels = selectorText(selector);
      const workloads = workloadsBehind(snapshot, namespace, selector);
      const endpoints = endpointCounts(snapshot, service);
      const common = {
        on: service,
        evidence: evidenceOf(
          fieldEvidence(service, 'spec.selector', labels),
          endpoints &&
            fieldEvidence(endpoints.slice, 'endpoints', `${endpoints.ready} ready, ${endpoints.notReady} not ready`),
        ),
        causes: [...causesIn(snapshot, blamed), ...workloads.map(refOf)],
      };
      const [first] = workloads;
      if (first !== undefined && !pods.some(isLive) && workloads.every(wantsNone)) {
        yield { ...common, message: 'scaledToZero', data: { workload: `${first.kind} ${first.metadata.name}` } };
      } else if (pods.length === 0) yield { ...common, message: 'noneMatch', data: { labels } };
      else yield { ...common, message: 'noneReady', data: { count: blamed.length, labels } };
    }
  },
});
