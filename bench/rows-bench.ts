import { startBenchApp } from './bench-app.ts';

const WRITES = `SELECT relname, (n_tup_ins + n_tup_upd + n_tup_del)::int AS writes FROM pg_stat_user_tables
  WHERE schemaname = 'public' ORDER BY relname`;

type Writes = ReadonlyMap<string, number>;

/** Rows written by a first run, and by a second one that changes nothing, at two sizes: the second must not depend on the size. */
export async function benchRows(): Promise<void> {
  for (const findings of [100, 5_000]) {
    const app = await startBenchApp(findings);
    const { pool } = app.database;

    async function flushed(): Promise<Writes> {
      // Sessions report what they wrote when they are idle; asked for, they do at once.
      const clients = await Promise.all(Array.from({ length: pool.options.max ?? 10 }, () => pool.connect()));
      try {
        for (const client of clients) await client.query('SELECT pg_stat_force_next_flush()');
      } finally {
        for (const client of clients) client.release();
      }
      const { rows } = await pool.query<{ relname: string; writes: number }>(WRITES);
      return new Map(rows.map(({ relname, writes }) => [relname, writes]));
    }

    function since(before: Writes, after: Writes): string {
      const changed = [...after]
        .map(([table, writes]) => ({ table, writes: writes - (before.get(table) ?? 0) }))
        .filter(({ writes }) => writes > 0);
      const total = changed.reduce((sum, { writes }) => sum + writes, 0);
      return `${total} rows (${changed.map(({ table, writes }) => `${table} ${writes}`).join(', ')})`;
    }

    try {
      const start = await flushed();
      const first = await app.diagnose();
      const afterFirst = await flushed();
      const second = await app.diagnose();
      const afterSecond = await flushed();
      console.log(`${findings} open findings:`);
      console.log(
        `  first run            ${since(start, afterFirst)}, ${first.endedAt.getTime() - first.startedAt.getTime()} ms`,
      );
      console.log(
        `  run without changes  ${since(afterFirst, afterSecond)}, ${second.endedAt.getTime() - second.startedAt.getTime()} ms, ${second.coverage.apiCalls} API calls`,
      );
    } finally {
      await app.stop();
    }
  }
}
