import { z } from 'zod';
import type { Pod } from '#src/kubernetes/objects.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { evidenceOf } from '../../lib/gather-evidence.ts';
import { isLive, isReady } from '../../lib/pods.ts';
import { selectorText } from '../../lib/selectors.ts';
import { latestOf, secondsBetween } from '../../lib/time.ts';
import { causesIn, overduePods } from '../../lib/workload-pods.ts';

/** DaemonSets have no progress deadline of their own; Deployments' default is a fair measure for a pod that starts during an update. */
const ROLLOUT_SECONDS = 600;

const MAX_NODES = 5;

/** A DaemonSet's pod is made for one node and says so in its affinity before the scheduler binds it (pkg/controller/daemon/util). */
function nodeOf(pod: Pod): string | undefined {
  const terms = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const fields = terms.flatMap(({ matchFields }) => matchFields ?? []);
  return pod.spec.nodeName ?? fields.find(({ key }) => key === 'metadata.name')?.values?.[0];
}

export const daemonsetUnavailable = defineCheck({
  id: 'daemonset-unavailable',
  title: 'DaemonSet is not ready on every node where it should run',
  stage: 'WORKLOAD',
  severity: 'WARNING',
  needs: ['DaemonSet'],
  uses: ['Pod', 'Node'],
  params: z.object({
    graceSeconds: z.number().int().min(0).default(60).describe('how long pods may be missing or not ready'),
    startSeconds: z.number().int().min(0).default(300).describe('how long a pod may fetch images and mount volumes while nothing went wrong'),
  }),
  messages: {
    none: {
      text: 'DaemonSet {{name}} in {{namespace}} has 0 of {{wanted}} pods ready.',
      severity: 'ERROR',
      problem: 'unavailable',
      next: "kubectl -n {{namespace}} get pods -l '{{selector}}' -o wide",
    },
    some: {
      text: 'DaemonSet {{name}} in {{namespace}} has {{ready}} of {{wanted}} pods ready; it does not run as it should on {{nodes}}.',
      problem: 'unavailable',
      next: "kubectl -n {{namespace}} get pods -l '{{selector}}' -o wide",
    },
  },
  remedy: 'Look at the pods that are not ready and at their nodes.',
  aliases: ['k8sgpt:DaemonSet'],
  *run({ snapshot, params, now }) {
    for (const daemonSet of snapshot.list('DaemonSet')) {
      const { metadata, spec, status } = daemonSet;
      const wanted = status.desiredNumberScheduled ?? 0;
      const ready = status.numberReady ?? 0;
      if (ready >= wanted || metadata.deletionTimestamp !== undefined) continue;

      const pods = snapshot.ownedBy('Pod', metadata.uid);
      const live = pods.filter(isLive);
      const isUpdating = (status.updatedNumberScheduled ?? wanted) < wanted;
      const waits = isUpdating && ready > 0 ? { STARTING: ROLLOUT_SECONDS, RUNNING: ROLLOUT_SECONDS } : { STARTING: params.startSeconds, RUNNING: params.graceSeconds };
      // A new node is wanted at once and gets its pod a moment later; a replaced pod is missing for a moment.
      const nodeTimes = snapshot.list('Node').map((node) => node.metadata.creationTimestamp);
      const podTimes = pods.flatMap((pod) => [pod.metadata.creationTimestamp, pod.metadata.deletionTimestamp]);
      const unchangedSeconds = secondsBetween(latestOf(metadata.creationTimestamp, ...nodeTimes, ...podTimes), now) ?? 0;
      const isOverdue = live.every(isReady)
        ? unchangedSeconds >= params.graceSeconds
        : overduePods(live, { TROUBLED: params.graceSeconds, ...waits }, now).length > 0;
      if (!isOverdue) continue;

      const selector = selectorText(spec.selector ?? {});
      const common = {
        on: daemonSet,
        evidence: evidenceOf(fieldEvidence(daemonSet, 'status.numberReady', ready), fieldEvidence(daemonSet, 'status.desiredNumberScheduled', wanted)),
        causes: causesIn(snapshot, pods),
      };
      if (ready === 0) yield { ...common, message: 'none', data: { wanted, selector } };
      else {
        const nodes = [...new Set(live.filter((pod) => !isReady(pod)).flatMap((pod) => nodeOf(pod) ?? []))];
        const named = nodes.length <= MAX_NODES ? nodes : [...nodes.slice(0, MAX_NODES), `${nodes.length - MAX_NODES} more`];
        yield { ...common, message: 'some', data: { ready, wanted, nodes: named.length === 0 ? ['a node without its pod'] : named, selector } };
      }
    }
  },
});
