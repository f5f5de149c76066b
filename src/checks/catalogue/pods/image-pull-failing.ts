import { defineCheck } from '../../engine/define-check.ts';
import { waitEvidence } from '../../lib/container-evidence.ts';
import { troubledContainers } from '../../lib/container-trouble.ts';
import { latestEvent } from '../../lib/events.ts';
import { eventEvidence } from '../../lib/evidence.ts';
import { missingSecretsIn, pullFailureOf } from '../../lib/image-pulls.ts';

export const imagePullFailing = defineCheck({
  id: 'image-pull-failing',
  title: 'Image cannot be pulled',
  stage: 'POD',
  severity: 'ERROR',
  needs: ['Pod'],
  uses: ['Event', 'Job'],
  messages: {
    failing: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: container {{container}} cannot start ({{subjects}}), because its image {{image}} cannot be pulled: {{why}}.',
      changes: ['image'],
      next: 'kubectl describe pod --namespace {{namespace}} {{name}}',
    },
  },
  remedy: "Correct the image's name or tag, push it, or give the pod an imagePullSecret for its registry.",
  aliases: ['POP-203', 'k8sgpt:Pod'],
  *run({ snapshot, now }) {
    for (const { pod, container, trouble, events } of troubledContainers(snapshot, now)) {
      if (trouble.cause !== 'IMAGE_PULL') continue;
      const failed = latestEvent(events, { reasons: ['Failed'], message: /^Failed to pull image/ });
      const noSecret = latestEvent(snapshot.eventsOf(pod), { reasons: ['FailedToRetrieveImagePullSecret'] });
      yield {
        on: pod,
        message: 'failing',
        part: container.name,
        data: {
          container: container.name,
          image: container.spec.image ?? '(none)',
          why: `${pullFailureOf(trouble.message, failed)}${missingSecretsIn(noSecret)}`,
        },
        evidence: [...waitEvidence(pod, container), ...eventEvidence(failed, noSecret)],
      };
    }
  },
});
