/** A queue between somebody who pushes at any pace and one reader. It never holds more than its limit. */
export interface BoundedQueue<T> extends AsyncIterableIterator<T> {
  /** Adds at the end; when full, the oldest item gives way. After the end it does nothing. */
  push(item: T): void;
  /** The reader gets what is held, then the end, or the error. */
  end(error?: unknown): void;
  /** How many items gave way since this was last asked; the reader tells its client of the gap. */
  takeDropped(): number;
}

/**
 * Makes a queue. The newest items are kept when the reader is slow: they are what a watcher wants to know.
 *
 * @param options.limit most items held, 1 or more
 * @param options.onReturn called once when the reader leaves before the end, to stop whoever pushes
 */
export function createBoundedQueue<T>(options: {
  readonly limit: number;
  readonly onReturn?: () => void;
}): BoundedQueue<T> {
  const held: T[] = [];
  const readers: { resolve(result: IteratorResult<T>): void; reject(error: unknown): void }[] = [];
  let dropped = 0;
  let ending: { error: unknown } | undefined;

  function finish(error: unknown): void {
    ending ??= { error };
    for (const reader of readers.splice(0)) {
      if (ending.error === undefined) reader.resolve({ done: true, value: undefined });
      else reader.reject(ending.error);
    }
  }

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    push(item) {
      if (ending !== undefined) return;
      const reader = readers.shift();
      if (reader !== undefined) {
        reader.resolve({ done: false, value: item });
        return;
      }
      if (held.length >= options.limit) {
        held.shift();
        dropped += 1;
      }
      held.push(item);
    },
    end: finish,
    takeDropped() {
      const count = dropped;
      dropped = 0;
      return count;
    },
    next() {
      if (held.length > 0) return Promise.resolve({ done: false, value: held.shift() as T });
      if (ending?.error !== undefined) return Promise.reject(ending.error);
      if (ending !== undefined) return Promise.resolve({ done: true, value: undefined });
      return new Promise((resolve, reject) => readers.push({ resolve, reject }));
    },
    return() {
      held.length = 0;
      if (ending === undefined) options.onReturn?.();
      ending = { error: undefined };
      finish(undefined);
      return Promise.resolve({ done: true, value: undefined });
    },
  };
}
