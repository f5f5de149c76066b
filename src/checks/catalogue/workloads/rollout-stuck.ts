import type { Deployment, ObjectOf } from '#src/kubernetes/objects.ts';
import type { Snapshot } from '#src/kubernetes/port.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { refOf } from '../../engine/object-ref.ts';
import { conditionOf, isTrue } from '../../lib/conditions.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { conditionEvidence, evidenceOf } from '../../lib/gather-evidence.ts';
import { isLive } from '../../lib/pods.ts';
import { selectorText } from '../../lib/selectors.ts';
import { causesIn, isBehind } from '../../lib/workload-pods.ts';

/** The controller numbers its ReplicaSets by this annotation (pkg/controller/deployment/util). */
const REVISION = 'deployment.kubernetes.io/revision';

/** The API server's default of progressDeadlineSeconds. */
const DEFAULT_DEADLINE = 600;

function newestReplicaSet(
  snapshot: Snapshot<'ReplicaSet'>,
  deployment: Deployment,
): ObjectOf<'ReplicaSet'> | undefined {
  const revisionOf = ({ metadata }: ObjectOf<'ReplicaSet'>): number => Number(metadata.annotations?.[REVISION] ?? 0);
  return [...snapshot.ownedBy('ReplicaSet', deployment.metadata.uid)].sort((a, b) => revisionOf(b) - revisionOf(a))[0];
}

/** Whether the newest spec's rollout is past its deadline; of a newer one the controller has not said anything yet. */
function hasTimedOut(deployment: Deployment): boolean {
  const progressing = conditionOf(deployment, 'Progressing');
  return progressing?.status === 'False' && progressing.reason === 'ProgressDeadlineExceeded' && !isBehind(deployment);
}

export const rolloutStuck = defineCheck({
  id: 'rollout-stuck',
  title: 'Rollout made no progress within its deadline',
  stage: 'WORKLOAD',
  severity: 'WARNING',
  needs: ['Deployment'],
  uses: ['ReplicaSet', 'Pod', 'Node'],
  messages: {
    deadlineExceeded: {
      text: 'The rollout of Deployment {{name}} in {{namespace}} made no progress for {{deadline}} s: {{updated}} of {{wanted}} pods are of the new revision, {{available}} of {{wanted}} are available.',
      next: "kubectl -n {{namespace}} get replicasets,pods -l '{{selector}}'",
    },
  },
  remedy: 'Find out why the new pods do not become ready, or go back with kubectl rollout undo.',
  aliases: ['k8sgpt:Deployment'],
  *run({ snapshot }) {
    for (const deployment of snapshot.list('Deployment')) {
      const { metadata, spec, status } = deployment;
      const wanted = spec.replicas ?? 1;
      if (wanted === 0 || metadata.deletionTimestamp !== undefined || !hasTimedOut(deployment)) continue;

      const replicaSet = newestReplicaSet(snapshot, deployment);
      const pods = replicaSet === undefined ? [] : snapshot.ownedBy('Pod', replicaSet.metadata.uid).filter(isLive);
      yield {
        on: deployment,
        message: 'deadlineExceeded',
        data: {
          deadline: spec.progressDeadlineSeconds ?? DEFAULT_DEADLINE,
          updated: status.updatedReplicas ?? 0,
          available: status.availableReplicas ?? 0,
          wanted,
          selector: selectorText(spec.selector ?? {}),
        },
        evidence: evidenceOf(
          conditionEvidence(deployment, conditionOf(deployment, 'Progressing')),
          replicaSet && fieldEvidence(replicaSet, 'status.readyReplicas', replicaSet.status.readyReplicas ?? 0),
        ),
        causes: [...causesIn(snapshot, pods), ...(isTrue(deployment, 'ReplicaFailure') ? [refOf(deployment)] : [])],
      };
    }
  },
});
