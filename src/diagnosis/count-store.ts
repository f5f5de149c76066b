import type { Database } from '#src/db/database.ts';
import { SEVERITIES } from './words.ts';

/** Numbers over everything, for metrics; no viewer is asked. */
export interface CountStore {
  runsByState(): Promise<readonly { readonly labels: { readonly state: string }; readonly count: number }[]>;
  openFindings(): Promise<
    readonly { readonly labels: { readonly cluster: string; readonly severity: string }; readonly count: number }[]
  >;
}

/** Counts runs and open findings in Postgres. */
export function createCountStore({ pool }: Pick<Database, 'pool'>): CountStore {
  return {
    async runsByState() {
      const { rows } = await pool.query<{ state: string; count: number }>(
        'SELECT state::text, count(*)::int AS count FROM runs GROUP BY state',
      );
      return rows.map(({ state, count }) => ({ labels: { state }, count }));
    },
    async openFindings() {
      const { rows } = await pool.query<{ cluster: string; severity: number; count: number }>(
        `SELECT clusters.name AS cluster, findings.severity, count(*)::int AS count
         FROM findings JOIN clusters ON clusters.id = findings.cluster_id WHERE findings.state = 'OPEN' GROUP BY 1, 2`,
      );
      return rows.map(({ cluster, severity, count }) => ({
        labels: { cluster, severity: SEVERITIES[severity] ?? 'UNKNOWN' },
        count,
      }));
    },
  };
}
