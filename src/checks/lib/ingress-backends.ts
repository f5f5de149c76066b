import type { ObjectOf } from '#src/kubernetes/objects.ts';

type Ingress = ObjectOf<'Ingress'>;

/** One reference from an Ingress to a port of a Service, with the host and path that lead there. */
export interface IngressBackend {
  readonly service: string;
  readonly port: string | number;
  /** Such as `shop.example.com/cart`, or `all other requests` for the default backend. */
  readonly route: string;
  /** Where it stands in the spec. */
  readonly path: string;
}

type Backend = NonNullable<Ingress['spec']['defaultBackend']>;

function backendOf(backend: Backend | undefined, route: string, path: string): IngressBackend[] {
  const service = backend?.service;
  // A `resource` backend is a custom resource (a bucket, say).
  if (service === undefined) return [];
  return [{ service: service.name, port: service.port?.name ?? service.port?.number ?? 0, route, path }];
}

/** Every Service that an Ingress leads to. */
export function backendsOf(ingress: Ingress): readonly IngressBackend[] {
  const rules = (ingress.spec.rules ?? []).flatMap((rule, index) =>
    (rule.http?.paths ?? []).flatMap((path, at) =>
      backendOf(
        path.backend,
        `${rule.host ?? '*'}${path.path ?? '/'}`,
        `spec.rules[${index}].http.paths[${at}].backend.service`,
      ),
    ),
  );
  return [...backendOf(ingress.spec.defaultBackend, 'all other requests', 'spec.defaultBackend.service'), ...rules];
}
