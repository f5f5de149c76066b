import pg from 'pg';
import type { Logger } from 'pino';
import { parseDatabaseUrl } from './connection-url.ts';
import { DatabaseError } from './database-error.ts';
import type { PrismaClient } from './generated/client.ts';
import { migrationsDirectory, readMigrations } from './migration-files.ts';
import { migrate, pendingMigrations } from './migrations.ts';
import { checkNotification, openNotifications, type Subscriber } from './notifications.ts';
import { createPrisma, type RunTransaction, type Transaction } from './transaction.ts';
import { messageOf, waitForDatabase } from './wait-for-database.ts';

/** What `openDatabase` needs. */
export interface DatabaseOptions {
  readonly url: string;
  readonly logger: Logger;
  /** Connections of the pool, beside one for notifications. Default 10. */
  readonly connections?: number;
  /** How long a database that does not answer yet is waited for at start. Default 30 s. */
  readonly waitMs?: number;
  /** Every statement of the pool is cut off after this. Default 30 s. */
  readonly statementTimeoutMs?: number;
}

/** Whether the database can be used; the reason is for operators and holds no password. */
type DatabaseHealth =
  | { readonly state: 'UP'; readonly milliseconds: number; readonly notifications: 'UP' | 'RECONNECTING' }
  | { readonly state: 'DOWN'; readonly part: 'DATABASE' | 'MIGRATIONS'; readonly reason: string };

/** The one way to Postgres. */
export interface Database {
  readonly prisma: PrismaClient;
  /** For SQL outside of transactions. Every connection has its bounds: see `DatabaseOptions`. */
  readonly pool: pg.Pool;
  readonly transaction: RunTransaction;
  /** Subscribes to a channel; see `Notifications.listen`. */
  listen(channel: string, subscriber: Subscriber): Promise<() => void>;
  /** Tells every server, this one too, to read `id` again: after the commit when `tx` is given, else at once. */
  notify(channel: string, id: string, tx?: Transaction): Promise<void>;
  /** Answers within 5 s, never rejects. */
  ready(): Promise<DatabaseHealth>;
  /** Closes everything; waits at most 1.5 s for queries that run. Runs once. */
  close(): Promise<void>;
}

const READY_MS = 5_000;
/** Short: who stops a server has waited for its work before, and what still runs then waits for something else. */
const CLOSE_MS = 1_500;

/**
 * Waits for the database, migrates it and opens it. Rejects with a DatabaseError for the operator; nothing stays open then.
 * A connection pooler in transaction mode does not do: notifications and advisory locks belong to a session.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { logger, connections = 10, waitMs = 30_000, statementTimeoutMs = 30_000 } = options;
  const address = parseDatabaseUrl(options.url);
  await waitForDatabase(address, { logger, timeoutMs: waitMs });
  await migrate({ url: address.url, logger });
  const known = await readMigrations(migrationsDirectory());
  const notifications = await openNotifications(address, { logger });
  const pool = new pg.Pool({
    connectionString: address.url,
    max: connections,
    application_name: 'kubeclinic',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    statement_timeout: statementTimeoutMs,
    // The server may be cut off in the middle of a transaction: its locks must not outlive it for long.
    idle_in_transaction_session_timeout: 60_000,
  });
  // An idle connection that dies is replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) =>
    logger.warn({ reason: address.redact(error.message) }, 'an idle database connection was lost'),
  );
  const { prisma, transaction } = createPrisma(pool);
  let closing: Promise<void> | undefined;

  /** Each part waits for the queries that run on it; Prisma for a transaction to its end. */
  async function closeParts(): Promise<void> {
    await notifications.close();
    await prisma.$disconnect();
    await pool.end();
  }

  async function close(): Promise<void> {
    const timeout = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => timeout.resolve('late'), CLOSE_MS);
    const end = await Promise.race([closeParts(), timeout.promise]);
    clearTimeout(timer);
    if (end === 'late') logger.warn(`queries still ran ${CLOSE_MS / 1000} s after the database was to be closed`);
  }

  async function check(): Promise<DatabaseHealth> {
    const begin = performance.now();
    try {
      const pending = await pendingMigrations(pool, known);
      if (pending.length > 0)
        return { state: 'DOWN', part: 'MIGRATIONS', reason: `not applied: ${pending.join(', ')}` };
    } catch (error) {
      const part = error instanceof DatabaseError ? 'MIGRATIONS' : 'DATABASE';
      return { state: 'DOWN', part, reason: address.redact(messageOf(error)) };
    }
    return {
      state: 'UP',
      milliseconds: performance.now() - begin,
      notifications: notifications.connected() ? 'UP' : 'RECONNECTING',
    };
  }

  return {
    prisma,
    pool,
    transaction,
    listen: (channel, subscriber) => notifications.listen(channel, subscriber),
    async notify(channel, id, tx) {
      checkNotification(channel, id);
      const statement = 'SELECT pg_notify($1, $2)';
      if (tx === undefined) await pool.query(statement, [channel, id]);
      else await tx.sql.query(statement, [channel, id]);
    },
    async ready() {
      const timeout = Promise.withResolvers<DatabaseHealth>();
      const timer = setTimeout(
        () => timeout.resolve({ state: 'DOWN', part: 'DATABASE', reason: `no answer within ${READY_MS / 1000} s` }),
        READY_MS,
      );
      try {
        return await Promise.race([check(), timeout.promise]);
      } finally {
        clearTimeout(timer);
      }
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
}
