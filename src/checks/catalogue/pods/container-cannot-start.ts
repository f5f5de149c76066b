import { defineCheck } from '../../engine/define-check.ts';
import { endEvidence, waitEvidence } from '../../lib/container-evidence.ts';
import { troubledContainers } from '../../lib/container-trouble.ts';
import { latestEvent } from '../../lib/events.ts';
import { eventEvidence } from '../../lib/evidence.ts';
import { runtimeWordsOf } from '../../lib/runtime-words.ts';

export const containerCannotStart = defineCheck({
  id: 'container-cannot-start',
  title: 'Container cannot be started by the runtime',
  stage: 'POD',
  severity: 'ERROR',
  needs: ['Pod'],
  uses: ['Event', 'Job'],
  messages: {
    process: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: container {{container}} of image {{image}} cannot be started ({{subjects}}): {{words}}.',
      problem: 'cannot-start',
      changes: ['image'],
      next: 'kubectl describe pod --namespace {{namespace}} {{name}}',
    },
    hook: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: container {{container}} of image {{image}} is stopped again at each start ({{subjects}}), because its postStart hook fails: {{words}}.',
      problem: 'cannot-start',
      changes: ['image'],
      next: 'kubectl describe pod --namespace {{namespace}} {{name}}',
    },
  },
  remedy:
    "Compare command, arguments, working directory, mounts and hooks with what the image holds; a script needs its interpreter, the execute bit, and the node's platform.",
  aliases: ['POP-203', 'k8sgpt:Pod'],
  *run({ snapshot, now }) {
    for (const { pod, container, trouble, events } of troubledContainers(snapshot, now)) {
      if (trouble.cause !== 'CANNOT_START') continue;
      const isHook = trouble.reason === 'PostStartHookError';
      const said = latestEvent(events, { reasons: isHook ? ['FailedPostStartHook'] : ['Failed'] });
      yield {
        on: pod,
        message: isHook ? 'hook' : 'process',
        part: container.name,
        data: {
          container: container.name,
          image: container.spec.image ?? '(none)',
          words: runtimeWordsOf(trouble.message),
        },
        evidence: [...waitEvidence(pod, container), ...endEvidence(pod, container), ...eventEvidence(said)],
      };
    }
  },
});
