import type { Pod } from '#src/kubernetes/objects.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { isLive } from '../../lib/pods.ts';
import { firstOf } from '../../lib/said.ts';
import { selectorOf, selectorText } from '../../lib/selectors.ts';
import { declaredPorts, declaredTexts, declares, type ServicePort, targetOf } from '../../lib/target-ports.ts';

const MAX_PORTS = 10;

/** What is wrong with a port; undefined where nothing is. */
function faultOf(
  port: ServicePort,
  pods: readonly Pod[],
  isHeadless: boolean,
): 'nameUnknown' | 'nameUnknownHeadless' | 'numberUndeclared' | undefined {
  // Without a pod nothing can be said; service-without-ready-pods tells of that. One pod that has the port is enough:
  // several workloads may share the selector, and a rollout may be adding it.
  if (pods.length === 0 || pods.some((pod) => declares(pod, port))) return undefined;
  if (typeof targetOf(port) === 'string') return isHeadless ? 'nameUnknownHeadless' : 'nameUnknown';
  // Pods that declare nothing in this protocol say nothing about where they listen.
  const wanted = port.protocol ?? 'TCP';
  const allDeclare = pods.every((pod) => declaredPorts(pod).some(({ protocol }) => protocol === wanted));
  return allDeclare ? 'numberUndeclared' : undefined;
}

export const servicePortMismatch = defineCheck({
  id: 'service-port-mismatch',
  title: 'Service port leads to no port of its pods',
  stage: 'NETWORK',
  severity: 'ERROR',
  needs: ['Service', 'Pod'],
  messages: {
    nameUnknown: {
      text: 'Port {{port}} of Service {{name}} in {{namespace}} leads to the {{protocol}} port named "{{target}}", which no pod that matches declares; they declare {{declared}}.',
      problem: 'target-port',
      changes: ['target'],
      next: "kubectl -n {{namespace}} get pods -l '{{labels}}' -o jsonpath='{.items[*].spec.containers[*].ports}'",
    },
    nameUnknownHeadless: {
      // Clients of a headless Service find pods by DNS and bring their own port; only its SRV record and scrapers by port name miss it.
      text: 'Port {{port}} of headless Service {{name}} in {{namespace}} leads to the {{protocol}} port named "{{target}}", which no pod that matches declares; they declare {{declared}}.',
      severity: 'WARNING',
      problem: 'target-port',
      changes: ['target'],
      next: "kubectl -n {{namespace}} get pods -l '{{labels}}' -o jsonpath='{.items[*].spec.containers[*].ports}'",
    },
    numberUndeclared: {
      // A container may listen on a port that it does not declare (containerPort is informational), so this is no accusation.
      text: 'Port {{port}} of Service {{name}} in {{namespace}} leads to {{protocol}} port {{target}}, which no pod that matches declares; they declare {{declared}}.',
      severity: 'INFO',
      problem: 'target-port',
      changes: ['target'],
      next: 'kubectl -n {{namespace}} port-forward service/{{name}} 18080:{{port}}',
    },
  },
  remedy: "Give the Service's targetPort the name or number of a port on which the containers listen.",
  aliases: ['POP-1106'],
  *run({ snapshot }) {
    for (const service of snapshot.list('Service')) {
      const selector = selectorOf(service);
      if (selector === undefined || service.metadata.deletionTimestamp !== undefined) continue;
      const pods = snapshot.select('Pod', service.metadata.namespace ?? '', selector).filter(isLive);
      for (const port of service.spec.ports ?? []) {
        const message = faultOf(port, pods, service.spec.clusterIP === 'None');
        if (message === undefined) continue;
        const target = targetOf(port);
        const name = port.name ?? String(port.port);
        yield {
          on: service,
          message,
          part: name,
          data: {
            port: port.port,
            protocol: port.protocol ?? 'TCP',
            target,
            declared: firstOf(declaredTexts(pods), MAX_PORTS),
            labels: selectorText(selector),
          },
          evidence: [fieldEvidence(service, `spec.ports[${name}].targetPort`, target)],
        };
      }
    }
  },
});
