import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Logger } from 'pino';
import { DatabaseError } from './database-error.ts';
import { isSameFile, type Migration, migrationsDirectory, readMigrations } from './migration-files.ts';

/** What `migrate` needs. */
export interface MigrateOptions {
  readonly url: string;
  readonly logger: Logger;
  /** Default: those that came with this version. */
  readonly directory?: string;
  /** How long another server's migrations are waited for. Default 120 s. */
  readonly lockTimeoutMs?: number;
}

/** The key that Prisma's own command line locks, so that `prisma migrate deploy` and we exclude each other too. */
const LOCK_KEY = 72_707_369;

/** As Prisma creates it, so that its tools can read and continue what we wrote. */
const CREATE_TABLE = `
  CREATE TABLE "_prisma_migrations" (
    "id"                    VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum"              VARCHAR(64) NOT NULL,
    "finished_at"           TIMESTAMPTZ,
    "migration_name"        VARCHAR(255) NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        TIMESTAMPTZ,
    "started_at"            TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count"   INTEGER NOT NULL DEFAULT 0
  )`;

/** Tables of somebody else; those of an extension are nobody's data. */
const FOREIGN_TABLES = `
  SELECT c.relname AS name FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
  ORDER BY c.relname LIMIT 3`;

interface AppliedRow {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
}

/**
 * Brings the database to this version and gives the names of what was applied. Servers that start together are safe: one
 * migrates under an advisory lock, the others wait and find nothing to do. Rejects with a DatabaseError when
 * the database is newer than this version, was migrated by other files than ours, has a failed migration, or is somebody else's.
 *
 * Each migration runs in one transaction together with its row in `_prisma_migrations`: it is there wholly or not at
 * all. (So `CREATE INDEX CONCURRENTLY` can't stand in one.)
 */
export async function migrate(options: MigrateOptions): Promise<readonly string[]> {
  const { logger, lockTimeoutMs = 120_000 } = options;
  const migrations = await readMigrations(options.directory ?? migrationsDirectory());
  const client = new pg.Client({
    connectionString: options.url,
    application_name: 'kubeclinic migrations',
    connectionTimeoutMillis: 10_000,
  });
  // A connection lost between two statements shows in the next one; without a listener it would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    await lock(client, lockTimeoutMs);
    const pending = await comparePending(client, migrations);
    for (const migration of pending) {
      const begin = performance.now();
      await apply(client, migration);
      logger.info(
        { migration: migration.name, milliseconds: Math.round(performance.now() - begin) },
        'migration applied',
      );
    }
    return pending.map((migration) => migration.name);
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    throw new DatabaseError(
      `The database can't be migrated: ${error instanceof Error ? error.message : 'unknown error'}. Its user needs the right to create tables in the schema public.`,
      { cause: error },
    );
  } finally {
    // Ends the session, and with it the lock.
    await client.end().catch(() => {});
  }
}

/** Rejects as `migrate` does when the database does not fit; else the names of what is still to be applied. Changes nothing. */
export async function pendingMigrations(
  client: pg.Pool | pg.ClientBase,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  if (!(await hasTable(client))) return migrations.map((migration) => migration.name);
  return compare(await readApplied(client), migrations).map((migration) => migration.name);
}

async function lock(client: pg.Client, timeoutMs: number): Promise<void> {
  try {
    // lock_timeout bounds advisory locks too; statements of migrations themselves are not bounded.
    await client.query(`SET statement_timeout = 0; SET lock_timeout = ${timeoutMs}`);
    await client.query('SELECT pg_advisory_lock($1)', [LOCK_KEY]);
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '55P03') {
      throw new DatabaseError(
        `Another server has been migrating this database for more than ${timeoutMs / 1000} s. Wait for it, or end it, and start again.`,
        { cause: error },
      );
    }
    throw error;
  }
}

async function comparePending(client: pg.Client, migrations: readonly Migration[]): Promise<readonly Migration[]> {
  if (await hasTable(client)) return compare(await readApplied(client), migrations);
  const foreign = await client.query<{ name: string }>(FOREIGN_TABLES);
  if (foreign.rows.length > 0) {
    const names = foreign.rows.map((row) => row.name).join(', ');
    throw new DatabaseError(
      `The database is not empty and not Kubeclinic's: it has the tables ${names} … and no migrations. Name a database of its own in DATABASE_URL.`,
    );
  }
  await client.query(CREATE_TABLE);
  return migrations;
}

async function hasTable(client: pg.Pool | pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    `SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS found`,
  );
  return rows[0]?.found === true;
}

async function readApplied(client: pg.Pool | pg.ClientBase): Promise<readonly AppliedRow[]> {
  const { rows } = await client.query<AppliedRow>(
    'SELECT migration_name, checksum, finished_at FROM public."_prisma_migrations" WHERE rolled_back_at IS NULL ORDER BY migration_name',
  );
  return rows;
}

function compare(applied: readonly AppliedRow[], migrations: readonly Migration[]): readonly Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  const done = new Set<string>();
  for (const row of applied) {
    const migration = known.get(row.migration_name);
    if (row.finished_at === null) {
      throw new DatabaseError(
        `The migration ${row.migration_name} was begun by another tool and failed. Repair the database, then mark it with \`prisma migrate resolve\`, and start again.`,
      );
    }
    if (migration === undefined) {
      throw new DatabaseError(
        `The database has the migration ${row.migration_name}, which this version does not know: a newer Kubeclinic made it. Start that version, or restore the backup from before the upgrade.`,
      );
    }
    if (!isSameFile(migration, row.checksum)) {
      throw new DatabaseError(
        `The migration ${row.migration_name} was edited after it was applied (the database has checksum ${row.checksum.slice(0, 12)}…, the file ${migration.checksum.slice(0, 12)}…). ` +
          'Restore its file; a change of the tables needs a migration of its own.',
      );
    }
    done.add(migration.name);
  }
  return migrations.filter((migration) => !done.has(migration.name));
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const startedAt = new Date();
  try {
    await client.query('BEGIN');
    await client.query(migration.sql);
    await client.query(
      'INSERT INTO public."_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES ($1, $2, $3, $4, clock_timestamp(), 1)',
      [randomUUID(), migration.checksum, migration.name, startedAt],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw new DatabaseError(
      `The migration ${migration.name} failed and was rolled back: ${error instanceof Error ? error.message : 'unknown error'}.`,
      { cause: error },
    );
  }
}
