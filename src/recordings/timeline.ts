import type { Moment } from './moment.ts';
import type { Recording } from './recording.ts';

/** A moment as it is served: its revision is the resourceVersion of every collection. */
export interface Position {
  readonly revision: number;
  readonly moment: Moment;
}

/**
 * Which moments were served one after the other, and the resourceVersions that order them.
 *
 * Recorded lists each carry a resourceVersion of their own (they were read one after the other), some carry none, and
 * two moments of a quiet cluster may carry the same. So one revision stands for all collections of a moment: one more
 * than the highest resourceVersion found in it, and at least two more than the moment served before. One more than the
 * highest, so that a watcher who holds it has seen everything, and one who holds an object's version has not; two more
 * than before, so that a deletion has a version of its own in between.
 */
export interface Timeline {
  now(): Position;
  /** Makes another moment the present. Rejects with a RecordingError; then nothing changed. */
  moveTo(moment: string): Promise<Position>;
  /** The revision a watcher at `version` has surely reached; undefined when that is too far back to be known. */
  floor(version: number): number | undefined;
  /** The moments from a revision up to, and without, another one. */
  between(from: number, to: number): Promise<readonly Moment[]>;
}

/** Watchers further behind than this get 410 Gone, like those of an API server after a compaction. */
const REMEMBERED_POSITIONS = 50;

export async function createTimeline(recording: Recording, start: string): Promise<Timeline> {
  const first = await recording.load(start);
  let now: Position = { revision: first.highestVersion + 1, moment: first };
  let past: { readonly revision: number; readonly name: string }[] = [{ revision: now.revision, name: start }];

  return {
    now: () => now,
    async moveTo(name) {
      const moment = await recording.load(name);
      now = { revision: Math.max(now.revision + 2, moment.highestVersion + 1), moment };
      past = [...past, { revision: now.revision, name }].slice(-REMEMBERED_POSITIONS);
      return now;
    },
    floor: (version) => past.findLast(({ revision }) => revision <= version)?.revision,
    async between(from, to) {
      const names = past.filter(({ revision }) => revision >= from && revision < to).map(({ name }) => name);
      const moments = new Map<string, Moment>();
      for (const name of names) moments.set(name, moments.get(name) ?? (await recording.load(name)));
      return names.flatMap((name) => moments.get(name) ?? []);
    },
  };
}
