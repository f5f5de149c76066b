/**
 * Makes an async iterator whose `return()` aborts first. A bare generator's `return()` queues behind its pending
 * `await`, so a silent source (a log without lines, a run without news) would keep its connection after the reader
 * left. Here `return()` aborts the signal, ends the pending `next()` and comes back at once; the source cleans up behind it.
 *
 * @param source is called with the signal at the first `next()`; never, when the reader leaves before it
 * @param outer ends the iterator too, as `return()` would
 */
export function abortable<T>(
  source: (signal: AbortSignal) => AsyncIterable<T>,
  outer?: AbortSignal,
): AsyncIterableIterator<T> {
  const controller = new AbortController();
  const waiting = new Set<() => void>();
  let inner: AsyncIterator<T> | undefined;
  let ended = false;

  function end(): void {
    if (ended) return;
    ended = true;
    outer?.removeEventListener('abort', end);
    controller.abort();
    for (const finish of waiting) finish();
    waiting.clear();
    // Nobody is left to hear how the source ended: its AbortError is the expected end.
    inner?.return?.().catch(() => {});
  }

  outer?.addEventListener('abort', end, { once: true });
  if (outer?.aborted === true) end();

  /** Asks the source at once, so that a `return()` right after it finds a wait to abort. */
  async function read(): Promise<IteratorResult<T>> {
    inner ??= source(controller.signal)[Symbol.asyncIterator]();
    return inner.next();
  }

  function next(): Promise<IteratorResult<T, undefined>> {
    if (ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => {
      const finish = (): void => resolve({ done: true, value: undefined });
      waiting.add(finish);
      read().then(
        (result) => {
          waiting.delete(finish);
          if (result.done !== true) return resolve(result);
          end();
          finish();
        },
        (error: unknown) => {
          waiting.delete(finish);
          end();
          reject(error);
        },
      );
    });
  }

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next,
    return() {
      end();
      return Promise.resolve({ done: true, value: undefined });
    },
    throw(error) {
      end();
      return Promise.reject(error);
    },
  };
}
