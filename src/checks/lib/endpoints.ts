import type { ObjectOf, Service } from '#src/kubernetes/objects.ts';
import type { Snapshot } from '#src/kubernetes/port.ts';

/** How many endpoints a Service's slices hold, and the first of them. */
export interface EndpointCounts {
  readonly ready: number;
  readonly notReady: number;
  readonly slice: ObjectOf<'EndpointSlice'>;
}

/** Counts a Service's endpoints, whoever wrote them; undefined where there is no slice. An unset `ready` means ready (API reference). */
export function endpointCounts(snapshot: Snapshot<'EndpointSlice'>, service: Service): EndpointCounts | undefined {
  const { name, namespace } = service.metadata;
  const slices = snapshot.select('EndpointSlice', namespace ?? '', {
    matchLabels: { 'kubernetes.io/service-name': name },
  });
  const [slice] = slices;
  if (slice === undefined) return undefined;
  const endpoints = slices.flatMap((each) => each.endpoints ?? []);
  const ready = endpoints.filter(({ conditions }) => conditions?.ready !== false).length;
  return { ready, notReady: endpoints.length - ready, slice };
}
