import type { Container, Pod } from '#src/kubernetes/objects.ts';
import { quantityOf } from '../quantities.ts';

/** Amounts by resource name. CPU in thousandths of a core, as the scheduler counts it, all else in whole base units. */
export type Amounts = ReadonlyMap<string, number>;

type Quantities = Readonly<Record<string, string>> | undefined;

/** The amounts behind quantities as they stand in an object; what cannot be read is left out. Fractions round up, as in resource.Quantity. */
export function amountsOf(quantities: Quantities): Amounts {
  const amounts = new Map<string, number>();
  for (const [resource, text] of Object.entries(quantities ?? {})) {
    const value = quantityOf(text);
    if (value !== undefined)
      amounts.set(resource, Math.ceil(Number((resource === 'cpu' ? value * 1000 : value).toFixed(6))));
  }
  return amounts;
}

function sum(a: Amounts, b: Amounts): Amounts {
  const total = new Map(a);
  for (const [resource, amount] of b) total.set(resource, (total.get(resource) ?? 0) + amount);
  return total;
}

function max(a: Amounts, b: Amounts): Amounts {
  const most = new Map(a);
  for (const [resource, amount] of b) most.set(resource, Math.max(most.get(resource) ?? 0, amount));
  return most;
}

function requestsOf(container: Container): Amounts {
  return amountsOf(container.resources?.requests);
}

/** Only these may be asked for by the pod as a whole (KEP-2837). */
function isPodLevel(resource: string): boolean {
  return resource === 'cpu' || resource === 'memory' || resource.startsWith('hugepages-');
}

/**
 * What a pod takes of a node, by the scheduler's rule (k8s.io/component-helpers/resource, PodRequests): the larger of
 * all containers that run together and of each init container with the sidecars started before it, then the pod's own
 * figures in place of the sums, then its overhead.
 */
export function podRequestsOf(pod: Pod): Amounts {
  const { containers = [], initContainers = [], resources, overhead } = pod.spec;
  let together = containers.map(requestsOf).reduce(sum, new Map());
  let sidecars: Amounts = new Map();
  let starting: Amounts = new Map();
  for (const container of initContainers) {
    const requests = requestsOf(container);
    if (container.restartPolicy === 'Always') {
      together = sum(together, requests);
      sidecars = sum(sidecars, requests);
      starting = max(starting, sidecars);
    } else starting = max(starting, sum(requests, sidecars));
  }
  const wholePod = [...amountsOf(resources?.requests)].filter(([resource]) => isPodLevel(resource));
  return sum(new Map([...max(together, starting), ...wholePod]), amountsOf(overhead));
}
