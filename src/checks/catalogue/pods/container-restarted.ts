import { z } from 'zod';
import { defineCheck } from '../../engine/define-check.ts';
import { endEvidence } from '../../lib/container-evidence.ts';
import { troubledContainers } from '../../lib/container-trouble.ts';
import { exitCodeText } from '../../lib/exit-codes.ts';
import { seconds } from '../../lib/seconds-param.ts';
import { isWithin, secondsBetween, spanOf } from '../../lib/time.ts';

export const containerRestarted = defineCheck({
  id: 'container-restarted',
  title: 'Container crashed a short time ago and runs again',
  stage: 'POD',
  severity: 'INFO',
  needs: ['Pod'],
  uses: ['Event', 'Job'],
  // An hour: longer ago it is history, which the run of that time holds.
  params: z.object({
    recentSeconds: seconds(3600, 'Seconds for which a crash is told after the container runs again.'),
  }),
  messages: {
    restarted: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: container {{container}} runs again after it ended with exit code {{exitCode}} {{ago}} ago ({{subjects}}, restarts: {{restarts}}).',
      changes: ['exitCode'],
      next: 'kubectl logs --namespace {{namespace}} {{name}} --container {{container}} --previous',
    },
  },
  remedy: 'Read the log of the container that ended, before the next end replaces it.',
  aliases: ['POP-205'],
  *run({ snapshot, params, now }) {
    for (const { pod, container, trouble } of troubledContainers(snapshot, now)) {
      if (trouble.cause !== 'CRASH' || trouble.course !== 'BACK' || trouble.ended.exitCode === 0) continue;
      // It may have been given a new sandbox and wait for its turn.
      if (container.status?.state?.running === undefined) continue;
      const { exitCode, finishedAt } = trouble.ended;
      if (!isWithin(finishedAt, params.recentSeconds, now)) continue;
      yield {
        on: pod,
        message: 'restarted',
        part: container.name,
        data: {
          container: container.name,
          exitCode: exitCodeText(exitCode),
          ago: spanOf(secondsBetween(finishedAt, now) ?? 0),
          restarts: container.status?.restartCount ?? 0,
        },
        evidence: endEvidence(pod, container),
      };
    }
  },
});
