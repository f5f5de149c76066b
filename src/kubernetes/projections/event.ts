import type { ProjectedObject, Projection } from './define-projection.ts';
import { projectMetadata } from './metadata.ts';

/** The object that an Event is about. */
export interface EventObject {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly uid?: string;
  /** Which part of the object, such as `spec.containers{web}`. */
  readonly fieldPath?: string;
}

/** An Event in one shape, whichever API wrote it. */
export interface Event extends ProjectedObject<'Event'> {
  readonly regarding: EventObject;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  /** How often it was seen, at least 1. */
  readonly count: number;
  readonly firstSeen: string;
  /** The latest of series.lastObservedTime, eventTime, lastTimestamp and creationTimestamp: events.k8s.io leaves lastTimestamp empty. */
  readonly lastSeen: string;
  /** The component that reported it. */
  readonly reporter: string;
}

interface RawEvent {
  readonly metadata?: { readonly creationTimestamp?: string };
  readonly involvedObject?: EventObject;
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly firstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly series?: { readonly count?: number; readonly lastObservedTime?: string } | null;
  readonly reportingComponent?: string;
  readonly source?: { readonly component?: string };
}

function isTime(value: string | null | undefined): value is string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}

function latest(times: readonly (string | null | undefined)[]): string | undefined {
  return times
    .filter(isTime)
    .reduce<string | undefined>((a, b) => (a === undefined || Date.parse(b) > Date.parse(a) ? b : a), undefined);
}

/** Projects a core/v1 Event, which carries those of events.k8s.io too. */
export const eventProjection: Projection<'Event', Event> = {
  kind: 'Event',
  project(raw) {
    const source = raw as RawEvent;
    const metadata = projectMetadata(source.metadata);
    const about = source.involvedObject;
    const regarding: EventObject = {
      kind: about?.kind ?? '',
      name: about?.name ?? '',
      ...(about?.namespace === undefined ? {} : { namespace: about.namespace }),
      ...(about?.uid === undefined ? {} : { uid: about.uid }),
      ...(about?.fieldPath === undefined ? {} : { fieldPath: about.fieldPath }),
    };
    const created = metadata.creationTimestamp;
    return {
      kind: 'Event',
      metadata,
      regarding,
      type: source.type ?? 'Normal',
      reason: source.reason ?? '',
      message: source.message ?? '',
      count: Math.max(1, source.count ?? 0, source.series?.count ?? 0),
      firstSeen: [source.firstTimestamp, source.eventTime].find(isTime) ?? created,
      lastSeen: latest([source.series?.lastObservedTime, source.eventTime, source.lastTimestamp, created]) ?? created,
      reporter: source.reportingComponent || source.source?.component || '',
    };
  },
};
