import { defineCheck } from '../../engine/define-check.ts';
import { waitEvidence } from '../../lib/container-evidence.ts';
import { troubledContainers } from '../../lib/container-trouble.ts';
import { latestEvent } from '../../lib/events.ts';
import { eventEvidence } from '../../lib/evidence.ts';
import { asClause } from '../../lib/text.ts';

const MESSAGES = {
  InvalidImageName: 'invalidName',
  ErrImageNeverPull: 'neverPulled',
  ImageInspectError: 'notInspected',
} as const;

export const imageNameInvalid = defineCheck({
  id: 'image-name-invalid',
  title: 'Image cannot be used as it is named',
  stage: 'POD',
  severity: 'ERROR',
  needs: ['Pod'],
  uses: ['Event', 'Job'],
  messages: {
    invalidName: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: container {{container}} cannot start ({{subjects}}), because {{image}} is no valid image name: {{words}}.',
      changes: ['image'],
      next: 'kubectl get pod --namespace {{namespace}} {{name}} --output jsonpath={..image}',
    },
    neverPulled: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: container {{container}} cannot start ({{subjects}}), because its image {{image}} is not on the node and its pull policy is Never.',
      changes: ['image'],
      next: 'kubectl get pod --namespace {{namespace}} {{name}} --output wide',
    },
    notInspected: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: container {{container}} cannot start ({{subjects}}), because the container runtime cannot inspect image {{image}}: {{words}}.',
      changes: ['image'],
      next: 'kubectl describe pod --namespace {{namespace}} {{name}}',
    },
  },
  remedy:
    'Write the image as registry/repository:tag in lower case; with pull policy Never, load it onto every node first.',
  aliases: ['POP-203', 'k8sgpt:Pod'],
  *run({ snapshot, now }) {
    for (const { pod, container, trouble, events } of troubledContainers(snapshot, now)) {
      if (trouble.cause !== 'IMAGE_NAME') continue;
      // The runtime says the name up to three times before it says what is wrong.
      const words = asClause(trouble.message.replace(/^.*"[^"]*": (?=\S)/s, '')) || 'no reason was given';
      yield {
        on: pod,
        message: MESSAGES[trouble.reason as keyof typeof MESSAGES],
        part: container.name,
        data: { container: container.name, image: container.spec.image ?? '(none)', words },
        evidence: [
          ...waitEvidence(pod, container),
          ...eventEvidence(latestEvent(events, { reasons: ['InspectFailed', 'ErrImageNeverPull'] })),
        ],
      };
    }
  },
});
