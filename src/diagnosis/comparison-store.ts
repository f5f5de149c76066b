import { z } from 'zod';
import type { Database } from '#src/db/database.ts';
import { positionAfter } from '#src/errors/page-position.ts';
import type { ObjectRef } from '#src/kubernetes/port.ts';
import { encodeCursor } from '#src/lib/cursor.ts';
import type { Page, PageRequest } from '#src/lib/page.ts';
import type { Change, ComparisonCounts } from './comparison.ts';
import { CHANGE_ORDER, type ComparedRuns, comparedSql, type Look } from './comparison-sql.ts';
import { severityAt } from './remembered-store.ts';
import { bindings } from './sql.ts';
import type { Severity } from './words.ts';

/** A finding's standing in one run, and the namespaces that its text names. */
export interface StoredState {
  readonly severity: Severity;
  readonly message: string;
  readonly text: string;
  readonly changes: Readonly<Record<string, string>>;
  readonly subjects: readonly ObjectRef[];
  readonly mentions: readonly string[];
}

/** A compared finding before it is put into words and cut to a sight. */
export interface ComparedRow {
  readonly id: string;
  readonly fingerprint: string;
  readonly check: string;
  readonly problem: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly root: ObjectRef;
  readonly change: Change;
  readonly baseLook: Look;
  readonly headLook: Look;
  /** Undefined where the run did not see it. */
  readonly base: StoredState | undefined;
  readonly head: StoredState | undefined;
  /** Whether the head's episode was not the finding's first. */
  readonly reopened: boolean;
}

export interface ComparisonStore {
  counts(runs: ComparedRuns): Promise<ComparisonCounts>;
  /** In the order of {@link CHANGE_ORDER}; within a change worst first, then by namespace, kind, name and id. */
  page(runs: ComparedRuns, changes: readonly Change[] | undefined, page: PageRequest): Promise<Page<ComparedRow>>;
}

const POSITION = z.tuple([z.int32(), z.int32(), z.string(), z.string(), z.string(), z.uuid()]);

/** "C": every database orders alike, whatever its locale, and so does the cursor. */
const ORDER = `array_position('{${CHANGE_ORDER.join(',')}}'::text[], change), -severity, coalesce(namespace, '') COLLATE "C", kind COLLATE "C", name COLLATE "C", id`;

type RowState = Omit<StoredState, 'severity'> & { readonly severity: number };

interface Row extends Omit<ComparedRow, 'namespace' | 'base' | 'head'> {
  readonly namespace: string | null;
  readonly severity: number;
  readonly base: RowState | null;
  readonly head: RowState | null;
}

/** A run's own words, newer than the revision's, where it was the last to see the finding. */
function stateSql(side: 'base' | 'head'): string {
  const [v, t] = side === 'base' ? ['vb', 'tb'] : ['vh', 'th'];
  return `CASE WHEN c.in_${side} THEN jsonb_build_object('severity', ${v}.severity, 'message', ${v}.message, 'changes', ${v}.changes,
      'subjects', ${v}.subjects, 'text', coalesce(${t}.value->>'text', ${v}.text),
      'mentions', coalesce(${t}.value->'mentions', to_jsonb(${v}.mentions))) END AS ${side}`;
}

function stateJoins(side: 'base' | 'head', sequence: string): string {
  const [v, t] = side === 'base' ? ['vb', 'tb'] : ['vh', 'th'];
  return `LEFT JOIN finding_revisions ${v} ON ${v}.finding_id = c.id AND ${v}.from_sequence = c.${side}_from
    LEFT JOIN latest ${t} ON ${t}.id = c.id AND ${t}.sequence = ${sequence}`;
}

function stateOf(state: RowState | null): StoredState | undefined {
  return state === null ? undefined : { ...state, severity: severityAt(state.severity) };
}

function comparedRow({ severity: _, namespace, base, head, ...row }: Row): ComparedRow {
  return { ...row, namespace: namespace ?? undefined, base: stateOf(base), head: stateOf(head) };
}

/** Makes the store. */
export function createComparisonStore({ pool }: Pick<Database, 'pool'>): ComparisonStore {
  async function counts(runs: ComparedRuns): Promise<ComparisonCounts> {
    const { values, bind } = bindings();
    const { rows } = await pool.query<{ change: Change; count: number }>(
      `WITH ${comparedSql(runs, bind)} SELECT change, count(*)::int AS count FROM compared GROUP BY change`,
      values,
    );
    const of = (change: Change): number => rows.find((row) => row.change === change)?.count ?? 0;
    return {
      NEW: of('NEW'),
      CHANGED: of('CHANGED'),
      RESOLVED: of('RESOLVED'),
      NOT_COMPARABLE: of('NOT_COMPARABLE'),
      UNCHANGED: of('UNCHANGED'),
    };
  }

  return {
    counts,
    async page(runs, changes, { first, after }) {
      const position = positionAfter(after, POSITION);
      const { values, bind } = bindings();
      const compared = comparedSql(runs, bind);
      const wanted = changes === undefined ? 'true' : `change = ANY(${bind(changes)}::text[])`;
      const [change, severity, namespace, kind, name, id] = position ?? [];
      const beyond =
        position === undefined
          ? 'true'
          : `(${ORDER}) > (${bind(change)}::int, ${bind(severity)}::int, ${bind(namespace)}, ${bind(kind)}, ${bind(name)}, ${bind(id)}::uuid)`;
      const { rows } = await pool.query<Row>(
        `WITH ${compared},
         page AS MATERIALIZED (SELECT *, row_number() OVER (ORDER BY ${ORDER}) AS place FROM compared WHERE ${wanted} AND ${beyond} ORDER BY ${ORDER} LIMIT ${bind(first + 1)}),
         latest AS MATERIALIZED (
           SELECT DISTINCT ON (p.id, e.value->>'sequence') p.id, (e.value->>'sequence')::int AS sequence, e.value
           FROM finding_latest l CROSS JOIN LATERAL jsonb_each(l.values) e JOIN page p ON p.id::text = e.key
           WHERE l.cluster_id = ${bind(runs.base.clusterId)})
         SELECT c.id, c.fingerprint, c.check_id AS "check", c.problem, c.kind, c.namespace, c.name, c.root, c.severity, c.change,
           c.base_look AS "baseLook", c.head_look AS "headLook", coalesce(c.head_episode > 1, false) AS reopened,
           ${stateSql('base')}, ${stateSql('head')}
         FROM page c ${stateJoins('base', `${bind(runs.base.sequence)}::int`)} ${stateJoins('head', `${bind(runs.head.sequence)}::int`)}
         ORDER BY c.place`,
        values,
      );
      return {
        items: rows.slice(0, first).map((row) => ({
          cursor: encodeCursor([
            CHANGE_ORDER.indexOf(row.change) + 1,
            -row.severity,
            row.namespace ?? '',
            row.kind,
            row.name,
            row.id,
          ]),
          node: comparedRow(row),
        })),
        hasNextPage: rows.length > first,
        total: async () => {
          const all = await counts(runs);
          return (changes ?? CHANGE_ORDER).reduce((sum, wantedChange) => sum + all[wantedChange], 0);
        },
      };
    },
  };
}
