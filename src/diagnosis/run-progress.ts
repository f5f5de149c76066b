import { z } from 'zod';
import { AppError } from '#src/errors/errors.ts';
import { decodeCursor, encodeCursor } from '#src/lib/cursor.ts';
import { unreachable } from '#src/lib/unreachable.ts';
import type { ProgressBoard } from './progress-board.ts';
import type { RunProgress, RunState } from './run.ts';
import type { RunNews } from './run-news-store.ts';
import type { RunStanding } from './run-store.ts';

/** News may be lost with a connection; the row is looked at this often all the same. */
const LOOK_AGAIN_MS = 5_000;

const POSITION = z.tuple([z.uuid(), z.int32(), z.int32()]);

/** Where a run stands: its row's version, then the checks done within it. Both only grow. */
interface Position {
  readonly version: number;
  readonly checksDone: number;
}

/** Reads an `after` of this run, or throws INVALID_CURSOR. */
export function progressPosition(after: string, runId: string): Position {
  const position = decodeCursor(after, POSITION);
  if (position?.[0] !== runId) {
    throw new AppError('INVALID_CURSOR', 'This cursor does not belong to the progress of this run.', {
      field: ['after'],
    });
  }
  return { version: position[1], checksDone: position[2] };
}

function isBeyond(position: Position, before: Position): boolean {
  return (
    position.version > before.version ||
    (position.version === before.version && position.checksDone > before.checksDone)
  );
}

function typeOf(state: RunState): RunProgress['type'] {
  return state === 'RUNNING' ? 'STARTED' : state;
}

function hasEnded(state: RunState): boolean {
  switch (state) {
    case 'QUEUED':
    case 'RUNNING':
      return false;
    case 'FINISHED':
    case 'FAILED':
    case 'CANCELLED':
      return true;
    default:
      return unreachable(state);
  }
}

/** What following a run needs. `read` gives the run as its viewer may see it. */
export interface ProgressSource {
  readonly runId: string;
  readonly after: Position | undefined;
  readonly read: () => Promise<RunStanding | undefined>;
  readonly news: Pick<RunNews, 'listen'>;
  readonly board: Pick<ProgressBoard, 'get' | 'listen'>;
  readonly now: () => Date;
}

/** Resolves at the next call of `ring` (or at once if it rang since the last wait), after a while, or when the signal aborts. */
function createBell(signal: AbortSignal): { ring(): void; wait(milliseconds: number): Promise<void> } {
  let rung = false;
  let waiting: (() => void) | undefined;
  const ring = (): void => {
    rung = true;
    waiting?.();
  };
  signal.addEventListener('abort', ring, { once: true });
  return {
    ring,
    async wait(milliseconds) {
      if (!rung && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          waiting = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      waiting = undefined;
      rung = false;
    },
  };
}

/**
 * Follows a run to its end: first where it stands, then every change that is seen; changes that follow each other faster
 * than they are read are told as one. With `after`, what happened since then is told as one RELIST.
 */
export async function* followRun(
  { runId, after, read, news, board, now }: ProgressSource,
  signal: AbortSignal,
): AsyncGenerator<RunProgress> {
  const bell = createBell(signal);
  const stops = [await news.listen(runId, bell.ring), board.listen(runId, bell.ring)];
  try {
    let told = after;
    while (!signal.aborted) {
      const standing = await read();
      if (standing === undefined) return;
      const { run, version, checksTotal } = standing;
      const live = board.get(runId);
      const checksDone =
        live?.version === version ? Math.max(standing.checksDone, live.checksDone) : standing.checksDone;
      const position = { version, checksDone };
      if (told === undefined || isBeyond(position, told)) {
        const isRelist = after !== undefined && told === after;
        const isSameState = told?.version === version;
        const type = isRelist ? 'RELIST' : isSameState ? 'CHECKED' : typeOf(run.state);
        told = position;
        yield { cursor: encodeCursor([runId, version, checksDone]), type, at: now(), run, checksDone, checksTotal };
      }
      if (hasEnded(run.state)) return;
      await bell.wait(LOOK_AGAIN_MS);
    }
  } finally {
    for (const stop of stops) stop();
  }
}
