import { defineCheck } from '../../engine/define-check.ts';
import { conditionEvidence, evidenceOf } from '../../lib/gather-evidence.ts';
import { isBuiltIn, polarityOf } from '../../lib/node-conditions.ts';
import { isNodeReady } from '../../lib/nodes.ts';
import { asClause } from '../../lib/text.ts';

const next = 'kubectl get node {{name}} -o jsonpath=\'{.status.conditions[?(@.type=="{{condition}}")]}\'';

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
        if (isBuiltIn(condition.type)) continue;
        const polarity = polarityOf(condition.type);
        const isWrong = condition.status === 'Unknown' || condition.status === (polarity === 'GOOD' ? 'False' : 'True');
        // A monitor falls silent with its node; node-not-ready tells of that. On a node that is ready it can't tell, which is not "good".
        if (!isWrong || (condition.status === 'Unknown' && !isNodeReady(node))) continue;
        const data = {
          condition: condition.type,
          status: condition.status,
          since: condition.lastTransitionTime ?? 'an unknown time',
          reason: condition.reason ?? 'no reason given',
          explanation: asClause(condition.message ?? '') || 'no explanation given',
        };
        const common = {
          on: node,
          part: condition.type,
          data,
          evidence: evidenceOf(conditionEvidence(node, condition)),
        };
        if (condition.status === 'Unknown' || polarity === 'UNKNOWN') yield { ...common, message: 'unclear' };
        else yield { ...common, message: polarity === 'NOTICE' ? 'notice' : 'problem' };
      }
    }
  },
});
