import type { Clock } from '#src/kubernetes/clock.ts';

/** A clock that stands until it is turned. */
export interface ManualClock extends Clock {
  /** Moves time on and calls back all that is due on the way, in order. */
  advance(milliseconds: number): void;
  /** The timers that are set, as milliseconds from now, shortest first. */
  waits(): readonly number[];
}

/** Makes a clock that stands at a time (RFC 3339). */
export function manualClock(start = '2030-01-01T00:00:00Z'): ManualClock {
  let now = Date.parse(start);
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  const inOrder = (): { readonly at: number; readonly callback: () => void }[] =>
    [...timers].sort((a, b) => a.at - b.at);

  return {
    now: () => now,
    after(milliseconds, callback) {
      const timer = { at: now + milliseconds, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(milliseconds) {
      const end = now + milliseconds;
      for (let [next] = inOrder(); next !== undefined && next.at <= end; [next] = inOrder()) {
        now = Math.max(now, next.at);
        timers.delete(next);
        next.callback();
      }
      now = end;
    },
    waits: () => inOrder().map(({ at }) => at - now),
  };
}
