import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { type Prisma, PrismaClient } from './generated/client.ts';

/** SQL on a connection. `T` is what the statement gives, which nothing checks: name the columns and their types in it. */
export interface Sql {
  query<T extends pg.QueryResultRow>(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ readonly rows: T[]; readonly rowCount: number }>;
}

/** One transaction: Prisma and SQL on the same connection, so each sees what the other wrote. One statement at a time. */
export interface Transaction {
  readonly prisma: Prisma.TransactionClient;
  readonly sql: Sql;
}

/** How a transaction is run. */
interface TransactionOptions {
  /** It is rolled back after this. Default 30 s. */
  readonly timeoutMs?: number;
  readonly isolation?: Prisma.TransactionIsolationLevel;
}

/** Runs `work` in one transaction: committed when it resolves, rolled back when it rejects. */
export type RunTransaction = <T>(work: (tx: Transaction) => Promise<T>, options?: TransactionOptions) => Promise<T>;

/** Where the adapter leaves the connection of the transaction that it begins for this flow of calls. */
interface Slot {
  connection: pg.PoolClient | undefined;
  /** Prisma has begun to commit or roll back, also by itself because time is up: the connection is not ours any more. */
  over: boolean;
}

/**
 * Makes a Prisma client over the pool, and transactions that give its connection to SQL too.
 *
 * Prisma offers no way to reach the connection of its transaction, and its own `$queryRaw` costs 40 times what `pg` does for bulk
 * writes. So the adapter, which takes the connection from the pool, puts it into the slot of the calling flow.
 * Rejected: one Prisma client per transaction over one connection (it compiles its queries anew each time).
 */
export function createPrisma(pool: pg.Pool): { prisma: PrismaClient; transaction: RunTransaction } {
  const slots = new AsyncLocalStorage<Slot>();
  const prisma = new PrismaClient({ adapter: adapterInto(pool, slots), errorFormat: 'minimal' });
  return {
    prisma,
    transaction(work, { timeoutMs = 30_000, isolation } = {}) {
      const slot: Slot = { connection: undefined, over: false };
      return slots.run(slot, () =>
        prisma.$transaction(
          async (tx) => {
            const { sql, settled } = sqlOf(slot);
            try {
              return await work({ prisma: tx, sql });
            } finally {
              slot.over = true;
              await settled();
            }
          },
          { timeout: timeoutMs, maxWait: 10_000, ...(isolation === undefined ? {} : { isolationLevel: isolation }) },
        ),
      );
    },
  };
}

/** SQL on the connection in the slot until it is over: a later query would run in somebody else's transaction, or in none. */
function sqlOf(slot: Slot): { sql: Sql; settled: () => Promise<unknown> } {
  const { connection } = slot;
  if (connection === undefined) throw new Error('Prisma began a transaction without our adapter.');
  let queue: Promise<unknown> = Promise.resolve();
  return {
    sql: {
      query(text, values) {
        const turn = queue.then(async () => {
          if (slot.over) throw new Error('The transaction is over; this query came too late.');
          const { rows, rowCount } = await connection.query(text, values === undefined ? undefined : [...values]);
          return { rows, rowCount: rowCount ?? 0 };
        });
        queue = turn.catch(() => {});
        return turn;
      },
    },
    settled: () => queue,
  };
}

function adapterInto(pool: pg.Pool, slots: AsyncLocalStorage<Slot>): PrismaPg {
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  return Object.assign(factory, {
    async connect() {
      const adapter = await connect();
      const startTransaction = adapter.startTransaction.bind(adapter);
      return Object.assign(adapter, {
        async startTransaction(...args: Parameters<typeof startTransaction>) {
          const transaction = await startTransaction(...args);
          const slot = slots.getStore();
          // `client` is what the adapter's own queries run on; a test fails when a new version calls it otherwise.
          if (slot === undefined || !('client' in transaction)) return transaction;
          slot.connection = transaction.client as pg.PoolClient;
          const executeRaw = transaction.executeRaw.bind(transaction);
          return Object.assign(transaction, {
            executeRaw(query: Parameters<typeof executeRaw>[0]) {
              if (query.sql === 'COMMIT' || query.sql === 'ROLLBACK') slot.over = true;
              return executeRaw(query);
            },
          });
        },
      });
    },
  });
}
