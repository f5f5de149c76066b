import { z } from 'zod';
import { defineCheck } from '../../engine/define-check.ts';
import { conditionOf } from '../../lib/conditions.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { conditionEvidence, evidenceOf } from '../../lib/gather-evidence.ts';
import { isBeingRemoved } from '../../lib/nodes-leaving.ts';
import { asClause } from '../../lib/text.ts';
import { isYoungerThan, latestOf, secondsBetween, spanOf, toTheSecond } from '../../lib/time.ts';

/** Where each kubelet renews a Lease named after its node, every 10 s by default. */
const LEASES = 'kube-node-lease';

export const nodeNotReady = defineCheck({
  id: 'node-not-ready',
  title: 'Node is not ready',
  stage: 'NODE',
  severity: 'ERROR',
  needs: ['Node'],
  uses: ['Lease'],
  params: z.object({
    graceSeconds: z.number().int().min(0).default(120).describe('how long a new node may take to become ready'),
  }),
  messages: {
    unreachable: {
      text: 'Node {{name}} is unreachable: its kubelet was last heard of at {{seen}}, {{span}} ago, and its Ready condition is Unknown.',
      problem: 'not-ready',
      next: 'kubectl describe node {{name}}',
    },
    notReady: {
      text: 'Node {{name}} is not ready ({{reason}}): {{explanation}}.',
      problem: 'not-ready',
      changes: ['reason'],
      next: 'kubectl describe node {{name}}',
    },
    neverReported: {
      text: 'Node {{name}} was registered {{span}} ago, and its kubelet has never reported a Ready condition.',
      problem: 'not-ready',
      next: 'kubectl describe node {{name}}',
    },
  },
  remedy:
    'Look at the machine: whether it runs and can be reached, whether the kubelet runs (systemctl status kubelet), and what its log says.',
  aliases: ['POP-701', 'POP-702', 'k8sgpt:Node'],
  *run({ snapshot, params, now }) {
    for (const node of snapshot.list('Node')) {
      const ready = conditionOf(node, 'Ready');
      if (ready?.status === 'True' || isBeingRemoved(node, now)) continue;

      const lease = snapshot.get('Lease', LEASES, node.metadata.name);
      const evidence = evidenceOf(
        conditionEvidence(node, ready),
        ready?.lastHeartbeatTime === undefined
          ? undefined
          : fieldEvidence(node, 'status.conditions[Ready].lastHeartbeatTime', ready.lastHeartbeatTime),
        lease?.spec.renewTime === undefined ? undefined : fieldEvidence(lease, 'spec.renewTime', lease.spec.renewTime),
      );
      if (ready?.status === 'Unknown') {
        const seen =
          latestOf(ready.lastHeartbeatTime, lease?.spec.renewTime) ??
          ready.lastTransitionTime ??
          node.metadata.creationTimestamp;
        yield {
          on: node,
          message: 'unreachable',
          data: { seen: toTheSecond(seen), span: spanOf(secondsBetween(seen, now) ?? 0) },
          evidence,
        };
      } else if (isYoungerThan(node, params.graceSeconds, now)) {
        // It is joining: network plugin and kubelet need a moment.
      } else if (ready === undefined) {
        const span = spanOf(secondsBetween(node.metadata.creationTimestamp, now) ?? 0);
        yield { on: node, message: 'neverReported', data: { span }, evidence };
      } else {
        const data = {
          reason: ready.reason ?? 'no reason given',
          explanation: asClause(ready.message ?? '') || 'no explanation given',
        };
        yield { on: node, message: 'notReady', data, evidence };
      }
    }
  },
});
