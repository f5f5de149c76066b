import { z } from 'zod';
import type { Deployment, Pod } from '#src/kubernetes/objects.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { refOf } from '../../engine/object-ref.ts';
import { conditionOf, isTrue } from '../../lib/conditions.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { conditionEvidence, evidenceOf } from '../../lib/gather-evidence.ts';
import { isLive } from '../../lib/pods.ts';
import { GRACE_SECONDS, START_SECONDS } from '../../lib/seconds-param.ts';
import { selectorText } from '../../lib/selectors.ts';
import { latestOf } from '../../lib/time.ts';
import { causesIn, isBehind, isOverdue, patienceOf, podsOfDeployment } from '../../lib/workload-pods.ts';

/**
 * A rollout within its deadline that keeps the promised minimum is doing what its strategy says; only pods in trouble
 * count then. The controller writes NewReplicaSetAvailable when a rollout is complete.
 */
function isRollingInBounds(deployment: Deployment): boolean {
  const progressing = conditionOf(deployment, 'Progressing');
  return (
    isTrue(deployment, 'Available') && progressing?.status === 'True' && progressing.reason !== 'NewReplicaSetAvailable'
  );
}

/** When the controller last counted something new, or the grace of pods that make room for others (Recreate) ends. */
function changedAt({ metadata, status }: Deployment, pods: readonly Pod[]): string | undefined {
  const times = (status.conditions ?? [])
    // That the deadline has passed is no news of the pods: it says that there was none.
    .filter(({ type, status: value }) => type !== 'Progressing' || value !== 'False')
    .flatMap(({ lastTransitionTime, lastUpdateTime }) => [lastTransitionTime, lastUpdateTime]);
  const going = pods.map((pod) => pod.metadata.deletionTimestamp);
  return latestOf(metadata.creationTimestamp, ...times, ...going);
}

export const deploymentUnavailable = defineCheck({
  id: 'deployment-unavailable',
  title: 'Deployment has fewer available pods than it wants',
  stage: 'WORKLOAD',
  severity: 'ERROR',
  needs: ['Deployment'],
  uses: ['ReplicaSet', 'Pod', 'Node'],
  params: z.object({
    graceSeconds: GRACE_SECONDS,
    startSeconds: START_SECONDS,
  }),
  messages: {
    none: {
      text: 'Deployment {{name}} in {{namespace}} has 0 of {{wanted}} pods available.',
      problem: 'unavailable',
      next: "kubectl -n {{namespace}} get pods -l '{{selector}}' -o wide",
    },
    some: {
      text: 'Deployment {{name}} in {{namespace}} has {{available}} of {{wanted}} pods available.',
      severity: 'WARNING',
      problem: 'unavailable',
      next: "kubectl -n {{namespace}} get pods -l '{{selector}}' -o wide",
    },
  },
  remedy:
    'Look at the pods that are not ready; when there are too few pods, look at the events of the newest ReplicaSet.',
  aliases: ['POP-501', 'k8sgpt:Deployment'],
  *run({ snapshot, params, now }) {
    for (const deployment of snapshot.list('Deployment')) {
      const { metadata, spec, status } = deployment;
      const wanted = spec.replicas ?? 1;
      const available = status.availableReplicas ?? 0;
      // Ready and not yet available is only minReadySeconds running.
      if (available >= wanted || (status.readyReplicas ?? 0) >= wanted) continue;
      if (metadata.deletionTimestamp !== undefined || isBehind(deployment)) continue;

      const all = podsOfDeployment(snapshot, deployment);
      const pods = all.filter(isLive);
      const patience = patienceOf(params, isRollingInBounds(deployment) ? Number.POSITIVE_INFINITY : undefined);
      if (!isOverdue(pods, { patience, changedAt: changedAt(deployment, all) }, now)) continue;

      const selector = selectorText(spec.selector ?? {});
      const common = {
        on: deployment,
        evidence: evidenceOf(
          fieldEvidence(deployment, 'status.availableReplicas', available),
          conditionEvidence(deployment, conditionOf(deployment, 'Available')),
        ),
        // Pods that the controller may not create are found on the Deployment itself.
        causes: [...causesIn(snapshot, pods), ...(isTrue(deployment, 'ReplicaFailure') ? [refOf(deployment)] : [])],
      };
      if (available === 0) yield { ...common, message: 'none', data: { wanted, selector } };
      else yield { ...common, message: 'some', data: { available, wanted, selector } };
    }
  },
});
