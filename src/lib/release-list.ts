/** Something that was acquired and must be given back. */
type Release = () => Promise<void> | void;

/** What a process holds; given back in the reverse order of acquiring. */
export interface ReleaseList {
  /** Remembers how to give something back. After `releaseAll` has begun, it is given back at once. */
  add(name: string, release: Release): void;
  /** Gives everything back, last first. All are tried; the first error is thrown at the end. Runs once. */
  releaseAll(): Promise<void>;
}

/** Makes an empty release list; `onError` hears of every failing release, also of those after the first. */
export function createReleaseList(onError: (name: string, error: unknown) => void): ReleaseList {
  const held: { name: string; release: Release }[] = [];
  let done: Promise<void> | undefined;

  async function runOne(name: string, release: Release): Promise<unknown> {
    try {
      await release();
      return undefined;
    } catch (error) {
      onError(name, error);
      return error;
    }
  }

  async function run(): Promise<void> {
    let first: unknown;
    for (let last = held.pop(); last !== undefined; last = held.pop()) {
      const error = await runOne(last.name, last.release);
      first ??= error;
    }
    if (first !== undefined) throw first;
  }

  return {
    add(name, release) {
      if (done !== undefined) void runOne(name, release);
      else held.push({ name, release });
    },
    releaseAll() {
      done ??= run();
      return done;
    },
  };
}
