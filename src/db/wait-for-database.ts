import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from 'pino';
import type { DatabaseAddress } from './connection-url.ts';
import { DatabaseError } from './database-error.ts';

/** Postgres' codes for what waiting does not mend, with what would. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const HOPELESS: Readonly<Record<string, string>> = {
  '28P01': 'The password is wrong.',
  '28000': 'This user is not let in: see pg_hba.conf of the server.',
  '3D000': 'There is no such database: create it first.',
  '42501': 'The user lacks the right to connect.',
};

/** 14 is the oldest that Postgres itself still maintains. */
const OLDEST_MAJOR = 14;

const LONGEST_PAUSE_MS = 2_000;

/**
 * Waits until the database answers, at most `timeoutMs`; then rejects with a DatabaseError that has the address without
 * its password and the last reason. What waiting can't mend (password, missing database, Postgres too old) is told at once.
 */
export async function waitForDatabase(
  address: DatabaseAddress,
  options: { logger: Logger; timeoutMs: number },
): Promise<void> {
  const { logger, timeoutMs } = options;
  const deadline = Date.now() + timeoutMs;
  for (let pause = 100; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const failure = await tryOnce(address, Math.max(1_000, Math.min(10_000, deadline - Date.now())));
    if (failure === undefined) return;
    const reason = address.redact(messageOf(failure));
    const remedy = failure instanceof pg.DatabaseError ? HOPELESS[failure.code ?? ''] : undefined;
    // The driver's own error may hold the whole configuration, so it is not handed on as the cause; its text is.
    if (failure instanceof DatabaseError) throw failure;
    if (remedy !== undefined) throw new DatabaseError(`The database ${address.shown} refuses us: ${reason}. ${remedy}`);
    if (Date.now() + pause >= deadline) {
      throw new DatabaseError(
        `The database ${address.shown} did not answer within ${timeoutMs / 1000} s: ${reason}. Check DATABASE_URL, and that Postgres runs and can be reached from here.`,
      );
    }
    logger.info({ database: address.shown, reason }, 'waiting for the database');
    await delay(pause);
  }
}

async function tryOnce(address: DatabaseAddress, timeoutMs: number): Promise<Error | undefined> {
  const client = new pg.Client({
    connectionString: address.url,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    application_name: 'kubeclinic start',
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number }>(
      `SELECT current_setting('server_version_num')::int / 10000 AS version`,
    );
    const version = rows[0]?.version ?? 0;
    if (version < OLDEST_MAJOR) {
      throw new DatabaseError(
        `The database ${address.shown} is Postgres ${version}; Kubeclinic needs ${OLDEST_MAJOR} or newer.`,
      );
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error('unknown error', { cause: error });
  } finally {
    await client.end().catch(() => {});
  }
}

/** A readable text also where Node gives an AggregateError without one (several addresses of one host). */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  return error instanceof Error && error.message !== '' ? error.message : 'unknown error';
}
