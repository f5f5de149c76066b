import { LRUCache } from 'lru-cache';

export type RateDecision = { readonly allowed: true } | { readonly allowed: false; readonly retryAfterSeconds: number };

/** Counts what each caller does, on every transport. */
export interface RateLimiter {
  /** Takes one from the caller's budget. */
  take(key: string): RateDecision;
}

/** 10,000 callers take about 1 MB; whoever was longest away begins afresh. */
const MOST_KEYS = 10_000;

/**
 * Makes a token bucket per key: a minute's budget may be used at once and refills evenly.
 * `@fastify/rate-limit` was rejected: it counts Fastify requests alone, and WebSocket operations share this budget.
 *
 * @param options.perMinute 0: no limit
 * @param options.now milliseconds on a clock that never goes back
 */
export function createRateLimiter(options: { readonly perMinute: number; readonly now?: () => number }): RateLimiter {
  const { perMinute, now = () => performance.now() } = options;
  const buckets = new LRUCache<string, { tokens: number; at: number }>({ max: MOST_KEYS });
  if (perMinute === 0) return { take: () => ({ allowed: true }) };
  const perMillisecond = perMinute / 60_000;

  return {
    take(key) {
      const at = now();
      const before = buckets.get(key) ?? { tokens: perMinute, at };
      const tokens = Math.min(perMinute, before.tokens + (at - before.at) * perMillisecond);
      const allowed = tokens >= 1;
      buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, at });
      return allowed ? { allowed } : { allowed, retryAfterSeconds: Math.ceil((1 - tokens) / perMillisecond / 1_000) };
    },
  };
}
