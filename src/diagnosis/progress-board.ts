/** How many checks of a run have ended, as of one claim (`version`). */
interface LiveProgress {
  readonly version: number;
  readonly checksDone: number;
}

/** Progress of the runs that this process executes: too quick to be worth rows, so others only hear of it now and then. */
export interface ProgressBoard {
  set(runId: string, progress: LiveProgress): void;
  get(runId: string): LiveProgress | undefined;
  remove(runId: string): void;
  /** Calls back at every `set` of the run. Gives the way to end it. */
  listen(runId: string, onProgress: () => void): () => void;
}

/** Makes an empty board. */
export function createProgressBoard(): ProgressBoard {
  const standing = new Map<string, LiveProgress>();
  const listeners = new Map<string, Set<() => void>>();
  return {
    set(runId, progress) {
      standing.set(runId, progress);
      for (const listener of listeners.get(runId) ?? []) listener();
    },
    get: (runId) => standing.get(runId),
    remove: (runId) => void standing.delete(runId),
    listen(runId, onProgress) {
      const listening = listeners.get(runId) ?? new Set();
      listeners.set(runId, listening.add(onProgress));
      return () => {
        listening.delete(onProgress);
        if (listening.size === 0 && listeners.get(runId) === listening) listeners.delete(runId);
      };
    },
  };
}
