import { defineCheck } from '../../engine/define-check.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { isLive } from '../../lib/pods.ts';

export const podSchedulingGated = defineCheck({
  id: 'pod-scheduling-gated',
  title: 'Pod waits behind a scheduling gate',
  stage: 'POD',
  severity: 'INFO',
  needs: ['Pod'],
  messages: {
    gated: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: the scheduling gate {{gates}} holds back {{subjects}} until its owner removes it.',
      changes: ['gates'],
      next: 'kubectl get pod --namespace {{namespace}} {{name}} --output jsonpath={.spec.schedulingGates}',
    },
  },
  remedy:
    "Nothing, if the gate's controller (a quota or batch queue) is at work; else find out why it does not open the gate.",
  aliases: ['k8sgpt:Pod'],
  *run({ snapshot }) {
    for (const pod of snapshot.list('Pod')) {
      const gates = (pod.spec.schedulingGates ?? []).map(({ name }) => name);
      // Gates only shrink, and a pod with one has no node: one that has is past them.
      if (gates.length === 0 || !isLive(pod) || pod.spec.nodeName !== undefined) continue;
      yield {
        on: pod,
        message: 'gated',
        data: { gates },
        evidence: [fieldEvidence(pod, 'spec.schedulingGates', gates.join(', '))],
      };
    }
  },
});
