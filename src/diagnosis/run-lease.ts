import type { Logger } from 'pino';
import type { ProgressBoard } from './progress-board.ts';
import { type Claim, LEASE_SECONDS, type RunClaimStore } from './run-claim-store.ts';
import type { RunNews } from './run-news-store.ts';

/** A claim that is renewed until it is released. */
export interface KeptClaim {
  /** Aborts when work must stop, see {@link why}. */
  readonly signal: AbortSignal;
  /** Why it must: cancelled or taken over by another worker, this server stops, or it took too long. */
  why(): 'LOST' | 'STOPPING' | 'TIME_LIMIT' | undefined;
  progress(checksDone: number): void;
  release(): void;
}

/** What keeping a claim needs. `outer` aborts when the server stops. */
export interface KeepClaimOptions {
  readonly claims: Pick<RunClaimStore, 'renew' | 'holds'>;
  readonly news: Pick<RunNews, 'listen'>;
  readonly board: ProgressBoard;
  readonly logger: Logger;
  readonly outer: AbortSignal;
  readonly timeLimitMs: number;
}

/**
 * Renews a claim three times per lease and looks at it whenever there is news of the run, so that a cancel from any server is heard at
 * once. A database that is away for a moment loses nothing: the row's fence decides at the end.
 */
export async function keepClaim({ run, attempt, version }: Claim, options: KeepClaimOptions): Promise<KeptClaim> {
  const { claims, news, board, logger, outer, timeLimitMs } = options;
  const lost = new AbortController();
  const limit = new AbortController();
  let checksDone = 0;
  let isOver = false;

  async function ask(question: () => Promise<boolean>): Promise<void> {
    try {
      if (!(await question()) && !isOver) lost.abort(new Error('the run is not ours any more'));
    } catch (error) {
      logger.warn({ err: error, runId: run.id }, 'the claim of a run could not be renewed');
    }
  }

  const timer = setInterval(
    () => void ask(() => claims.renew(run.id, attempt, checksDone)),
    (LEASE_SECONDS * 1000) / 3,
  );
  const limitTimer = setTimeout(() => limit.abort(new Error('the run takes too long')), timeLimitMs);
  board.set(run.id, { version, checksDone });
  const stopListening = await news.listen(run.id, () => void ask(() => claims.holds(run.id, attempt)));

  return {
    signal: AbortSignal.any([lost.signal, limit.signal, outer]),
    why: () =>
      lost.signal.aborted ? 'LOST' : outer.aborted ? 'STOPPING' : limit.signal.aborted ? 'TIME_LIMIT' : undefined,
    progress(done) {
      checksDone = done;
      board.set(run.id, { version, checksDone: done });
    },
    release() {
      isOver = true;
      clearInterval(timer);
      clearTimeout(limitTimer);
      stopListening();
      board.remove(run.id);
    },
  };
}
