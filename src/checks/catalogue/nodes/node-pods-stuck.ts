import { defineCheck } from '../../engine/define-check.ts';
import { refOf } from '../../engine/object-ref.ts';
import { conditionOf } from '../../lib/conditions.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { conditionEvidence, evidenceOf } from '../../lib/gather-evidence.ts';
import { isNodeUnreachable } from '../../lib/nodes.ts';
import { firstOf } from '../../lib/said.ts';
import { secondsBetween } from '../../lib/time.ts';

const MAX_NAMES = 5;

export const nodePodsStuck = defineCheck({
  id: 'node-pods-stuck',
  title: 'Pods cannot terminate because their node is unreachable',
  stage: 'NODE',
  severity: 'WARNING',
  needs: ['Node', 'Pod'],
  messages: {
    stuck: {
      text: 'Node {{name}} is unreachable, and {{subjects}} cannot finish terminating on it, because only its kubelet could confirm the end: {{pods}}.',
      next: 'kubectl get pods -A -o wide --field-selector spec.nodeName={{name}}',
    },
  },
  remedy:
    'Bring the node back; when its machine is surely off, taint it with node.kubernetes.io/out-of-service or delete the Node object, so that volumes and StatefulSet pods may move.',
  *run({ snapshot, now }) {
    for (const node of snapshot.list('Node')) {
      if (!isNodeUnreachable(node)) continue;
      // deletionTimestamp is the end of the pod's own grace. No more is given: nobody is there who could end the pod.
      const stuck = snapshot
        .onNode(node.metadata.name)
        .filter(({ metadata }) => (secondsBetween(metadata.deletionTimestamp, now) ?? -1) >= 0);
      const [first] = stuck;
      if (first === undefined) continue;
      const names = stuck.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`);
      yield {
        on: node,
        message: 'stuck',
        data: { pods: firstOf(names, MAX_NAMES) },
        evidence: evidenceOf(
          conditionEvidence(node, conditionOf(node, 'Ready')),
          fieldEvidence(first, 'metadata.deletionTimestamp', first.metadata.deletionTimestamp ?? ''),
        ),
        subjects: stuck.map(refOf),
        causes: [refOf(node)],
      };
    }
  },
});
