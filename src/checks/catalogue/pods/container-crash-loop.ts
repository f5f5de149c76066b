import { defineCheck } from '../../engine/define-check.ts';
import { endEvidence, waitEvidence } from '../../lib/container-evidence.ts';
import { troubledContainers } from '../../lib/container-trouble.ts';
import { latestEvent } from '../../lib/events.ts';
import { eventEvidence } from '../../lib/evidence.ts';
import { exitCodeText } from '../../lib/exit-codes.ts';

export const containerCrashLoop = defineCheck({
  id: 'container-crash-loop',
  title: 'Container keeps crashing',
  stage: 'POD',
  severity: 'ERROR',
  needs: ['Pod'],
  uses: ['Event', 'Job'],
  messages: {
    crashes: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: container {{container}} keeps crashing with exit code {{exitCode}} ({{subjects}}, restarts: {{restarts}}).',
      problem: 'crash-loop',
      changes: ['exitCode'],
      next: 'kubectl logs --namespace {{namespace}} {{name}} --container {{container}} --previous',
    },
    endsWithZero: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: container {{container}} keeps ending with exit code {{exitCode}} and being started again ({{subjects}}, restarts: {{restarts}}); its command comes to an end, but its pod is meant to run on.',
      problem: 'crash-loop',
      changes: ['exitCode'],
      next: 'kubectl logs --namespace {{namespace}} {{name}} --container {{container}} --previous',
    },
    unknownEnd: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: container {{container}} is in CrashLoopBackOff, and how it ended is no longer known ({{subjects}}, restarts: {{restarts}}).',
      problem: 'crash-loop',
      next: 'kubectl logs --namespace {{namespace}} {{name}} --container {{container}} --previous',
    },
  },
  remedy:
    'Read the log of the container that ended, and compare its command, arguments and environment with the last version that ran. Work that ends by itself belongs in a Job.',
  aliases: ['POP-203', 'POP-205', 'k8sgpt:Pod'],
  *run({ snapshot, now }) {
    for (const { pod, container, trouble, events } of troubledContainers(snapshot, now)) {
      if (container.role === 'INIT') continue;
      const restarts = container.status?.restartCount ?? 0;
      const evidence = [
        ...waitEvidence(pod, container),
        ...endEvidence(pod, container),
        ...eventEvidence(latestEvent(events, { reasons: ['BackOff'] })),
      ];
      const about = { on: pod, part: container.name, evidence };
      if (trouble.cause === 'BACK_OFF')
        yield { ...about, message: 'unknownEnd', data: { container: container.name, restarts } };
      if (trouble.cause !== 'CRASH' || trouble.course !== 'LOOPING') continue;
      const { exitCode } = trouble.ended;
      const data = { container: container.name, exitCode: exitCodeText(exitCode), restarts };
      yield { ...about, message: exitCode === 0 ? 'endsWithZero' : 'crashes', data };
    }
  },
});
