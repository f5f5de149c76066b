import { z } from 'zod';
import { defineCheck } from '../../engine/define-check.ts';
import { containersOf } from '../../lib/containers.ts';
import { latestEvent } from '../../lib/events.ts';
import { eventEvidence, fieldEvidence } from '../../lib/evidence.ts';
import { isNodeUnreachable } from '../../lib/nodes.ts';
import { seconds } from '../../lib/seconds-param.ts';
import { secondsBetween, spanOf } from '../../lib/time.ts';

export const podStuckTerminating = defineCheck({
  id: 'pod-stuck-terminating',
  title: 'Pod does not go away',
  stage: 'POD',
  severity: 'WARNING',
  needs: ['Pod'],
  uses: ['Node', 'Event'],
  accusesTerminatingPods: true,
  // The deletionTimestamp is the end of the grace already given; a minute more is for the kubelet's last steps.
  params: z.object({
    graceSeconds: seconds(60, 'Seconds past the deletionTimestamp, which is the end of the grace period.'),
  }),
  messages: {
    finalizers: {
      text: '{{subjects}} in {{namespace}} should have been gone {{span}} ago, but the finalizer {{finalizers}} has not been removed.',
      problem: 'stuck-terminating',
      changes: ['finalizers'],
      next: 'kubectl get pod --namespace {{namespace}} {{name}} --output jsonpath={.metadata.finalizers}',
    },
    running: {
      text: '{{subjects}} in {{namespace}} should have been gone {{span}} ago, but node {{node}} has not finished; containers still running: {{running}}.',
      problem: 'stuck-terminating',
      next: 'kubectl describe pod --namespace {{namespace}} {{name}}',
    },
    unbound: {
      text: '{{subjects}} in {{namespace}} should have been gone {{span}} ago, but the API server still has what no node holds.',
      problem: 'stuck-terminating',
      next: 'kubectl get pod --namespace {{namespace}} {{name}} --output yaml',
    },
  },
  remedy:
    'Find the controller that should remove the finalizer, or the process, volume or runtime that does not end. Removing a finalizer or forcing the deletion by hand skips what it protects.',
  aliases: ['POP-200'],
  *run({ snapshot, params, now }) {
    for (const pod of snapshot.list('Pod')) {
      const { deletionTimestamp, finalizers = [] } = pod.metadata;
      const late = secondsBetween(deletionTimestamp, now);
      if (late === undefined || late < params.graceSeconds) continue;
      const node = pod.spec.nodeName;
      const host = node === undefined ? undefined : snapshot.get('Node', undefined, node);
      if (host !== undefined && isNodeUnreachable(host)) continue;
      const running = containersOf(pod).flatMap(({ name, status }) =>
        status?.state?.running === undefined ? [] : [name],
      );
      const span = spanOf(late);
      const failed = latestEvent(snapshot.eventsOf(pod), {
        reasons: ['FailedKillPod', 'FailedPreStopHook', 'FailedUnmount', 'FailedUnMount'],
      });
      const evidence = [
        fieldEvidence(pod, 'metadata.deletionTimestamp', deletionTimestamp ?? '', deletionTimestamp),
        ...eventEvidence(failed),
      ];
      if (finalizers.length > 0) {
        const named = fieldEvidence(pod, 'metadata.finalizers', finalizers.join(', '));
        yield { on: pod, message: 'finalizers', data: { span, finalizers }, evidence: [...evidence, named] };
      } else if (node === undefined) yield { on: pod, message: 'unbound', data: { span }, evidence };
      else
        yield {
          on: pod,
          message: 'running',
          data: { span, node, running: running.length === 0 ? 'none' : running },
          evidence,
        };
    }
  },
});
