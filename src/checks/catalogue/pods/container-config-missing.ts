import { defineCheck } from '../../engine/define-check.ts';
import { missingFromEnvironment } from '../../lib/config-references.ts';
import { waitEvidence } from '../../lib/container-evidence.ts';
import { troubledContainers } from '../../lib/container-trouble.ts';
import { latestEvent } from '../../lib/events.ts';
import { eventEvidence } from '../../lib/evidence.ts';
import { asClause } from '../../lib/text.ts';

export const containerConfigMissing = defineCheck({
  id: 'container-config-missing',
  title: "Container's configuration is missing or cannot be used",
  stage: 'POD',
  severity: 'ERROR',
  needs: ['Pod'],
  uses: ['ConfigMap', 'Secret', 'Event', 'Job'],
  messages: {
    missing: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: container {{container}} cannot be created ({{subjects}}): {{missing}}.',
      problem: 'config-error',
      changes: ['missing'],
      next: 'kubectl get configmaps,secrets --namespace {{namespace}}',
    },
    // The kubelet's words may hold the pod's name and uid, so their change is none.
    refused: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: container {{container}} cannot be created ({{subjects}}): {{words}}.',
      problem: 'config-error',
      next: 'kubectl describe pod --namespace {{namespace}} {{name}}',
    },
  },
  remedy: 'Create the missing object or key, or mark the reference optional. The kubelet tries again by itself.',
  aliases: ['POP-203', 'k8sgpt:Pod'],
  *run({ snapshot, now }) {
    for (const { pod, container, trouble, events } of troubledContainers(snapshot, now)) {
      if (trouble.cause !== 'CONFIG') continue;
      const missing = missingFromEnvironment(snapshot, pod, container.spec);
      const about = {
        on: pod,
        part: container.name,
        evidence: [...waitEvidence(pod, container), ...eventEvidence(latestEvent(events, { reasons: ['Failed'] }))],
      };
      if (missing.length > 0) yield { ...about, message: 'missing', data: { container: container.name, missing } };
      else
        yield {
          ...about,
          message: 'refused',
          data: { container: container.name, words: asClause(trouble.message) || 'the kubelet gives no reason' },
        };
    }
  },
});
