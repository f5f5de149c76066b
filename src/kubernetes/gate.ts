/** Lets a bounded number of tasks run at once; the others wait in line, first come first served. */
export interface Gate {
  /** Runs the task when there is room. Rejects with the signal's reason when it aborts while waiting. */
  run<T>(signal: AbortSignal, task: () => Promise<T>): Promise<T>;
}

/** Makes a gate for `width` tasks. */
export function createGate(width: number): Gate {
  let free = width;
  const waiting = new Set<() => void>();

  function leave(): void {
    const [next] = waiting;
    if (next === undefined) free += 1;
    else next();
  }

  function enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (free > 0) {
      free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      function admit(): void {
        waiting.delete(admit);
        signal.removeEventListener('abort', giveUp);
        resolve();
      }
      function giveUp(): void {
        waiting.delete(admit);
        reject(signal.reason);
      }
      waiting.add(admit);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  return {
    async run(signal, task) {
      await enter(signal);
      try {
        return await task();
      } finally {
        leave();
      }
    },
  };
}
