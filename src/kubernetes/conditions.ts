/** Lets many wait for conditions over something that changes. */
export interface Conditions {
  /** Asks all conditions again. */
  changed(): void;
  /** Resolves when the condition holds. Rejects with the signal's reason, or with what the condition throws. */
  until(condition: () => boolean, signal: AbortSignal): Promise<void>;
}

/** Makes an empty list of waiters. */
export function createConditions(): Conditions {
  const waiters = new Set<() => void>();

  return {
    changed() {
      for (const ask of [...waiters]) ask();
    },
    async until(condition, signal) {
      signal.throwIfAborted();
      if (condition()) return;
      await new Promise<void>((resolve, reject) => {
        function leave(): void {
          waiters.delete(ask);
          signal.removeEventListener('abort', giveUp);
        }
        function giveUp(): void {
          leave();
          reject(signal.reason);
        }
        function ask(): void {
          try {
            if (!condition()) return;
            leave();
            resolve();
          } catch (error) {
            leave();
            reject(error);
          }
        }
        waiters.add(ask);
        signal.addEventListener('abort', giveUp, { once: true });
      });
    },
  };
}
