import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '#src/db/embedded-postgres.ts';
import { migrate } from '#src/db/migrations.ts';
import { databaseUrl, TEMPLATE } from './database.ts';

/** Starts what all test files share: one Postgres in a temporary directory, with a migrated template database. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const logger = pino({ level: 'warn' });
  const dataDir = await mkdtemp(join(tmpdir(), 'kubeclinic-test-'));
  const postgres = await startEmbeddedPostgres({ dataDir, logger, durable: false });
  const teardown = async (): Promise<void> => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const admin = databaseUrl(postgres.url, 'postgres');
    const client = new pg.Client({ connectionString: admin });
    await client.connect();
    await client.query(`CREATE DATABASE ${TEMPLATE}`);
    await client.end();
    await migrate({ url: databaseUrl(postgres.url, TEMPLATE), logger });
    project.provide('postgresUrl', admin);
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}
