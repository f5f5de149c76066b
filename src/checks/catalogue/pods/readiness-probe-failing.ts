import { z } from 'zod';
import { defineCheck } from '../../engine/define-check.ts';
import { troubledContainers } from '../../lib/container-trouble.ts';
import { identityOf } from '../../lib/containers.ts';
import { eventsOfContainer, latestEvent } from '../../lib/events.ts';
import { eventEvidence, fieldEvidence } from '../../lib/evidence.ts';
import { isLive, isReady, workloadKeyOf } from '../../lib/pods.ts';
import { probeAnswerOf, probeTargetOf, secondsToDecide } from '../../lib/probes.ts';
import { unreadyContainers } from '../../lib/readiness.ts';
import { spanOf } from '../../lib/time.ts';

export const readinessProbeFailing = defineCheck({
  id: 'readiness-probe-failing',
  title: 'Container runs, but its readiness probe fails',
  stage: 'POD',
  severity: 'ERROR',
  needs: ['Pod'],
  uses: ['Event', 'Node', 'Job'],
  // Most programs serve within a minute; a probe that takes longer to decide is given its own time.
  params: z.object({
    graceSeconds: z
      .number()
      .int()
      .min(0)
      .default(60)
      .describe('Seconds of running without being ready; a probe that needs longer to decide is given its time.'),
  }),
  messages: {
    noneReady: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: container {{container}} has been running without being ready for {{span}} ({{subjects}}): its readiness probe {{target}} gets {{answer}}. No pod of it is ready.',
      problem: 'not-ready',
      changes: ['target'],
      next: 'kubectl describe pod --namespace {{namespace}} {{name}}',
    },
    someReady: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: container {{container}} has been running without being ready for {{span}} ({{subjects}}): its readiness probe {{target}} gets {{answer}}. Other pods of it that are ready: {{ready}}.',
      severity: 'WARNING',
      problem: 'not-ready',
      changes: ['target'],
      next: 'kubectl describe pod --namespace {{namespace}} {{name}}',
    },
  },
  remedy:
    "Compare the probe's path and port with what the container serves, and look into its log for what it waits for.",
  aliases: ['POP-204', 'k8sgpt:Pod'],
  *run({ snapshot, params, now }) {
    const serving = snapshot.list('Pod').filter((pod) => isLive(pod) && isReady(pod));
    const ready = Map.groupBy(serving, workloadKeyOf);
    // What keeps ending, or was killed by a probe, is not ready because of that.
    const ending = new Set<string>();
    for (const { pod, container, trouble } of troubledContainers(snapshot, now)) {
      const isEnding = ('course' in trouble && trouble.course === 'LOOPING') || trouble.cause === 'PROBE';
      if (isEnding) ending.add(identityOf(pod, container));
    }

    for (const { pod, container, probe, since, seconds } of unreadyContainers(snapshot, now)) {
      if (seconds < Math.max(params.graceSeconds, secondsToDecide(probe))) continue;
      if (ending.has(identityOf(pod, container))) continue;
      const events = eventsOfContainer(snapshot, pod, container);
      const failed = latestEvent(events, { reasons: ['Unhealthy'], message: /^Readiness/ });
      const others = ready.get(workloadKeyOf(pod))?.length ?? 0;
      yield {
        on: pod,
        message: others > 0 ? 'someReady' : 'noneReady',
        part: container.name,
        data: {
          container: container.name,
          span: spanOf(seconds),
          target: probeTargetOf(container.spec, probe),
          answer: failed === undefined ? 'an answer that is no longer recorded' : probeAnswerOf(failed.message),
          ready: others,
        },
        evidence: [...eventEvidence(failed), fieldEvidence(pod, `${container.path}.ready`, false, since)],
      };
    }
  },
});
