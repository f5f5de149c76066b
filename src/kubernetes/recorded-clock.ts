import type { KindName } from './kinds.ts';

/** The clock of a recorded cluster, of which each kind hears by itself. Times are milliseconds since 1970. */
export interface RecordedClock {
  /** The objects of a kind are now those of this time. */
  reached(kind: KindName, time: number): void;
  /** The cluster's clock, going by the kinds that count; by all when none does. Undefined: no kind ever told a time. */
  now(counts: (kind: KindName) => boolean): number | undefined;
}

/**
 * Makes a clock that moves together with the objects: forwards when the last kind that counts has moved (it stands at
 * the earliest of their times), backwards only when all of them agree.
 */
export function createRecordedClock(): RecordedClock {
  const times = new Map<KindName, number>();
  let agreed = Number.NEGATIVE_INFINITY;

  return {
    reached(kind, time) {
      times.set(kind, time);
    },
    now(counts) {
      if (times.size === 0) return undefined;
      const counting = [...times].filter(([kind]) => counts(kind));
      const values = (counting.length > 0 ? counting : [...times]).map(([, time]) => time);
      const earliest = Math.min(...values);
      if (earliest === Math.max(...values)) agreed = earliest;
      return Math.max(earliest, agreed);
    },
  };
}
