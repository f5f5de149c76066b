import { z } from 'zod';
import type { Event, Pod } from '#src/kubernetes/objects.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { conditionOf } from '../../lib/conditions.ts';
import { troubleOf } from '../../lib/container-trouble.ts';
import { containersOf } from '../../lib/containers.ts';
import { describeTrouble } from '../../lib/describe-trouble.ts';
import { eventsOfContainer } from '../../lib/events.ts';
import { eventEvidence } from '../../lib/evidence.ts';
import { conditionEvidence, evidenceOf } from '../../lib/gather-evidence.ts';
import { controlPlaneComponentOf, isReady, readyChangedAt } from '../../lib/pods.ts';
import { seconds } from '../../lib/seconds-param.ts';
import { secondsBetween } from '../../lib/time.ts';
import { causesIn } from '../../lib/workload-pods.ts';

interface Down {
  readonly pod: Pod;
  readonly state: string;
  readonly event: Event | undefined;
}

export const controlPlanePodDown = defineCheck({
  id: 'control-plane-pod-down',
  title: 'Static pod of the control plane is down',
  stage: 'CONTROL_PLANE',
  severity: 'ERROR',
  needs: ['Pod'],
  uses: ['Event', 'Node'],
  params: z.object({ graceSeconds: seconds(60, 'how long a pod may be not ready') }),
  messages: {
    oneDown: {
      text: 'Control-plane pod {{name}} on node {{node}} is down: {{state}}; {{serving}} of {{total}} {{component}} pods serve.',
      problem: 'down',
      next: 'kubectl -n {{namespace}} describe pod {{name}}',
    },
    allDown: {
      text: 'Control-plane pod {{name}} on node {{node}} is down: {{state}}; no {{component}} serves the cluster.',
      severity: 'CRITICAL',
      problem: 'down',
      next: 'kubectl -n {{namespace}} describe pod {{name}}',
    },
  },
  remedy:
    'Read the log of the container on the node (crictl logs, /var/log/pods) and look at its manifest in /etc/kubernetes/manifests.',
  aliases: ['k8sgpt:Pod'],
  *run({ snapshot, params, now }) {
    function downOf(pod: Pod): Down | undefined {
      const troubles = containersOf(pod).flatMap((container) => {
        const events = eventsOfContainer(snapshot, pod, container);
        const trouble = troubleOf(pod, container, events, now);
        // It ended once and runs again: no more than container-restarted tells.
        return trouble === undefined || ('course' in trouble && trouble.course === 'BACK')
          ? []
          : [{ state: describeTrouble(container, trouble), event: events[0] }];
      });
      const [trouble] = troubles;
      if (trouble !== undefined) return { pod, ...trouble };
      const seconds = secondsBetween(readyChangedAt(pod) ?? pod.metadata.creationTimestamp, now) ?? 0;
      return isReady(pod) || seconds < params.graceSeconds
        ? undefined
        : { pod, state: `not ready since ${readyChangedAt(pod) ?? 'it was created'}`, event: undefined };
    }

    const pods = snapshot
      .list('Pod', 'kube-system')
      .filter((pod) => controlPlaneComponentOf(pod) !== undefined && pod.metadata.deletionTimestamp === undefined);
    for (const [component = '', replicas] of Map.groupBy(pods, controlPlaneComponentOf)) {
      const down = replicas.flatMap((pod) => downOf(pod) ?? []);
      const serving = replicas.filter(isReady).filter((pod) => !down.some((each) => each.pod === pod)).length;
      for (const { pod, state, event } of down) {
        const data = { node: pod.spec.nodeName ?? 'unknown', state, component };
        const common = {
          on: pod,
          evidence: evidenceOf(conditionEvidence(pod, conditionOf(pod, 'Ready')), eventEvidence(event)),
          causes: causesIn(snapshot, [pod]),
        };
        // A replica that is not ready yet and has its grace serves nobody either, but is no reason to sound the alarm.
        if (serving === 0 && down.length === replicas.length) yield { ...common, message: 'allDown', data };
        else yield { ...common, message: 'oneDown', data: { ...data, serving, total: replicas.length } };
      }
    }
  },
});
