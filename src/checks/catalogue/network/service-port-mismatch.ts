import { defineCheck } from '../../engine/define-check.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { isLive } from '../../lib/pods.ts';
import { selectorOf, selectorText } from '../../lib/selectors.ts';
import { declaredPorts, declares, targetOf } from '../../lib/target-ports.ts';

const MAX_PORTS = 10;

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
      // Without a pod nothing can be said; service-without-ready-pods tells of that.
      const pods = snapshot.select('Pod', service.metadata.namespace ?? '', selector).filter(isLive);
      if (pods.length === 0) continue;

      for (const port of service.spec.ports ?? []) {
        // One pod that has the port is enough: several workloads may share the selector, and a rollout may be adding it.
        if (pods.some((pod) => declares(pod, port))) continue;
        const target = targetOf(port);
        const protocol = port.protocol ?? 'TCP';
        const declared = [
          ...new Set(
            pods
              .flatMap(declaredPorts)
              .map(({ name, number, protocol: of }) => `${name === undefined ? '' : `${name} `}${number}/${of}`),
          ),
        ].slice(0, MAX_PORTS);
        const data = {
          port: port.port,
          protocol,
          target,
          declared: declared.length === 0 ? ['none'] : declared,
          labels: selectorText(selector),
        };
        const evidence = [fieldEvidence(service, `spec.ports[${port.name ?? port.port}].targetPort`, target)];
        const common = { on: service, part: String(port.name ?? port.port), data, evidence };
        if (typeof target === 'string')
          yield { ...common, message: service.spec.clusterIP === 'None' ? 'nameUnknownHeadless' : 'nameUnknown' };
        // Pods that declare nothing in this protocol say nothing about where they listen.
        else if (pods.every((pod) => declaredPorts(pod).some(({ protocol: of }) => of === protocol)))
          yield { ...common, message: 'numberUndeclared' };
      }
    }
  },
});
