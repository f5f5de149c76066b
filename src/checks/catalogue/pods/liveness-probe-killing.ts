import { z } from 'zod';
import { defineCheck } from '../../engine/define-check.ts';
import { endEvidence } from '../../lib/container-evidence.ts';
import { troubledContainers } from '../../lib/container-trouble.ts';
import { eventEvidence } from '../../lib/evidence.ts';
import { probeAnswerOf, probeTargetOf } from '../../lib/probes.ts';
import { seconds } from '../../lib/seconds-param.ts';
import { isWithin, secondsBetween, spanOf } from '../../lib/time.ts';

export const livenessProbeKilling = defineCheck({
  id: 'liveness-probe-killing',
  title: 'Container is killed by its own liveness or startup probe',
  stage: 'POD',
  severity: 'ERROR',
  // Only events tell a probe's kill from a crash; without them nothing can be said.
  needs: ['Pod', 'Event'],
  uses: ['Job'],
  // An hour: as long as an API server keeps events.
  params: z.object({
    recentSeconds: seconds(3600, 'Seconds for which a single kill is told after the container runs again.'),
  }),
  messages: {
    again: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: container {{container}} is killed again and again by its own {{probe}} probe on {{target}}, which gets {{answer}} ({{subjects}}, restarts: {{restarts}}).',
      problem: 'killed-by-probe',
      changes: ['probe', 'target'],
      next: 'kubectl describe pod --namespace {{namespace}} {{name}}',
    },
    over: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: container {{container}} was killed by its own {{probe}} probe on {{target}}, which got {{answer}}, and is not started again ({{subjects}}).',
      problem: 'killed-by-probe',
      changes: ['probe', 'target'],
      next: 'kubectl describe pod --namespace {{namespace}} {{name}}',
    },
    once: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: container {{container}} was killed {{ago}} ago by its own {{probe}} probe on {{target}}, which got {{answer}} ({{subjects}}, restarts: {{restarts}}).',
      severity: 'WARNING',
      problem: 'killed-by-probe',
      changes: ['probe', 'target'],
      next: 'kubectl describe pod --namespace {{namespace}} {{name}}',
    },
  },
  remedy:
    "Correct the probe's port or path, or give the container more time: a startupProbe for slow starts, a longer timeoutSeconds, a higher failureThreshold.",
  aliases: ['POP-205', 'k8sgpt:Pod'],
  *run({ snapshot, params, now }) {
    for (const { pod, container, trouble } of troubledContainers(snapshot, now)) {
      if (trouble.cause !== 'PROBE') continue;
      const { course, ended, kill } = trouble;
      if (course === 'BACK' && !isWithin(ended.finishedAt, params.recentSeconds, now)) continue;
      const restarts = container.status?.restartCount ?? 0;
      const probe = kill.probe === 'startup' ? container.spec.startupProbe : container.spec.livenessProbe;
      const data = {
        container: container.name,
        probe: kill.probe,
        target: probeTargetOf(container.spec, probe),
        answer:
          kill.unhealthy === undefined ? 'an answer that is no longer recorded' : probeAnswerOf(kill.unhealthy.message),
        restarts,
        ago: spanOf(secondsBetween(ended.finishedAt, now) ?? 0),
      };
      // One kill may have been a hiccup; the second in a row is not.
      const message = course === 'OVER' ? 'over' : course === 'LOOPING' && restarts > 0 ? 'again' : 'once';
      yield {
        on: pod,
        message,
        part: container.name,
        data,
        evidence: [...eventEvidence(kill.unhealthy, kill.killing), ...endEvidence(pod, container)],
      };
    }
  },
});
