import { z } from 'zod';
import type { Pod } from '#src/kubernetes/objects.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { endEvidence } from '../../lib/container-evidence.ts';
import { troubledContainers } from '../../lib/container-trouble.ts';
import type { PodContainer } from '../../lib/containers.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { seconds } from '../../lib/seconds-param.ts';
import { isWithin, secondsBetween, spanOf } from '../../lib/time.ts';

/** What the container ran into: its own limit, the pod's, or the node's end. */
function boundOf(pod: Pod, container: PodContainer): string {
  const own = container.spec.resources?.limits?.['memory'];
  if (own !== undefined) return `its limit of ${own}`;
  const shared = pod.spec.resources?.limits?.['memory'];
  return shared === undefined ? 'the node had left (the container has no limit)' : `the pod's limit of ${shared}`;
}

export const containerOomKilled = defineCheck({
  id: 'container-oom-killed',
  title: 'Container is killed for its use of memory',
  stage: 'POD',
  severity: 'ERROR',
  needs: ['Pod'],
  uses: ['Event', 'Job'],
  // An hour: as long as an API server keeps the events that would tell the same.
  params: z.object({
    recentSeconds: seconds(3600, 'Seconds for which a single kill is told after the container runs again.'),
  }),
  messages: {
    again: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: container {{container}} is killed again and again for using more memory than {{bound}} ({{subjects}}, restarts: {{restarts}}).',
      problem: 'oom-killed',
      next: 'kubectl describe pod --namespace {{namespace}} {{name}}',
    },
    over: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: container {{container}} was killed for using more memory than {{bound}} and is not started again ({{subjects}}).',
      problem: 'oom-killed',
      next: 'kubectl describe pod --namespace {{namespace}} {{name}}',
    },
    once: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: container {{container}} was killed {{ago}} ago for using more memory than {{bound}} ({{subjects}}, restarts: {{restarts}}).',
      severity: 'WARNING',
      problem: 'oom-killed',
      next: 'kubectl top pod --namespace {{namespace}} {{name}} --containers',
    },
  },
  remedy:
    'Find out what the memory is used for; raise limits.memory if the use is right. A language runtime with a heap of its own must be told of the limit.',
  aliases: ['k8sgpt:Pod'],
  *run({ snapshot, params, now }) {
    for (const { pod, container, trouble } of troubledContainers(snapshot, now)) {
      if (trouble.cause !== 'MEMORY') continue;
      const { course, ended } = trouble;
      if (course === 'BACK' && !isWithin(ended.finishedAt, params.recentSeconds, now)) continue;
      const restarts = container.status?.restartCount ?? 0;
      const data = {
        container: container.name,
        bound: boundOf(pod, container),
        restarts,
        ago: spanOf(secondsBetween(ended.finishedAt, now) ?? 0),
      };
      const requested = container.spec.resources?.limits?.['memory'];
      const evidence = [
        ...endEvidence(pod, container),
        ...(requested === undefined
          ? []
          : [fieldEvidence(pod, `spec.containers[${container.name}].resources.limits.memory`, requested)]),
      ];
      // The first kill is no habit yet, also in the moment before the restart.
      const message = course === 'OVER' ? 'over' : course === 'LOOPING' && restarts > 0 ? 'again' : 'once';
      yield { on: pod, message, part: container.name, data, evidence };
    }
  },
});
