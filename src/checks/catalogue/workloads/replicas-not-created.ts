import type { KubernetesObject, ObjectOf } from '#src/kubernetes/objects.ts';
import { defineCheck } from '../../engine/define-check.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { latestEvent } from '../../lib/events.ts';
import { eventEvidence } from '../../lib/evidence.ts';
import { conditionEvidence, evidenceOf } from '../../lib/gather-evidence.ts';
import { failureOf, hasSucceeded } from '../../lib/jobs.ts';
import { controllerOf } from '../../lib/pods.ts';
import { asClause } from '../../lib/text.ts';

type Refused = { readonly why: string; readonly evidence: readonly Evidence[] };

type WithCondition = ObjectOf<'Deployment'> | ObjectOf<'ReplicaSet'> | ObjectOf<'ReplicationController'>;

/** ReplicaSets say it in a condition, which a Deployment repeats. */
function refusedByCondition(object: WithCondition): Refused | undefined {
  const condition = (object.status.conditions ?? []).find(
    ({ type, status, reason }) =>
      (type === 'ReplicaFailure' && status === 'True' && reason !== 'FailedDelete') ||
      (type === 'Progressing' && status === 'False' && reason === 'ReplicaSetCreateError'),
  );
  if (condition === undefined) return undefined;
  return {
    why: condition.message ?? condition.reason ?? '',
    evidence: evidenceOf(conditionEvidence(object, condition)),
  };
}

export const replicasNotCreated = defineCheck({
  id: 'replicas-not-created',
  title: 'Pods that a workload wants are refused when they are created',
  stage: 'WORKLOAD',
  severity: 'ERROR',
  needs: ['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet', 'DaemonSet', 'Job', 'Event'],
  messages: {
    refused: {
      text: '{{kind}} {{name}} in {{namespace}} has {{present}} of {{wanted}} pods, because creating more is refused: {{why}}.',
      next: 'kubectl -n {{namespace}} get events --field-selector reason=FailedCreate',
    },
  },
  remedy:
    'The API server says why: raise the quota, satisfy the admission policy, or create the missing ServiceAccount.',
  aliases: ['k8sgpt:ReplicaSet', 'POP-1120'],
  *run({ snapshot }) {
    /** Other controllers only write events; what was refused once and created since is no matter any more. */
    function refusedByEvents(object: Pick<KubernetesObject, 'kind' | 'metadata'>): Refused | undefined {
      const event = latestEvent(snapshot.eventsOf(object), { reasons: ['FailedCreate', 'SuccessfulCreate'] });
      return event?.reason === 'FailedCreate' ? { why: event.message, evidence: eventEvidence(event) } : undefined;
    }

    const replicas = [
      ...snapshot.list('Deployment'),
      ...snapshot.list('ReplicaSet').filter((set) => controllerOf(set)?.kind !== 'Deployment'),
      ...snapshot.list('ReplicationController'),
    ].map((object) => ({
      object,
      wanted: object.spec.replicas ?? 1,
      present: object.status.replicas ?? 0,
      refused: refusedByCondition(object),
    }));
    const sets = snapshot.list('StatefulSet').map((object) => ({
      object,
      wanted: object.spec.replicas ?? 1,
      present: object.status.replicas ?? 0,
      refused: (object.status.replicas ?? 0) < (object.spec.replicas ?? 1) ? refusedByEvents(object) : undefined,
    }));
    const daemons = snapshot.list('DaemonSet').map((object) => {
      const wanted = object.status.desiredNumberScheduled ?? 0;
      const present = object.status.currentNumberScheduled ?? 0;
      return { object, wanted, present, refused: present < wanted ? refusedByEvents(object) : undefined };
    });
    const jobs = snapshot.list('Job').map((object) => {
      const isOver = failureOf(object) !== undefined || hasSucceeded(object) || object.spec.suspend === true;
      const wanted = object.spec.parallelism ?? 1;
      const present = object.status.active ?? 0;
      return { object, wanted, present, refused: !isOver && present < wanted ? refusedByEvents(object) : undefined };
    });

    for (const { object, wanted, present, refused } of [...replicas, ...sets, ...daemons, ...jobs]) {
      if (refused === undefined || wanted === 0 || object.metadata.deletionTimestamp !== undefined) continue;
      yield {
        on: object,
        message: 'refused',
        data: { wanted, present, why: asClause(refused.why) || 'no reason given' },
        evidence: refused.evidence,
      };
    }
  },
});
