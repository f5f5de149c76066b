import { z } from 'zod';
import type { Pod } from '#src/kubernetes/objects.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { endEvidence } from '../../lib/container-evidence.ts';
import { troubledContainers } from '../../lib/container-trouble.ts';
import { containersOf, lastTerminationOf } from '../../lib/containers.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { exitCodeText } from '../../lib/exit-codes.ts';
import { controllerOf, isJobPod, isTerminating } from '../../lib/pods.ts';
import { seconds } from '../../lib/seconds-param.ts';
import { asClause } from '../../lib/text.ts';
import { isWithin, latestOf } from '../../lib/time.ts';

/** When the pod came to its end, as far as its status tells. */
function failedAt(pod: Pod): string {
  const ends = containersOf(pod).map((container) => lastTerminationOf(container)?.finishedAt);
  const changes = (pod.status.conditions ?? []).map(({ lastTransitionTime }) => lastTransitionTime);
  return latestOf(...ends, ...changes, pod.metadata.creationTimestamp) ?? pod.metadata.creationTimestamp;
}

export const podFailed = defineCheck({
  id: 'pod-failed',
  title: 'Pod has failed for good',
  stage: 'POD',
  severity: 'ERROR',
  needs: ['Pod'],
  uses: ['Event', 'Job'],
  // What a controller has replaced more than an hour ago is only litter.
  params: z.object({
    recentSeconds: seconds(3600, 'Seconds after which a failed pod that a controller has replaced is only left over.'),
  }),
  messages: {
    ended: {
      text: '{{subjects}} in {{namespace}} failed for good: {{ends}}.',
      problem: 'failed',
      changes: ['ends'],
      next: 'kubectl logs --namespace {{namespace}} {{name}} --all-containers',
    },
    stopped: {
      text: '{{subjects}} in {{namespace}} failed ({{reason}}): {{words}}.',
      problem: 'failed',
      changes: ['reason'],
      next: 'kubectl describe pod --namespace {{namespace}} {{name}}',
    },
    replaced: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: {{subjects}} failed a short time ago ({{reason}}): {{words}}.',
      severity: 'WARNING',
      problem: 'failed',
      changes: ['reason'],
      next: 'kubectl describe pod --namespace {{namespace}} {{name}}',
    },
    leftOver: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: {{subjects}} failed some time ago ({{reason}}), replaced since, but not removed: {{words}}.',
      severity: 'INFO',
      problem: 'failed',
      next: 'kubectl delete pod --namespace {{namespace}} {{name}}',
    },
  },
  remedy:
    'Read its log and its message, remove the cause, and create it again: a failed pod never starts again. A controller does that for its pods by itself.',
  aliases: ['POP-207', 'k8sgpt:Pod'],
  *run({ snapshot, params, now }) {
    const troubled = [...troubledContainers(snapshot, now)];
    const explained = new Set(troubled.map(({ pod }) => pod));
    // A person's debugging session ends with whatever its last command said.
    const isSession = ({ metadata }: Pod): boolean =>
      metadata.labels?.['app.kubernetes.io/managed-by'] === 'kubectl-debug';
    const over = troubled.filter(
      ({ pod, trouble }) => trouble.cause === 'CRASH' && trouble.course === 'OVER' && !isSession(pod),
    );
    for (const [pod, containers] of Map.groupBy(over, ({ pod }) => pod)) {
      const ends = containers.map(({ container }) => {
        const word = container.role === 'INIT' ? 'init container' : 'container';
        return `${word} ${container.name} ended with exit code ${exitCodeText(lastTerminationOf(container)?.exitCode ?? 0)}`;
      });
      const evidence = containers.flatMap(({ container }) => endEvidence(pod, container));
      yield { on: pod, message: 'ended', data: { ends }, evidence };
    }

    for (const pod of snapshot.list('Pod')) {
      const { phase, reason = 'no reason given', message } = pod.status;
      // Evicted pods have a check of their own, and Jobs count their failures themselves.
      if (phase !== 'Failed' || reason === 'Evicted' || isTerminating(pod) || isJobPod(pod) || explained.has(pod))
        continue;
      const data = { reason, words: asClause(message ?? '') || 'no message' };
      const evidence = [
        fieldEvidence(pod, 'status.reason', reason),
        ...(message === undefined ? [] : [fieldEvidence(pod, 'status.message', message)]),
      ];
      const isRecent = isWithin(failedAt(pod), params.recentSeconds, now);
      yield {
        on: pod,
        message: controllerOf(pod) === undefined ? 'stopped' : isRecent ? 'replaced' : 'leftOver',
        data,
        evidence,
      };
    }
  },
});
