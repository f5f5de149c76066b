import { z } from 'zod';
import { defineCheck } from '../../engine/define-check.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { evidenceOf } from '../../lib/gather-evidence.ts';
import { isFinished, isLive, isReady } from '../../lib/pods.ts';
import { selectorText } from '../../lib/selectors.ts';
import { latestOf, secondsBetween } from '../../lib/time.ts';
import { causesIn, overduePods } from '../../lib/workload-pods.ts';

/** StatefulSets have no progress deadline of their own; Deployments' default is a fair measure for a pod that starts during an update. */
const ROLLOUT_SECONDS = 600;

export const statefulsetUnavailable = defineCheck({
  id: 'statefulset-unavailable',
  title: 'StatefulSet has fewer available pods than it wants',
  stage: 'WORKLOAD',
  severity: 'ERROR',
  needs: ['StatefulSet'],
  uses: ['Pod', 'Node'],
  params: z.object({
    graceSeconds: z.number().int().min(0).default(60).describe('how long pods may be missing or not ready'),
    startSeconds: z.number().int().min(0).default(300).describe('how long a pod may fetch images and mount volumes while nothing went wrong'),
  }),
  messages: {
    none: {
      text: 'StatefulSet {{name}} in {{namespace}} has 0 of {{wanted}} pods available.',
      problem: 'unavailable',
      next: "kubectl -n {{namespace}} get pods -l '{{selector}}' -o wide",
    },
    some: {
      text: 'StatefulSet {{name}} in {{namespace}} has {{available}} of {{wanted}} pods available ({{shortfall}}).',
      severity: 'WARNING',
      problem: 'unavailable',
      next: "kubectl -n {{namespace}} get pods -l '{{selector}}' -o wide",
    },
  },
  remedy: 'Look at the first pod by number that is not ready: an ordered StatefulSet creates and updates none of the others before it.',
  aliases: ['POP-501', 'k8sgpt:StatefulSet'],
  *run({ snapshot, params, now }) {
    for (const statefulSet of snapshot.list('StatefulSet')) {
      const { metadata, spec, status } = statefulSet;
      const wanted = spec.replicas ?? 1;
      const ready = status.readyReplicas ?? 0;
      // API servers before 1.22 have no availableReplicas. Ready and not yet available is only minReadySeconds running.
      const available = status.availableReplicas ?? ready;
      if (available >= wanted || ready >= wanted || metadata.deletionTimestamp !== undefined) continue;

      const pods = snapshot.ownedBy('Pod', metadata.uid);
      const live = pods.filter(isLive);
      const isUpdating = status.updateRevision !== undefined && status.currentRevision !== undefined && status.updateRevision !== status.currentRevision;
      const waits = isUpdating && available > 0 ? { STARTING: ROLLOUT_SECONDS, RUNNING: ROLLOUT_SECONDS } : { STARTING: params.startSeconds, RUNNING: params.graceSeconds };
      const times = pods.flatMap((pod) => [pod.metadata.creationTimestamp, pod.metadata.deletionTimestamp]);
      const unchangedSeconds = secondsBetween(latestOf(metadata.creationTimestamp, ...times), now) ?? 0;
      const isOverdue = live.every(isReady)
        ? unchangedSeconds >= params.graceSeconds
        : overduePods(live, { TROUBLED: params.graceSeconds, ...waits }, now).length > 0;
      if (!isOverdue) continue;

      const selector = selectorText(spec.selector ?? {});
      const common = {
        on: statefulSet,
        evidence: evidenceOf(fieldEvidence(statefulSet, 'status.readyReplicas', ready), fieldEvidence(statefulSet, 'spec.replicas', wanted)),
        causes: causesIn(snapshot, pods),
      };
      if (available === 0) yield { ...common, message: 'none', data: { wanted, selector } };
      else {
        const failing = pods.filter((pod) => !isFinished(pod) && !isReady(pod)).map((pod) => `${pod.metadata.name} not ready`);
        const absent = Math.max(0, wanted - pods.length);
        const shortfall = [...failing.slice(0, 5), ...(absent > 0 ? [`${absent} not created`] : [])];
        yield { ...common, message: 'some', data: { available, wanted, shortfall, selector } };
      }
    }
  },
});
