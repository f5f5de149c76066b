import type { Event, Pod } from '#src/kubernetes/objects.ts';
import type { Snapshot } from '#src/kubernetes/port.ts';
import type { PodContainer } from './containers.ts';

/** What an event must be; all that is given must hold. */
export interface EventFilter {
  readonly reasons: readonly string[];
  readonly message?: RegExp;
}

/** The latest of these events (they come latest first) that passes. */
export function latestEvent(events: readonly Event[], { reasons, message }: EventFilter): Event | undefined {
  return events.find(
    (event) => reasons.includes(event.reason) && (message === undefined || message.test(event.message)),
  );
}

/** Events about one container of a pod, latest first. */
export function eventsOfContainer(snapshot: Snapshot<'Event'>, pod: Pod, container: PodContainer): readonly Event[] {
  return snapshot.eventsOf(pod).filter((event) => event.regarding.fieldPath === container.fieldPath);
}

/** Fewer times may be chance. */
const HABIT = 3;

/**
 * Whether an event came with every start of a container that is on record. The kubelet drops events of a busy pod (25 at
 * once, then one in 5 minutes), so that those of the last runs are missing, of starts and ends alike; one start may have
 * been written whose end was not.
 */
export function isOfEveryStart(event: Event, events: readonly Event[]): boolean {
  const starts = latestEvent(events, { reasons: ['Started'] })?.count ?? 0;
  return event.count >= HABIT && event.count >= starts - 1;
}
