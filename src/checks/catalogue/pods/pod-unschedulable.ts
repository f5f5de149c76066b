import { z } from 'zod';
import { defineCheck } from '../../engine/define-check.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { refOf } from '../../engine/object-ref.ts';
import { latestEvent } from '../../lib/events.ts';
import { eventEvidence, fieldEvidence } from '../../lib/evidence.ts';
import { controlPlaneComponentOf, isReady } from '../../lib/pods.ts';
import { createSchedulingView } from '../../lib/scheduling/judge-nodes.ts';
import { type ClaimObstacle, claimObstaclesOf } from '../../lib/scheduling/volumes.ts';
import { promiseTo, type WaitingPod, waitingPods } from '../../lib/scheduling/waiting-pods.ts';
import { seconds } from '../../lib/seconds-param.ts';
import { asClause } from '../../lib/text.ts';
import { spanOf } from '../../lib/time.ts';

/** Whether nothing is missing but the volumes for a node that is chosen already. */
function isBeingProvisioned(obstacles: readonly ClaimObstacle[]): boolean {
  return obstacles.length > 0 && obstacles.every(({ isBeingMade }) => isBeingMade);
}

function evidenceFor({ pod, since, said, failed, events }: WaitingPod): readonly Evidence[] {
  const words = said === undefined ? [] : [fieldEvidence(pod, 'status.conditions[PodScheduled].message', said, since)];
  return [...words, ...eventEvidence(failed, latestEvent(events, { reasons: ['NotTriggerScaleUp'] }))];
}

export const podUnschedulable = defineCheck({
  id: 'pod-unschedulable',
  title: 'Pod cannot be scheduled onto any node',
  stage: 'POD',
  severity: 'ERROR',
  needs: ['Pod'],
  uses: ['Node', 'Namespace', 'PersistentVolumeClaim', 'PersistentVolume', 'StorageClass', 'Event'],
  params: z.object({
    // A preemption or a rolling update makes room within a minute.
    graceSeconds: z.number().int().min(0).default(60).describe("Seconds since the scheduler's first refusal."),
    // What the cluster autoscaler gives a new node to come up (max-node-provision-time).
    scaleUpSeconds: seconds(900, 'Seconds for which a promised node or a preemption is waited for.'),
    // As long as claim-pending waits for the provisioner; the scheduler itself waits ten minutes (bindTimeoutSeconds).
    provisionSeconds: seconds(300, 'Seconds for which a volume may be made for a pod whose node is chosen.'),
  }),
  messages: {
    noNodeFits: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: {{subjects}} cannot be scheduled, because {{why}}.',
      problem: 'unschedulable',
      next: 'kubectl describe pod --namespace {{namespace}} {{name}}',
    },
    claims: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: {{subjects}} cannot be scheduled, because {{claims}}.',
      problem: 'unschedulable',
      next: 'kubectl get persistentvolumeclaims --namespace {{namespace}}',
    },
    schedulerSays: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: {{subjects}} cannot be scheduled; the scheduler says: {{words}}.',
      problem: 'unschedulable',
      next: 'kubectl describe pod --namespace {{namespace}} {{name}}',
    },
    unconsidered: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: no scheduler has looked at {{subjects}} for {{span}}; the one that is asked for is {{scheduler}}.',
      problem: 'unschedulable',
      next: 'kubectl get pods --namespace kube-system',
    },
    scalingUp: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: no node has room for {{subjects}}, but a new one or room on one has been promised: {{words}}.',
      severity: 'INFO',
      problem: 'unschedulable',
      next: 'kubectl get nodes --watch',
    },
  },
  remedy:
    'Change what the pod asks for (requests, labels, tolerations, claims), or give it a node that has it: free one, label one, add one.',
  aliases: ['POP-207', 'k8sgpt:Pod'],
  *run({ snapshot, params, now }) {
    const view = createSchedulingView(snapshot);
    for (const waiting of waitingPods(snapshot, now)) {
      const { pod, seconds, said = '' } = waiting;
      const obstacles = claimObstaclesOf(snapshot, pod);
      const isProvisioning = isBeingProvisioned(obstacles);
      if (seconds < (isProvisioning ? params.provisionSeconds : params.graceSeconds)) continue;
      const about = { on: pod, evidence: evidenceFor(waiting) };
      const promise = promiseTo(waiting, params.scaleUpSeconds, now);
      if (promise !== undefined) yield { ...about, message: 'scalingUp', data: { words: promise } };
      else if (said === '' && !isProvisioning) {
        const scheduler = pod.spec.schedulerName ?? 'default-scheduler';
        const down = snapshot
          .list('Pod', 'kube-system')
          .filter((other) => controlPlaneComponentOf(other) === 'kube-scheduler' && !isReady(other));
        yield {
          ...about,
          message: 'unconsidered',
          data: { span: spanOf(seconds), scheduler },
          causes: down.map(refOf),
        };
      } else if (obstacles.length > 0) {
        const causes = obstacles.map(({ claim }) => claim);
        yield { ...about, message: 'claims', data: { claims: obstacles.map(({ text }) => text) }, causes };
      } else {
        const verdict = view.judge(pod);
        const causes = verdict?.troubled.map(refOf) ?? [];
        if (verdict === undefined) yield { ...about, message: 'schedulerSays', data: { words: asClause(said) } };
        else yield { ...about, message: 'noNodeFits', data: { why: verdict.why }, causes };
      }
    }
  },
});
