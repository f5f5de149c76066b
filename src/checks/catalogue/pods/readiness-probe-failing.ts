import { z } from 'zod';
import type { Snapshot } from '#src/kubernetes/port.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { conditionOf } from '../../lib/conditions.ts';
import { troubledContainers } from '../../lib/container-trouble.ts';
import { identityOf } from '../../lib/containers.ts';
import { eventsOfContainer, latestEvent } from '../../lib/events.ts';
import { eventEvidence, fieldEvidence } from '../../lib/evidence.ts';
import { isLive, isReady, workloadKeyOf } from '../../lib/pods.ts';
import { probeAnswerOf, probeTargetOf, secondsToDecide } from '../../lib/probes.ts';
import { gatedPods, unreadyContainers } from '../../lib/readiness.ts';
import { seconds } from '../../lib/seconds-param.ts';
import { spanOf } from '../../lib/time.ts';

/** What keeps ending, or was killed by a probe, is not ready because of that. */
function endingContainers(snapshot: Snapshot<'Pod' | 'Event' | 'Job'>, now: Date): ReadonlySet<string> {
  const ending = new Set<string>();
  for (const { pod, container, trouble } of troubledContainers(snapshot, now)) {
    const isEnding = ('course' in trouble && trouble.course === 'LOOPING') || trouble.cause === 'PROBE';
    if (isEnding) ending.add(identityOf(pod, container));
  }
  return ending;
}

export const readinessProbeFailing = defineCheck({
  id: 'readiness-probe-failing',
  title: 'Pod runs, but its readiness probe or gate keeps it out of service',
  stage: 'POD',
  severity: 'ERROR',
  needs: ['Pod'],
  uses: ['Event', 'Node', 'Job'],
  // Most programs serve within a minute; a probe that takes longer to decide is given its own time.
  params: z.object({
    graceSeconds: seconds(
      60,
      'Seconds of running without being ready; a probe that needs longer to decide is given its time.',
    ),
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
    gateNoneReady: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: all containers of {{subjects}} have been ready for {{span}}, but its readiness gate {{gates}} is not True. No pod of it is ready.',
      problem: 'gated',
      changes: ['gates'],
      next: 'kubectl get pod --namespace {{namespace}} {{name}} --output jsonpath={.status.conditions}',
    },
    gateSomeReady: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: all containers of {{subjects}} have been ready for {{span}}, but its readiness gate {{gates}} is not True. Other pods of it that are ready: {{ready}}.',
      severity: 'WARNING',
      problem: 'gated',
      changes: ['gates'],
      next: 'kubectl get pod --namespace {{namespace}} {{name}} --output jsonpath={.status.conditions}',
    },
  },
  remedy:
    "Compare the probe's path and port with what the container serves, and look into its log for what it waits for; a readiness gate is opened by the controller that it is named for.",
  aliases: ['POP-204', 'k8sgpt:Pod'],
  *run({ snapshot, params, now }) {
    const serving = snapshot.list('Pod').filter((pod) => isLive(pod) && isReady(pod));
    const ready = Map.groupBy(serving, workloadKeyOf);
    const ending = endingContainers(snapshot, now);

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

    for (const { pod, gates, since, seconds } of gatedPods(snapshot, now)) {
      if (seconds < params.graceSeconds) continue;
      const others = ready.get(workloadKeyOf(pod))?.length ?? 0;
      yield {
        on: pod,
        message: others > 0 ? 'gateSomeReady' : 'gateNoneReady',
        data: { gates, span: spanOf(seconds), ready: others },
        evidence: gates.map((gate) =>
          fieldEvidence(pod, `status.conditions[${gate}]`, conditionOf(pod, gate)?.status ?? '(none)', since),
        ),
      };
    }
  },
});
