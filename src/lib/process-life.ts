import type { Logger } from 'pino';

/** What lives as long as the process. `stop` may come while `start` is at work; it gives back all that was acquired. */
export interface Startable {
  start(): Promise<unknown>;
  stop(): Promise<void>;
}

/** What a shell reports for a process that a signal ended: 128 and the signal's number. */
const EXIT_BY_SIGNAL = { SIGINT: 130, SIGTERM: 143 } as const;
type EndSignal = keyof typeof EXIT_BY_SIGNAL;

/** Docker and Kubernetes kill after 10 s and 30 s; the promise is 10 s. */
const STOP_MS = 9_000;
/** After a crash nothing can be relied on, but the embedded database should be asked to stop. */
const CRASH_STOP_MS = 3_000;
/** npm passes Ctrl-C on to a child that got it from the terminal already: only a later one is a second wish. */
const REPEAT_MS = 1_000;

async function within(milliseconds: number, work: () => Promise<void>): Promise<'done' | 'late'> {
  const { promise, resolve } = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => resolve('late'), milliseconds);
  try {
    return await Promise.race([work().then(() => 'done' as const), promise]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Runs something until SIGINT or SIGTERM, then ends the process: 0 after a clean stop, 1 when it could not start, crashed
 * or did not stop in time, 130 or 143 at once on a second signal.
 *
 * @param options.stopMs how long stopping may take
 */
export function runUntilSignal(app: Startable, logger: Logger, options: { readonly stopMs?: number } = {}): void {
  let ending: { at: number } | undefined;

  async function end(reason: string, exitCode: number, stopMs: number): Promise<void> {
    if (ending !== undefined) return;
    ending = { at: performance.now() };
    let code = exitCode;
    try {
      if ((await within(stopMs, () => app.stop())) === 'late') {
        logger.error({ reason, milliseconds: stopMs }, 'Stopping took too long; what is left is abandoned.');
        code = 1;
      } else logger.info({ reason }, 'Stopped.');
    } catch (error) {
      logger.error({ reason, err: error }, 'Stopping failed.');
      code = 1;
    }
    process.exit(code);
  }

  function onSignal(signal: EndSignal): void {
    if (ending === undefined) {
      logger.info({ signal }, 'Stopping.');
      void end(signal, 0, options.stopMs ?? STOP_MS);
    } else if (performance.now() - ending.at > REPEAT_MS) {
      logger.warn({ signal }, 'Stopping at once.');
      process.exit(EXIT_BY_SIGNAL[signal]);
    }
  }

  function onCrash(error: unknown): void {
    logger.fatal({ err: error }, 'Crashed.');
    if (ending === undefined) void end('crash', 1, CRASH_STOP_MS);
    else process.exit(1);
  }

  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => onSignal(signal));
  process.on('uncaughtException', onCrash);
  process.on('unhandledRejection', onCrash);
  // `start` may throw before it returns its promise.
  Promise.resolve()
    .then(() => app.start())
    .catch((error: unknown) => {
      // A start that a signal interrupted fails as a matter of course.
      if (ending !== undefined) return;
      logger.fatal({ err: error }, 'Kubeclinic could not start.');
      void end('failed start', 1, CRASH_STOP_MS);
    });
}
