import type { Pod, Service } from '#src/kubernetes/objects.ts';
import { containersOf } from './containers.ts';

export type ServicePort = NonNullable<Service['spec']['ports']>[number];

/** A port that a container declares. */
export interface DeclaredPort {
  readonly name: string | undefined;
  readonly number: number;
  readonly protocol: string;
}

/** The ports of the containers that run beside each other: of init containers only sidecars count (pkg/api/v1/pod, FindPort). */
export function declaredPorts(pod: Pod): readonly DeclaredPort[] {
  return containersOf(pod)
    .filter(({ role }) => role !== 'INIT')
    .flatMap(({ spec }) => spec.ports ?? [])
    .map(({ name, containerPort, protocol }) => ({ name, number: containerPort, protocol: protocol ?? 'TCP' }));
}

/** Where a Service's port leads: a name or a number; the port itself where nothing is said. */
export function targetOf(port: ServicePort): string | number {
  // int-or-string: client-node types it as string or number, and YAML may carry "8080" as text.
  const target = port.targetPort ?? port.port;
  return typeof target === 'string' && /^\d+$/.test(target) ? Number(target) : target;
}

/** Whether the pod declares this target by name or number, in the Service port's protocol. */
export function declares(pod: Pod, port: ServicePort): boolean {
  const target = targetOf(port);
  const protocol = port.protocol ?? 'TCP';
  return declaredPorts(pod).some(
    (declared) =>
      declared.protocol === protocol &&
      (typeof target === 'number' ? declared.number === target : declared.name === target),
  );
}

/** The ports that pods declare, in words such as `http 8080/TCP`. */
export function declaredTexts(pods: readonly Pod[]): readonly string[] {
  const texts = pods
    .flatMap(declaredPorts)
    .map(({ name, number, protocol }) => `${name === undefined ? '' : `${name} `}${number}/${protocol}`);
  return texts.length === 0 ? ['none'] : [...new Set(texts)];
}
