import { z } from 'zod';
import type { Database } from '#src/db/database.ts';
import { positionAfter } from '#src/errors/page-position.ts';
import { encodeCursor } from '#src/lib/cursor.ts';
import type { Page, PageRequest } from '#src/lib/page.ts';
import type { Episode, Finding, FindingFilter } from './finding.ts';
import { type FindingRow, findingOf } from './finding-row.ts';
import type { Sight } from './sight.ts';
import { bindings, isUuid } from './sql.ts';
import { SEVERITIES } from './words.ts';

/** Reading what is remembered. What a sight does not reach is not there. */
export interface FindingStore {
  get(sight: Sight, findingId: string): Promise<Finding | undefined>;
  /** Worst first, then by namespace, kind, name and id; cluster-scoped findings before those of namespaces. */
  list(sight: Sight, filter: FindingFilter, page: PageRequest): Promise<Page<Finding>>;
  /** Newest first, at most 1,000. */
  episodes(findingId: string): Promise<readonly Episode[]>;
  /** In the order asked for. */
  byFingerprints(sight: Sight, clusterId: string, fingerprints: readonly string[]): Promise<readonly Finding[]>;
}

type Bind = (value: unknown) => string;

const FROM = 'FROM findings f JOIN clusters c ON c.id = f.cluster_id';

/** "C": every database orders alike, whatever its locale, and so does the cursor. */
const ORDER = `-f.severity, coalesce(f.namespace, '') COLLATE "C", f.kind COLLATE "C", f.name COLLATE "C", f.id`;
const POSITION = z.tuple([z.int32(), z.string(), z.string(), z.string(), z.uuid()]);

/** The rows that a sight reaches, in the tables `finding` and `cluster`. */
function visible(sight: Sight, bind: Bind, finding = 'f', cluster = 'c'): string {
  const parts = ['true'];
  if (sight.clusters !== undefined) parts.push(`${cluster}.name = ANY(${bind(sight.clusters)}::text[])`);
  // No namespace (cluster-scoped) is in no list, so it is out of sight too.
  if (sight.namespaces !== undefined) parts.push(`${finding}.namespace = ANY(${bind(sight.namespaces)}::text[])`);
  return parts.join(' AND ');
}

/** All volatile values of open findings, each once: of several rows the newest. Unpacked once per row, not once per finding. */
const LATEST_ENTRIES = `SELECT DISTINCT ON (l.cluster_id, e.key) e.key, e.value
  FROM finding_latest l CROSS JOIN LATERAL jsonb_each(l.values) e`;
const NEWEST = `ORDER BY l.cluster_id, e.key, (e.value->>'sequence')::int DESC`;

/** The sentence as this sight is shown it: names that are masked can't be searched for. */
function shownText(sight: Sight, bind: Bind): string {
  const text = `coalesce(t.value->>'text', ep.last_values->>'text', v.text)`;
  if (sight.namespaces === undefined) return text;
  const mentions = `v.mentions || ARRAY(SELECT jsonb_array_elements_text(coalesce(t.value, ep.last_values)->'mentions'))`;
  const hidden = `(SELECT string_agg(m, '|' ORDER BY length(m) DESC) FROM unnest(${mentions}) m WHERE NOT m = ANY(${bind(sight.namespaces)}::text[]))`;
  return `coalesce(regexp_replace(${text}, '(?<![-a-z0-9])(' || ${hidden} || ')(?![-a-z0-9])', '[hidden]', 'g'), ${text})`;
}

/** `%` and `_` in a searched word mean themselves. */
function likePattern(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
}

/**
 * The findings `g` that explain one of table `of`. LIMIT keeps the planner from joining the other way round: before the
 * first statistics it takes a cluster for a dozen findings, and 5,000 of them took 15 s instead of 30 ms.
 */
function causesOf(of: string): string {
  return `FROM unnest(${of}.caused_by) WITH ORDINALITY AS cause(fingerprint, at) CROSS JOIN LATERAL (
    SELECT w.fingerprint, w.state, w.namespace FROM findings w
    WHERE w.cluster_id = ${of}.cluster_id AND w.fingerprint = cause.fingerprint LIMIT 1) g`;
}

function conditionsOf(sight: Sight, filter: FindingFilter, bind: Bind): string {
  const parts = [visible(sight, bind)];
  const any = (column: string, values: readonly string[]): string => `${column} = ANY(${bind(values)}::text[])`;
  if (filter.cluster !== undefined) parts.push(`c.name = ${bind(filter.cluster)}`);
  if (filter.state !== undefined) parts.push(`f.state = ${bind(filter.state)}`);
  if (filter.severityAtLeast !== undefined)
    parts.push(`f.severity >= ${bind(SEVERITIES.indexOf(filter.severityAtLeast))}`);
  if (filter.checks !== undefined) parts.push(any('f.check_id', filter.checks));
  if (filter.namespaces !== undefined) parts.push(any('f.namespace', filter.namespaces));
  if (filter.kind !== undefined) parts.push(`f.kind = ${bind(filter.kind)}`);
  if (filter.name !== undefined) parts.push(`f.name = ${bind(filter.name)}`);
  if (filter.text !== undefined) {
    const words = filter.text
      .split(/\s+/)
      .filter((word) => word !== '')
      .slice(0, 20);
    for (const word of words) parts.push(`${shownText(sight, bind)} ILIKE ${bind(likePattern(word))}`);
  }
  if (filter.rootCausesOnly === true) {
    // What explains must be visible to this viewer, and still there where the finding is.
    parts.push(`(cardinality(f.caused_by) = 0 OR NOT EXISTS (SELECT 1 ${causesOf('f')}
      WHERE (g.state = 'OPEN' OR f.state = 'RESOLVED') AND ${visible(sight, bind, 'g')}))`);
  }
  return parts.join(' AND ');
}

/** What a text filter needs beside the finding's row. */
const TEXT_JOINS = `
  JOIN finding_revisions v ON v.finding_id = f.id AND v.from_sequence = f.revision_from
  LEFT JOIN finding_episodes ep ON ep.finding_id = f.id AND ep.number = f.episode AND f.state = 'RESOLVED'
  LEFT JOIN (${LATEST_ENTRIES} ${NEWEST}) t ON t.key = f.id::text AND f.state = 'OPEN'`;

/** Gives the chosen findings their subjects, volatile values and visible causes. */
function withValues(page: string, sight: Sight, bind: Bind): string {
  const from = causesOf('p');
  const causes =
    sight.namespaces === undefined
      ? 'p.caused_by'
      : `ARRAY(SELECT g.fingerprint ${from} WHERE g.namespace = ANY(${bind(sight.namespaces)}::text[]) ORDER BY cause.at)`;
  const mentions =
    sight.namespaces === undefined
      ? 'v.mentions'
      : `v.mentions || ARRAY(SELECT g.namespace ${from} WHERE g.namespace IS NOT NULL)`;
  return `
    WITH page AS MATERIALIZED (${page}),
    latest AS (${LATEST_ENTRIES} WHERE l.cluster_id IN (SELECT cluster_id FROM page WHERE state = 'OPEN')
      AND e.key IN (SELECT id::text FROM page) ${NEWEST})
    SELECT p.*, ${causes} AS caused_by, ${mentions} AS mentions, v.subjects, v.text, coalesce(t.value, ep.last_values) AS latest
    FROM page p
    JOIN finding_revisions v ON v.finding_id = p.id AND v.from_sequence = p.revision_from
    LEFT JOIN latest t ON t.key = p.id::text AND p.state = 'OPEN'
    LEFT JOIN finding_episodes ep ON ep.finding_id = p.id AND ep.number = p.episode AND p.state = 'RESOLVED'
    ORDER BY p.place`;
}

/** Makes the store. */
export function createFindingStore({ pool }: Pick<Database, 'pool'>): FindingStore {
  async function read(
    sight: Sight,
    page: string,
    { values, bind }: ReturnType<typeof bindings>,
  ): Promise<readonly FindingRow[]> {
    const { rows } = await pool.query<FindingRow>(withValues(page, sight, bind), values);
    return rows;
  }

  return {
    async get(sight, findingId) {
      if (!isUuid(findingId)) return undefined;
      const binder = bindings();
      const { bind } = binder;
      const page = `SELECT f.*, c.name AS cluster_name, 1 AS place ${FROM} WHERE f.id = ${bind(findingId)}::uuid AND ${visible(sight, bind)}`;
      const [row] = await read(sight, page, binder);
      return row === undefined ? undefined : findingOf(row, sight);
    },

    async list(sight, filter, { first, after }) {
      const position = positionAfter(after, POSITION);
      const binder = bindings();
      const { values, bind } = binder;
      const where = conditionsOf(sight, filter, bind);
      const from = `${FROM} ${filter.text === undefined ? '' : TEXT_JOINS} WHERE ${where}`;
      const counted = [...values];
      const [severity, namespace, kind, name, id] = position ?? [];
      const beyond =
        position === undefined
          ? ''
          : `AND (${ORDER}) > (${bind(severity)}::int, ${bind(namespace)}, ${bind(kind)}, ${bind(name)}, ${bind(id)}::uuid)`;
      const page = `SELECT f.*, c.name AS cluster_name, row_number() OVER (ORDER BY ${ORDER}) AS place ${from} ${beyond} ORDER BY ${ORDER} LIMIT ${bind(first + 1)}`;
      const rows = await read(sight, page, binder);
      return {
        items: rows.slice(0, first).map((row) => ({
          cursor: encodeCursor([-row.severity, row.namespace ?? '', row.kind, row.name, row.id]),
          node: findingOf(row, sight),
        })),
        hasNextPage: rows.length > first,
        total: async () => {
          const { rows: counts } = await pool.query<{ count: number }>(
            `SELECT count(*)::int AS count ${from}`,
            counted,
          );
          return counts[0]?.count ?? 0;
        },
      };
    },

    async episodes(findingId) {
      const { rows } = await pool.query<{ [K in keyof Episode]: Exclude<Episode[K], undefined> | null }>(
        `SELECT opened_at AS "openedAt", opened_taken_at AS "openedTakenAt", opened_by AS "openedBy",
           resolved_at AS "resolvedAt", resolved_taken_at AS "resolvedTakenAt", resolved_by AS "resolvedBy"
         FROM finding_episodes WHERE finding_id = $1 ORDER BY number DESC LIMIT 1000`,
        [findingId],
      );
      return rows.map(
        (row) =>
          Object.fromEntries(
            Object.entries(row).map(([key, value]) => [key, value ?? undefined]),
          ) as unknown as Episode,
      );
    },

    async byFingerprints(sight, clusterId, fingerprints) {
      const binder = bindings();
      const { bind } = binder;
      const asked = bind(fingerprints);
      const page = `SELECT f.*, c.name AS cluster_name, array_position(${asked}::text[], f.fingerprint) AS place ${FROM}
        WHERE f.cluster_id = ${bind(clusterId)} AND f.fingerprint = ANY(${asked}::text[]) AND ${visible(sight, bind)}`;
      return (await read(sight, page, binder)).map((row) => findingOf(row, sight));
    },
  };
}
