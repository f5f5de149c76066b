import { z } from 'zod';
import { defineCheck } from '../../engine/define-check.ts';
import { refOf } from '../../engine/object-ref.ts';
import { conditionOf } from '../../lib/conditions.ts';
import { containersOf, lastTerminationOf } from '../../lib/containers.ts';
import { latestEvent } from '../../lib/events.ts';
import { eventEvidence, fieldEvidence } from '../../lib/evidence.ts';
import { isOfFinishedJob } from '../../lib/finished-jobs.ts';
import { controllerOf, isTerminating } from '../../lib/pods.ts';
import { seconds } from '../../lib/seconds-param.ts';
import { asClause } from '../../lib/text.ts';
import { isWithin, latestOf } from '../../lib/time.ts';

export const podEvicted = defineCheck({
  id: 'pod-evicted',
  title: 'Pod was evicted by the kubelet',
  stage: 'POD',
  severity: 'WARNING',
  needs: ['Pod'],
  uses: ['Event', 'Node', 'Job'],
  // A day: evicted pods lie about until thousands are there; one that was replaced last week is no risk any more.
  params: z.object({
    recentSeconds: seconds(
      86_400,
      'Seconds after which an evicted pod that a controller has replaced is only left over.',
    ),
  }),
  messages: {
    evicted: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: the kubelet of node {{node}} evicted {{subjects}}: {{words}}.',
      problem: 'evicted',
      next: 'kubectl describe pod --namespace {{namespace}} {{name}}',
    },
    leftOver: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: the kubelet of node {{node}} evicted {{subjects}} more than {{hours}} h ago; replaced since, but not removed: {{words}}.',
      severity: 'INFO',
      problem: 'evicted',
      next: 'kubectl delete pod --namespace {{namespace}} {{name}}',
    },
  },
  remedy:
    'Give the pod requests that match its use, bound what it writes (emptyDir sizeLimit, ephemeral-storage limit) or raise that bound, and see to the node that ran short.',
  aliases: ['POP-207', 'k8sgpt:Pod'],
  *run({ snapshot, params, now }) {
    for (const pod of snapshot.list('Pod')) {
      const { phase, reason, message, conditions } = pod.status;
      if (phase !== 'Failed' || reason !== 'Evicted' || isTerminating(pod) || isOfFinishedJob(snapshot, pod)) continue;
      const ends = containersOf(pod).map((container) => lastTerminationOf(container)?.finishedAt);
      const at = latestOf(
        ...ends,
        ...(conditions ?? []).map(({ lastTransitionTime }) => lastTransitionTime),
        pod.metadata.creationTimestamp,
      );
      const isOld = controllerOf(pod) !== undefined && !isWithin(at, params.recentSeconds, now);
      const node = pod.spec.nodeName ?? '(none)';
      const event = latestEvent(snapshot.eventsOf(pod), { reasons: ['Evicted'] });
      const words =
        asClause(message ?? event?.message ?? conditionOf(pod, 'DisruptionTarget')?.message ?? '') ||
        'no reason was given';
      const found = snapshot.get('Node', undefined, node);
      yield {
        on: pod,
        message: isOld ? 'leftOver' : 'evicted',
        data: { node, words, hours: Math.floor(params.recentSeconds / 3600) },
        evidence: [fieldEvidence(pod, 'status.message', message ?? '(empty)', at), ...eventEvidence(event)],
        // Only an eviction for the node's sake follows from the node; a pod over its own limit has only itself to blame.
        causes: found !== undefined && words.startsWith('The node ') ? [refOf(found)] : [],
      };
    }
  },
});
