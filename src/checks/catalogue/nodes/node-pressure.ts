import { defineCheck } from '../../engine/define-check.ts';
import { conditionEvidence, evidenceOf } from '../../lib/gather-evidence.ts';
import { asClause } from '../../lib/text.ts';

/** What runs short, by condition of the kubelet's eviction manager. */
const RESOURCES: ReadonlyMap<string, string> = new Map([
  ['MemoryPressure', 'memory'],
  ['DiskPressure', 'disk space'],
  ['PIDPressure', 'process ids'],
]);

export const nodePressure = defineCheck({
  id: 'node-pressure',
  title: 'Node runs short of memory, disk or process ids',
  stage: 'NODE',
  // A node under pressure evicts pods that run and is tainted against new ones: what was wanted there does not work now.
  severity: 'ERROR',
  needs: ['Node'],
  messages: {
    pressure: {
      text: 'Node {{name}} has {{condition}} since {{since}} ({{reason}}): it is short of {{resource}}, evicts pods and takes no new ones.',
      problem: 'pressure',
      next: 'kubectl describe node {{name}}; kubectl get pods -A -o wide --field-selector spec.nodeName={{name}}',
    },
  },
  remedy: 'Find what uses the resource on the node, give pods requests and limits that fit, or make the node bigger.',
  aliases: ['POP-704', 'POP-705', 'POP-706', 'k8sgpt:Node'],
  *run({ snapshot }) {
    for (const node of snapshot.list('Node')) {
      for (const condition of node.status.conditions ?? []) {
        const resource = RESOURCES.get(condition.type);
        // Unknown is no pressure: the kubelet has stopped reporting, which node-not-ready tells.
        if (resource === undefined || condition.status !== 'True') continue;
        yield {
          on: node,
          message: 'pressure',
          part: condition.type,
          data: {
            condition: condition.type,
            resource,
            since: condition.lastTransitionTime ?? 'an unknown time',
            reason: asClause(condition.reason ?? condition.message ?? '') || 'no reason given',
          },
          evidence: evidenceOf(conditionEvidence(node, condition)),
        };
      }
    }
  },
});
