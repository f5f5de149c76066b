import type { Database } from '#src/db/database.ts';
import type { Transaction } from '#src/db/transaction.ts';

/** Wake-ups about runs between all servers on one database. They carry no data: who hears one reads the row. */
export interface RunNews {
  /** Says that a run's row has changed: at the commit when `tx` is given, else at once. */
  tell(runId: string, tx?: Transaction): Promise<void>;
  /** Calls back when the run's row has or may have changed. Gives the way to end it. */
  listen(runId: string, onNews: () => void): Promise<() => void>;
}

const CHANNEL = 'runs';

/** Makes the news over NOTIFY. */
export function createRunNews({ notify, listen }: Pick<Database, 'notify' | 'listen'>): RunNews {
  return {
    tell: (runId, tx) => notify(CHANNEL, runId, tx),
    listen: (runId, onNews) =>
      listen(CHANNEL, {
        onNotify(id) {
          if (id === runId) onNews();
        },
        onGap: onNews,
      }),
  };
}
