import { z } from 'zod';
import { defineCheck } from '../../engine/define-check.ts';
import { endEvidence, waitEvidence } from '../../lib/container-evidence.ts';
import { troubledContainers } from '../../lib/container-trouble.ts';
import { identityOf } from '../../lib/containers.ts';
import { latestEvent } from '../../lib/events.ts';
import { eventEvidence, fieldEvidence } from '../../lib/evidence.ts';
import { exitCodeText } from '../../lib/exit-codes.ts';
import { runningInitContainers } from '../../lib/pod-creation.ts';
import { secondsBetween, spanOf } from '../../lib/time.ts';

export const initContainerFailing = defineCheck({
  id: 'init-container-failing',
  title: 'Init container fails or does not end',
  stage: 'POD',
  severity: 'ERROR',
  needs: ['Pod'],
  uses: ['Event', 'Job'],
  // Half of a Deployment's default progress deadline: what takes longer is about to fail a rollout.
  params: z.object({
    stuckSeconds: z
      .number()
      .int()
      .min(1)
      .default(300)
      .describe('Seconds from which an init container that runs counts as stuck.'),
  }),
  messages: {
    fails: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: init container {{container}} keeps failing with exit code {{exitCode}} ({{subjects}}, restarts: {{restarts}}), and the pod cannot start before it succeeds.',
      problem: 'init-failing',
      changes: ['exitCode'],
      next: 'kubectl logs --namespace {{namespace}} {{name}} --container {{container}} --previous',
    },
    unknownEnd: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: init container {{container}} is in CrashLoopBackOff, and how it ended is no longer known ({{subjects}}, restarts: {{restarts}}).',
      problem: 'init-failing',
      next: 'kubectl logs --namespace {{namespace}} {{name}} --container {{container}} --previous',
    },
    stuck: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: init container {{container}} has been running for {{span}} without an end ({{subjects}}), and the pod cannot start before it.',
      severity: 'WARNING',
      problem: 'init-stuck',
      next: 'kubectl logs --namespace {{namespace}} {{name}} --container {{container}}',
    },
  },
  remedy:
    'Read its log: an init container mostly waits for something that does not come. One that is meant to run beside the others needs restartPolicy Always.',
  aliases: ['POP-200', 'POP-203', 'k8sgpt:Pod'],
  *run({ snapshot, params, now }) {
    const failing = new Set<string>();
    for (const { pod, container, trouble, events } of troubledContainers(snapshot, now)) {
      if (container.role !== 'INIT') continue;
      // Whatever ends it again and again (memory has a check of its own), it is not stuck.
      if ('course' in trouble && trouble.course === 'LOOPING') failing.add(identityOf(pod, container));
      const restarts = container.status?.restartCount ?? 0;
      const evidence = [
        ...waitEvidence(pod, container),
        ...endEvidence(pod, container),
        ...eventEvidence(latestEvent(events, { reasons: ['BackOff'] })),
      ];
      const about = { on: pod, part: container.name, evidence };
      if (trouble.cause === 'BACK_OFF') {
        yield { ...about, message: 'unknownEnd', data: { container: container.name, restarts } };
      } else if (trouble.cause === 'CRASH' && trouble.course === 'LOOPING') {
        const exitCode = exitCodeText(trouble.ended.exitCode);
        yield { ...about, message: 'fails', data: { container: container.name, exitCode, restarts } };
      }
    }

    for (const { pod, container, startedAt } of runningInitContainers(snapshot)) {
      const seconds = secondsBetween(startedAt, now) ?? 0;
      if (seconds < params.stuckSeconds || failing.has(identityOf(pod, container))) continue;
      const evidence = [fieldEvidence(pod, `${container.path}.state.running.startedAt`, startedAt)];
      const data = { container: container.name, span: spanOf(seconds) };
      yield { on: pod, message: 'stuck', part: container.name, data, evidence };
    }
  },
});
