import { z } from 'zod';
import type { Pod } from '#src/kubernetes/objects.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { refOf } from '../../engine/object-ref.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { evidenceOf } from '../../lib/gather-evidence.ts';
import { isLive, isReady } from '../../lib/pods.ts';
import { firstOf } from '../../lib/said.ts';
import { GRACE_SECONDS, START_SECONDS } from '../../lib/seconds-param.ts';
import { selectorText } from '../../lib/selectors.ts';
import { latestOf } from '../../lib/time.ts';
import { causesIn, isOverdue, patienceOf, podsChangedAt, UPDATE_SECONDS } from '../../lib/workload-pods.ts';

const MAX_NODES = 5;

/** A DaemonSet's pod is made for one node and says so in its affinity before the scheduler binds it (pkg/controller/daemon/util). */
function nodeOf(pod: Pod): string | undefined {
  const terms =
    pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const fields = terms.flatMap(({ matchFields }) => matchFields ?? []);
  return pod.spec.nodeName ?? fields.find(({ key }) => key === 'metadata.name')?.values?.[0];
}

/** Where a pod is there and not ready. */
function nodesWithout(pods: readonly Pod[]): readonly string[] {
  const failing = pods.filter((pod) => isLive(pod) && !isReady(pod));
  const nodes = new Set(failing.flatMap((pod) => nodeOf(pod) ?? []));
  return nodes.size === 0 ? ['a node without its pod'] : firstOf([...nodes], MAX_NODES);
}

export const daemonsetUnavailable = defineCheck({
  id: 'daemonset-unavailable',
  title: 'DaemonSet is not ready on every node where it should run',
  stage: 'WORKLOAD',
  severity: 'WARNING',
  needs: ['DaemonSet', 'Pod'],
  uses: ['Node'],
  params: z.object({
    graceSeconds: GRACE_SECONDS,
    startSeconds: START_SECONDS,
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
      const isUpdating = (status.updatedNumberScheduled ?? wanted) < wanted;
      const patience = patienceOf(params, isUpdating && ready > 0 ? UPDATE_SECONDS : undefined);
      // A new node is wanted at once and gets its pod a moment later; a replaced pod is missing for a moment.
      const nodeTimes = snapshot.list('Node').map((node) => node.metadata.creationTimestamp);
      const changedAt = latestOf(metadata.creationTimestamp, podsChangedAt(pods), ...nodeTimes);
      if (!isOverdue(pods, { patience, changedAt }, now)) continue;

      const selector = selectorText(spec.selector ?? {});
      const common = {
        on: daemonSet,
        evidence: evidenceOf(
          fieldEvidence(daemonSet, 'status.numberReady', ready),
          fieldEvidence(daemonSet, 'status.desiredNumberScheduled', wanted),
        ),
        // Pods that may not be created are found on the DaemonSet itself.
        causes: [...causesIn(snapshot, pods), ...(pods.length < wanted ? [refOf(daemonSet)] : [])],
      };
      if (ready === 0) yield { ...common, message: 'none', data: { wanted, selector } };
      else yield { ...common, message: 'some', data: { ready, wanted, nodes: nodesWithout(pods), selector } };
    }
  },
});
