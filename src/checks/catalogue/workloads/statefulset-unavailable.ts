import { z } from 'zod';
import type { ObjectOf, Pod } from '#src/kubernetes/objects.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { refOf } from '../../engine/object-ref.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { evidenceOf } from '../../lib/gather-evidence.ts';
import { isFinished, isReady } from '../../lib/pods.ts';
import { firstOf } from '../../lib/said.ts';
import { GRACE_SECONDS, START_SECONDS } from '../../lib/seconds-param.ts';
import { selectorText } from '../../lib/selectors.ts';
import { latestOf } from '../../lib/time.ts';
import { causesIn, isOverdue, patienceOf, podsChangedAt, UPDATE_SECONDS } from '../../lib/workload-pods.ts';

const MAX_NAMES = 5;

type StatefulSet = ObjectOf<'StatefulSet'>;

function isUpdating({ status }: StatefulSet): boolean {
  const { currentRevision, updateRevision } = status;
  return currentRevision !== undefined && updateRevision !== undefined && currentRevision !== updateRevision;
}

/** Which members are not ready, and how many are not there. */
function shortfallOf({ spec }: StatefulSet, pods: readonly Pod[]): readonly string[] {
  const failing = pods.filter((pod) => !isFinished(pod) && !isReady(pod)).map(({ metadata }) => metadata.name);
  const absent = (spec.replicas ?? 1) - pods.length;
  return [
    ...firstOf(failing, MAX_NAMES).map((name) => `${name} not ready`),
    ...(absent > 0 ? [`${absent} not created`] : []),
  ];
}

export const statefulsetUnavailable = defineCheck({
  id: 'statefulset-unavailable',
  title: 'StatefulSet has fewer available pods than it wants',
  stage: 'WORKLOAD',
  severity: 'ERROR',
  needs: ['StatefulSet', 'Pod'],
  uses: ['Node'],
  params: z.object({
    graceSeconds: GRACE_SECONDS,
    startSeconds: START_SECONDS,
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
  remedy:
    'Look at the first pod by number that is not ready: an ordered StatefulSet creates and updates none of the others before it.',
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
      const patience = patienceOf(params, isUpdating(statefulSet) && available > 0 ? UPDATE_SECONDS : undefined);
      const changedAt = latestOf(metadata.creationTimestamp, podsChangedAt(pods));
      if (!isOverdue(pods, { patience, changedAt }, now)) continue;

      const selector = selectorText(spec.selector ?? {});
      const common = {
        on: statefulSet,
        evidence: evidenceOf(
          fieldEvidence(statefulSet, 'status.readyReplicas', ready),
          fieldEvidence(statefulSet, 'spec.replicas', wanted),
        ),
        // Pods that may not be created are found on the StatefulSet itself.
        causes: [...causesIn(snapshot, pods), ...(pods.length < wanted ? [refOf(statefulSet)] : [])],
      };
      if (available === 0) yield { ...common, message: 'none', data: { wanted, selector } };
      else
        yield {
          ...common,
          message: 'some',
          data: { available, wanted, shortfall: shortfallOf(statefulSet, pods), selector },
        };
    }
  },
});
