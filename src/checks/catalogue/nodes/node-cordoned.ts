import { defineCheck } from '../../engine/define-check.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { evidenceOf } from '../../lib/gather-evidence.ts';

/** The node controller adds it when spec.unschedulable is set. */
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';

export const nodeCordoned = defineCheck({
  id: 'node-cordoned',
  title: 'Node is cordoned',
  stage: 'NODE',
  severity: 'INFO',
  needs: ['Node'],
  messages: {
    cordoned: {
      text: 'Node {{name}} is cordoned: no new pods are scheduled on it.',
      next: 'kubectl describe node {{name}}',
    },
  },
  remedy: 'Uncordon it (kubectl uncordon) when the maintenance is over.',
  aliases: ['POP-711'],
  *run({ snapshot }) {
    for (const node of snapshot.list('Node')) {
      // Taints for not-ready and unreachable nodes are the node controller's, no person's decision.
      if (node.spec.unschedulable !== true) continue;
      const since = node.spec.taints?.find(({ key }) => key === UNSCHEDULABLE)?.timeAdded;
      yield {
        on: node,
        message: 'cordoned',
        data: {},
        evidence: evidenceOf(fieldEvidence(node, 'spec.unschedulable', true, since)),
      };
    }
  },
});
