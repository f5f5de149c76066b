import type { Clock } from './clock.ts';
import { type Asked, KubernetesError } from './errors.ts';

/** When a request must be over. */
export interface DeadlineOptions {
  readonly clock: Clock;
  readonly asked: Asked;
  /** The caller's signal; its reason passes through. */
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Longest time between two calls of `heard`; undefined: unbounded. */
  readonly idleMs?: number | undefined;
}

/** Aborts `signal` when the caller does, and with a TIMEOUT when time is up. `end` must be called. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Something came: the idle time begins anew. */
  heard(): void;
  end(): void;
}

/** Makes a deadline; the time runs from now on. */
export function createDeadline({ clock, asked, signal, timeoutMs, idleMs }: DeadlineOptions): Deadline {
  const controller = new AbortController();
  const started = clock.now();
  let lastHeard = started;
  let cancelIdle: () => void = () => {};

  function expire(what: string, milliseconds: number): void {
    const message = `No ${what} to ${asked.verb} ${asked.resource} within ${milliseconds / 1000} s.`;
    controller.abort(new KubernetesError({ kind: 'TIMEOUT' }, message, new Error('our own timer')));
  }

  // One timer that is set again when it fires, not one for each line: a busy watch has thousands a second.
  function waitForSilence(limitMs: number): void {
    const rest = lastHeard + limitMs - clock.now();
    if (rest <= 0) expire('sign of life in the answer', limitMs);
    else cancelIdle = clock.after(rest, () => waitForSilence(limitMs));
  }

  const onAbort = (): void => controller.abort(signal.reason);
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  const cancelTotal = clock.after(timeoutMs, () => expire('whole answer', timeoutMs));
  if (idleMs !== undefined) waitForSilence(idleMs);

  return {
    signal: controller.signal,
    heard: () => {
      lastHeard = clock.now();
    },
    end() {
      signal.removeEventListener('abort', onAbort);
      cancelTotal();
      cancelIdle();
    },
  };
}
