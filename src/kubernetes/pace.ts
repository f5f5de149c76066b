/** How fast a cluster is asked again; times in milliseconds. */
export interface Pace {
  /** First wait after a failure; doubled by each further one. */
  readonly firstRetryMs: number;
  readonly maxRetryMs: number;
  /** Wait before a kind that is FORBIDDEN or ABSENT is tried again: rights and APIs change rarely. */
  readonly slowRetryMs: number;
  /** A watch that sends nothing for so long is taken for dead. API servers send a bookmark about once a minute. */
  readonly stallMs: number;
  /** Failing lists before a kind that was never seen is UNAVAILABLE: one hiccup at start is not yet blindness. */
  readonly attempts: number;
  /** A watch lasts a random time between these, in seconds, as client-go's reflector asks: so they do not all end at once. */
  readonly watchSeconds: readonly [number, number];
  /** Wait before the server's version is read again; it changes with an upgrade only. */
  readonly versionMs: number;
}

export const DEFAULT_PACE: Pace = {
  firstRetryMs: 800,
  maxRetryMs: 30_000,
  slowRetryMs: 120_000,
  stallMs: 150_000,
  attempts: 3,
  watchSeconds: [300, 600],
  versionMs: 30 * 60_000,
};

/** The wait after the n-th failure in a row, n from 1: between half and all of the doubled time. */
export function backOff(pace: Pace, failures: number, random: () => number): number {
  const full = Math.min(pace.maxRetryMs, pace.firstRetryMs * 2 ** (failures - 1));
  return full * (0.5 + random() / 2);
}
