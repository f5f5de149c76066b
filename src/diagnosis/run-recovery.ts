import type { Logger } from 'pino';
import type { RunClaimStore } from './run-claim-store.ts';
import type { Wake } from './run-store.ts';

/** Looks for runs that nobody works on although they are next, and has them looked at. */
export interface RunRecovery {
  /** One look: at the server's start, and now and then. Gives how many clusters' queues were woken. Never rejects. */
  look(): Promise<number>;
  /** Looks every minute until the given function is called. */
  start(): () => void;
}

const EVERY_MS = 60_000;

/**
 * Makes the second net under the job queue. A job is written with its run and comes again when its worker dies, so this
 * finds something only where jobs were lost: a database restored without them, jobs that pg-boss has deleted.
 */
export function createRunRecovery({
  claims,
  wake,
  logger,
}: {
  readonly claims: Pick<RunClaimStore, 'waiting'>;
  readonly wake: Wake;
  readonly logger: Logger;
}): RunRecovery {
  async function look(): Promise<number> {
    try {
      const waiting = await claims.waiting();
      for (const queue of waiting) await wake(queue);
      if (waiting.length > 0)
        logger.info({ clusters: waiting.map(({ cluster }) => cluster) }, 'runs wait for a worker');
      return waiting.length;
    } catch (error) {
      logger.error({ err: error }, 'could not look for runs that wait');
      return 0;
    }
  }

  return {
    look,
    start() {
      const timer = setInterval(() => void look(), EVERY_MS).unref();
      return () => clearInterval(timer);
    },
  };
}
