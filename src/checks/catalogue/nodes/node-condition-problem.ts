import { defineCheck } from '../../engine/define-check.ts';
import type { Condition } from '../../lib/conditions.ts';
import { conditionEvidence, evidenceOf } from '../../lib/gather-evidence.ts';
import { isBuiltIn, polarityOf } from '../../lib/node-conditions.ts';
import { isNodeReady } from '../../lib/nodes.ts';
import { saidIn } from '../../lib/said.ts';

const next = 'kubectl get node {{name}} -o jsonpath=\'{.status.conditions[?(@.type=="{{condition}}")]}\'';

/** What a condition says; undefined where all is well. */
function messageFor({ type, status }: Condition): 'problem' | 'notice' | 'unclear' | undefined {
  // The monitor can't tell, which is not "good".
  if (status === 'Unknown') return 'unclear';
  const polarity = polarityOf(type);
  if (status !== (polarity === 'GOOD' ? 'False' : 'True')) return undefined;
  if (polarity === 'UNKNOWN') return 'unclear';
  return polarity === 'NOTICE' ? 'notice' : 'problem';
}

export const nodeConditionProblem = defineCheck({
  id: 'node-condition-problem',
  title: 'A monitor on the node reports a problem',
  stage: 'NODE',
  // node-problem-detector's own rule: a node condition is for what makes the node unfit for pods; lesser things are events.
  severity: 'ERROR',
  needs: ['Node'],
  messages: {
    problem: {
      text: 'Node {{name}} has {{condition}}={{status}} since {{since}} ({{reason}}): {{explanation}}.',
      problem: 'condition',
      changes: ['status', 'reason'],
      next,
    },
    notice: {
      text: 'Node {{name}} announces {{condition}}={{status}} since {{since}} ({{reason}}): {{explanation}}.',
      severity: 'WARNING',
      problem: 'condition',
      changes: ['status', 'reason'],
      next,
    },
    unclear: {
      text: 'Node {{name}} has {{condition}}={{status}} since {{since}} ({{reason}}): {{explanation}}.',
      severity: 'INFO',
      problem: 'condition',
      changes: ['status', 'reason'],
      next,
    },
  },
  remedy:
    'Look at the node and at the monitor that set the condition; some monitors never take it back until they are restarted.',
  aliases: ['k8sgpt:Node'],
  *run({ snapshot }) {
    for (const node of snapshot.list('Node')) {
      for (const condition of node.status.conditions ?? []) {
        const message = isBuiltIn(condition.type) ? undefined : messageFor(condition);
        // A monitor falls silent with its node; node-not-ready tells of that.
        if (message === undefined || (condition.status === 'Unknown' && !isNodeReady(node))) continue;
        yield {
          on: node,
          message,
          part: condition.type,
          data: {
            condition: condition.type,
            status: condition.status,
            since: condition.lastTransitionTime ?? 'an unknown time',
            ...saidIn(condition),
          },
          evidence: evidenceOf(conditionEvidence(node, condition)),
        };
      }
    }
  },
});
