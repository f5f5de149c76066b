import { z } from 'zod';
import { defineCheck } from '../../engine/define-check.ts';
import { conditionOf } from '../../lib/conditions.ts';
import { conditionEvidence, evidenceOf, fieldIfSet } from '../../lib/gather-evidence.ts';
import { isBeingRemoved } from '../../lib/nodes-leaving.ts';
import { saidIn } from '../../lib/said.ts';
import { seconds } from '../../lib/seconds-param.ts';
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
    graceSeconds: seconds(120, 'how long a new node may take to become ready'),
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
      // The node controller waits before it says Unknown; all else is how a node looks while it joins.
      if (ready?.status !== 'Unknown' && isYoungerThan(node, params.graceSeconds, now)) continue;

      const lease = snapshot.get('Lease', LEASES, node.metadata.name);
      const evidence = evidenceOf(
        conditionEvidence(node, ready),
        fieldIfSet(node, 'status.conditions[Ready].lastHeartbeatTime', ready?.lastHeartbeatTime),
        lease && fieldIfSet(lease, 'spec.renewTime', lease.spec.renewTime),
      );
      const created = node.metadata.creationTimestamp;
      if (ready === undefined) {
        const span = spanOf(secondsBetween(created, now) ?? 0);
        yield { on: node, message: 'neverReported', data: { span }, evidence };
      } else if (ready.status === 'Unknown') {
        const heard = latestOf(ready.lastHeartbeatTime, lease?.spec.renewTime) ?? ready.lastTransitionTime ?? created;
        const data = { seen: toTheSecond(heard), span: spanOf(secondsBetween(heard, now) ?? 0) };
        yield { on: node, message: 'unreachable', data, evidence };
      } else yield { on: node, message: 'notReady', data: saidIn(ready), evidence };
    }
  },
});
