import { z } from 'zod';
import { defineCheck } from '../../engine/define-check.ts';
import { conditionOf } from '../../lib/conditions.ts';
import { conditionEvidence, evidenceOf } from '../../lib/gather-evidence.ts';
import { isBeingRemoved } from '../../lib/nodes-leaving.ts';
import { saidIn } from '../../lib/said.ts';
import { seconds } from '../../lib/seconds-param.ts';
import { isYoungerThan, secondsBetween } from '../../lib/time.ts';

export const nodeNetworkUnavailable = defineCheck({
  id: 'node-network-unavailable',
  title: 'Network of the node is not set up',
  stage: 'NODE',
  severity: 'ERROR',
  needs: ['Node'],
  params: z.object({
    // Clouds start every node so, until its route is made; network plugins while they restart.
    graceSeconds: seconds(120, 'how long a node may be new, or its network away'),
  }),
  messages: {
    unavailable: {
      text: 'Node {{name}} has no pod network ({{reason}}): {{explanation}}.',
      changes: ['reason'],
      next: 'kubectl -n kube-system get pods -o wide --field-selector spec.nodeName={{name}}',
    },
  },
  remedy: "Look at the network plugin's pod on the node and, in a cloud, at the routes to it.",
  aliases: ['POP-707', 'k8sgpt:Node'],
  *run({ snapshot, params, now }) {
    for (const node of snapshot.list('Node')) {
      const condition = conditionOf(node, 'NetworkUnavailable');
      if (condition?.status !== 'True' || isYoungerThan(node, params.graceSeconds, now) || isBeingRemoved(node, now))
        continue;
      if ((secondsBetween(condition.lastTransitionTime, now) ?? params.graceSeconds) < params.graceSeconds) continue;
      yield {
        on: node,
        message: 'unavailable',
        data: saidIn(condition),
        evidence: evidenceOf(conditionEvidence(node, condition)),
      };
    }
  },
});
