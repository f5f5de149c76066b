import type { Change } from './comparison.ts';
import type { FinishedRun } from './run.ts';
import { readScope } from './scope.ts';
import { selectorSql } from './selector-sql.ts';
import type { Sight } from './sight.ts';

/** In this order a comparison is read: what is new first, what stayed last. */
export const CHANGE_ORDER: readonly Change[] = ['NEW', 'CHANGED', 'RESOLVED', 'NOT_COMPARABLE', 'UNCHANGED'];

/** How a run stood to a finding: SEEN and LOOKED know, all others are reasons for not knowing. */
export type Look =
  | 'SEEN'
  | 'LOOKED'
  | 'CHECK_NOT_RUN'
  | 'OTHER_PARAMS'
  | 'OTHER_SCOPE'
  | 'CHECK_UNKNOWN'
  | 'CHECK_SKIPPED'
  | 'CHECK_CRASHED';

type Bind = (value: unknown) => string;

/** The run's outcomes as a table; its revision, its scope and what it saw half-blind decide what it knows of a finding. */
function lookSql(run: FinishedRun, side: 'b' | 'h', bind: Bind): string {
  const other = side === 'b' ? 'h' : 'b';
  const scope = readScope(run.request.scope);
  const inNamespaces =
    scope.namespaces === undefined ? 'true' : `coalesce(f.namespace = ANY(${bind(scope.namespaces)}::text[]), false)`;
  const inSelector = selectorSql(scope.requirements, `coalesce(v${side}.labels, v${other}.labels)`, bind);
  return `CASE
    WHEN f.id = ANY(r${side}.seen_blindly) THEN 'SEEN'
    WHEN o${side}.check_id IS NULL THEN 'CHECK_NOT_RUN'
    WHEN o${side}.variant <> f.variant THEN 'OTHER_PARAMS'
    WHEN NOT (${inNamespaces} AND ${inSelector}) OR f.id = ANY(r${side}.out_of_sight) THEN 'OTHER_SCOPE'
    WHEN o${side}.state IN ('OK', 'FINDINGS') THEN 'LOOKED'
    ELSE 'CHECK_' || o${side}.state END`;
}

function joinsSql(run: FinishedRun, side: 'b' | 'h', bind: Bind): string {
  const outcomes = run.outcomes.map(({ check, variant, state }) => ({ check_id: check, variant, state }));
  const sequence = `${bind(run.sequence)}::int`;
  return `
    JOIN run_outcomes r${side} ON r${side}.run_id = ${bind(run.id)}::uuid
    LEFT JOIN jsonb_to_recordset(${bind(JSON.stringify(outcomes))}::jsonb) AS o${side}(check_id text, variant text, state text)
      ON o${side}.check_id = f.check_id
    LEFT JOIN finding_revisions v${side} ON v${side}.finding_id = f.id AND v${side}.from_sequence <= ${sequence}
      AND (v${side}.until_sequence IS NULL OR v${side}.until_sequence > ${sequence})`;
}

/** Both runs as they were, for what is cut from them can't decide what they looked at; and the sight that reads. */
export interface ComparedRuns {
  readonly base: FinishedRun;
  readonly head: FinishedRun;
  readonly sight: Sight;
}

/**
 * The common table expression `compared`: each finding that one of two runs of a cluster saw, with its change. A
 * revision that covers a run's sequence says how the finding stood; whether the run saw it there, its outcomes say.
 */
export function comparedSql({ base, head, sight }: ComparedRuns, bind: Bind): string {
  const visible = sight.namespaces === undefined ? 'true' : `f.namespace = ANY(${bind(sight.namespaces)}::text[])`;
  const knows = (look: string): string => `${look} IN ('SEEN', 'LOOKED')`;
  return `
    looks AS (
      SELECT f.id, f.cluster_id, f.fingerprint, f.check_id, f.problem, f.kind, f.namespace, f.root, f.state,
        coalesce(vh.name, vb.name) AS name, coalesce(vh.severity, vb.severity) AS severity,
        vb.from_sequence AS base_from, vh.from_sequence AS head_from, vh.episode AS head_episode,
        (vb.severity, vb.message, vb.changes) IS NOT DISTINCT FROM (vh.severity, vh.message, vh.changes) AS same,
        ${lookSql(base, 'b', bind)} AS base_look, ${lookSql(head, 'h', bind)} AS head_look
      FROM findings f ${joinsSql(base, 'b', bind)} ${joinsSql(head, 'h', bind)}
      WHERE f.cluster_id = ${bind(base.clusterId)} AND ${visible} AND (vb.finding_id IS NOT NULL OR vh.finding_id IS NOT NULL)),
    seen AS (
      SELECT *, (base_from IS NOT NULL AND ${knows('base_look')}) AS in_base, (head_from IS NOT NULL AND ${knows('head_look')}) AS in_head
      FROM looks),
    compared AS (
      SELECT *, CASE
        WHEN in_base AND in_head THEN CASE WHEN same THEN 'UNCHANGED' ELSE 'CHANGED' END
        WHEN in_head THEN CASE WHEN base_look = 'LOOKED' THEN 'NEW' ELSE 'NOT_COMPARABLE' END
        ELSE CASE WHEN head_look = 'LOOKED' THEN 'RESOLVED' ELSE 'NOT_COMPARABLE' END END AS change
      FROM seen WHERE in_base OR in_head)`;
}
