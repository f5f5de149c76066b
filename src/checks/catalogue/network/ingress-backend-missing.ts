import { z } from 'zod';
import { defineCheck } from '../../engine/define-check.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { backendsOf } from '../../lib/ingress-backends.ts';
import { seconds } from '../../lib/seconds-param.ts';
import { isYoungerThan } from '../../lib/time.ts';

/** The AWS load balancer controller reads such a backend from an annotation; its service is none (its documentation, "Ingress annotations"). */
const PORT_FROM_ANNOTATION = 'use-annotation';

const MAX_ROUTES = 5;

export const ingressBackendMissing = defineCheck({
  id: 'ingress-backend-missing',
  title: 'Ingress leads to a Service or port that does not exist',
  stage: 'NETWORK',
  severity: 'ERROR',
  needs: ['Ingress', 'Service'],
  params: z.object({
    graceSeconds: seconds(60, 'how long a new Ingress may wait for its Services'),
  }),
  messages: {
    serviceMissing: {
      text: 'Ingress {{name}} in {{namespace}} leads {{routes}} to Service {{service}}, which does not exist.',
      problem: 'backend',
      next: 'kubectl -n {{namespace}} get services',
    },
    portMissing: {
      text: 'Ingress {{name}} in {{namespace}} leads {{routes}} to port {{port}} of Service {{service}}, which has only {{ports}}.',
      problem: 'backend',
      changes: ['port'],
      next: 'kubectl -n {{namespace}} describe service {{service}}',
    },
  },
  remedy: 'Create the Service, or correct the name or port of the backend.',
  aliases: ['POP-1401', 'POP-1402', 'k8sgpt:Ingress'],
  *run({ snapshot, params, now }) {
    for (const ingress of snapshot.list('Ingress')) {
      if (ingress.metadata.deletionTimestamp !== undefined || isYoungerThan(ingress, params.graceSeconds, now))
        continue;
      const backends = backendsOf(ingress).filter(({ port }) => port !== PORT_FROM_ANNOTATION);
      const byService = Map.groupBy(backends, ({ service }) => service);
      for (const [name, references] of byService) {
        const service = snapshot.get('Service', ingress.metadata.namespace, name);
        const ports = service?.spec.ports ?? [];
        // An ExternalName Service needs no ports: the controller takes the backend's number.
        const isAnyPort = service?.spec.type === 'ExternalName' && ports.length === 0;
        const wrong = references.filter(
          (to) => !ports.some((port) => (typeof to.port === 'number' ? port.port : port.name) === to.port),
        );
        const [first] = wrong;
        if (first === undefined || isAnyPort) continue;

        const routes = [...new Set(wrong.map(({ route }) => route))].slice(0, MAX_ROUTES);
        const common = {
          on: ingress,
          part: name,
          evidence: [fieldEvidence(ingress, first.path, `${name}:${first.port}`)],
        };
        if (service === undefined) yield { ...common, message: 'serviceMissing', data: { routes, service: name } };
        else {
          const known = ports.map((port) =>
            port.name === undefined ? String(port.port) : `${port.name} (${port.port})`,
          );
          const data = {
            routes,
            service: name,
            port: [...new Set(wrong.map(({ port }) => String(port)))],
            ports: known.length === 0 ? ['no port'] : known,
          };
          yield { ...common, message: 'portMissing', data };
        }
      }
    }
  },
});
