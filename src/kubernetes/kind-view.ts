import { unreachable } from '#src/lib/unreachable.ts';
import { badAnswer, KubernetesError } from './errors.ts';
import type { WholeList } from './list-all.ts';
import type { WatchEvent } from './read-watch-event.ts';
import { newest } from './resource-version.ts';
import type { KindStore } from './store.ts';

export interface KindViewDeps {
  /** As RBAC names it, for errors. */
  readonly resource: string;
  readonly store: KindStore;
  readonly maxObjects: number;
  /** Where the cluster's clock stands for this kind; called after the objects of that time are stored. */
  readonly onRecordedAt: (time: string) => void;
  /** Objects have changed. */
  readonly onChange: () => void;
}

/** What has been seen of one kind, brought up to date by lists and watches. */
export interface KindView {
  /** A list is the truth, whatever was seen before. */
  replace(list: WholeList): void;
  /**
   * Applies an event of a watch that has reached `version`, and returns the version that it has reached now. What comes
   * twice or late changes nothing. Throws the KubernetesError that ends the watch.
   */
  apply(event: WatchEvent, version: string): string;
  /** Forgets everything. */
  clear(): void;
}

/** Deleted uids to remember, so that an event that comes late does not bring an object back. */
const MAX_TOMBSTONES = 1_000;

/** Makes a view on a store that it alone writes. */
export function createKindView({ resource, store, maxObjects, onRecordedAt, onChange }: KindViewDeps): KindView {
  let recordedAt: string | undefined;
  let tombstones = new Set<string>();

  function tellTime(time: string | undefined): void {
    if (time === undefined || time === recordedAt) return;
    recordedAt = time;
    onRecordedAt(time);
  }

  function bury(uid: string): void {
    tombstones.add(uid);
    const [oldest] = tombstones;
    if (tombstones.size > MAX_TOMBSTONES && oldest !== undefined) tombstones.delete(oldest);
  }

  function isSetBack(time: string | undefined): boolean {
    return time !== undefined && recordedAt !== undefined && Date.parse(time) < Date.parse(recordedAt);
  }

  return {
    replace(list) {
      store.replace(list.objects);
      tombstones = new Set();
      tellTime(list.recordedAt);
    },
    apply(event, version) {
      switch (event.type) {
        case 'ERROR':
          throw event.error;
        case 'BOOKMARK':
          // The objects of an earlier moment were just taken for events that came late: only a list can help.
          if (isSetBack(event.recordedAt)) {
            throw new KubernetesError(
              { kind: 'GONE' },
              'The clock of the recording was set back.',
              new Error(event.recordedAt),
            );
          }
          tellTime(event.recordedAt);
          return newest(version, event.resourceVersion);
        case 'PUT': {
          const { uid, resourceVersion } = event.object.metadata;
          if (!tombstones.has(uid) && store.put(event.object)) onChange();
          if (store.size() > maxObjects) {
            throw badAnswer(
              { verb: 'watch', resource },
              `makes more than ${maxObjects} objects`,
              new Error('our own bound'),
            );
          }
          return newest(version, resourceVersion);
        }
        case 'DELETE': {
          const { namespace, name, uid, resourceVersion } = event.object.metadata;
          bury(uid);
          // A new object may have taken the name already.
          const isSame = store.get(namespace, name)?.metadata.uid === uid;
          if (isSame && store.remove(namespace, name)) onChange();
          return newest(version, resourceVersion);
        }
        default:
          return unreachable(event);
      }
    },
    clear() {
      store.replace([]);
      tombstones = new Set();
      recordedAt = undefined;
    },
  };
}
