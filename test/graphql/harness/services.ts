import type { Viewer } from '#src/access/viewer.ts';
import type { AuditEvent } from '#src/audit/audit-event.ts';
import type { AuditService } from '#src/audit/services.ts';
import type { Run } from '#src/diagnosis/run.ts';
import type { RunStart } from '#src/diagnosis/services.ts';
import { forbidden, notFound } from '#src/errors/errors.ts';
import type { Services } from '#src/graphql/context.ts';
import type { Page, PageRequest } from '#src/lib/page.ts';
import {
  checks,
  comparedFindings,
  crashing,
  edge,
  episodes,
  failedRun,
  finishedRun,
  queuedRun,
  shop,
  silent,
} from './literals.ts';

export const ADMIN: Viewer = { name: 'ann', via: 'TOKEN', role: 'ADMIN', clusters: undefined, namespaces: undefined };
export const OPERATOR: Viewer = { ...ADMIN, name: 'oli', role: 'OPERATOR' };
export const VIEWER: Viewer = { ...ADMIN, name: 'vic', role: 'VIEWER' };

/** A page over literals whose cursors are places; `counted` hears of every count. */
export function pageOf<T>(items: readonly T[], { first, after }: PageRequest, counted: () => void = () => {}): Page<T> {
  const start = after === undefined ? 0 : Number(after) + 1;
  return {
    items: items.slice(start, start + first).map((node, index) => ({ cursor: String(start + index), node })),
    hasNextPage: start + first < items.length,
    total: async () => {
      counted();
      return items.length;
    },
  };
}

/** Services over literals, and what was asked of them. */
export interface LiteralServices {
  readonly services: Services;
  readonly audited: Omit<AuditEvent, 'id' | 'at'>[];
  readonly started: RunStart[];
  readonly asked: string[];
}

/** Makes services that answer with the literals; `overrides` replace single verbs. */
export function literalServices(
  overrides: {
    readonly runs?: Partial<Services['runs']>;
    readonly findings?: Partial<Services['findings']>;
    readonly clusters?: Partial<Services['clusters']>;
  } = {},
): LiteralServices {
  const audited: LiteralServices['audited'] = [];
  const started: RunStart[] = [];
  const asked: string[] = [];
  const runs: readonly Run[] = [failedRun, queuedRun, finishedRun];
  const findings = [crashing, silent];

  const audit: AuditService = {
    async record(event) {
      audited.push(event);
    },
    async list(viewer, filter, page) {
      asked.push(`audit.list ${JSON.stringify(filter)}`);
      if (viewer.role !== 'ADMIN') throw forbidden('Not for you.');
      return pageOf(
        audited.map((event, index) => ({ ...event, id: `a-${index}`, at: new Date('2026-03-01T12:00:00.000Z') })),
        page,
      );
    },
  };

  const services: Services = {
    checks,
    clusters: {
      list: () => [shop, edge],
      get: (_viewer, name) => [shop, edge].find((cluster) => cluster.name === name),
      connection: () => undefined,
      ...overrides.clusters,
    },
    runs: {
      async start(_viewer, start) {
        started.push(start);
        return queuedRun;
      },
      async cancel(_viewer, runId) {
        asked.push(`runs.cancel ${runId}`);
        throw notFound('The run');
      },
      async get(_viewer, runId) {
        asked.push(`runs.get ${runId}`);
        return runs.find(({ id }) => id === runId);
      },
      async list(_viewer, filter, page) {
        asked.push(`runs.list ${JSON.stringify(filter)} ${page.first}`);
        return pageOf(runs, page);
      },
      async progress() {
        throw notFound('The run');
      },
      ...overrides.runs,
    },
    findings: {
      async get(_viewer, findingId) {
        asked.push(`findings.get ${findingId}`);
        return findings.find(({ id }) => id === findingId);
      },
      async list(_viewer, filter, page) {
        asked.push(`findings.list ${JSON.stringify(filter)} ${page.first}`);
        return pageOf(findings, page, () => asked.push('findings.total'));
      },
      async episodes(_viewer, findingId) {
        asked.push(`findings.episodes ${findingId}`);
        return episodes[findingId] ?? [];
      },
      async byFingerprints(_viewer, clusterId, fingerprints) {
        asked.push(`findings.byFingerprints ${clusterId} ${fingerprints.join()}`);
        return findings.filter(({ fingerprint }) => fingerprints.includes(fingerprint));
      },
      ...overrides.findings,
    },
    comparisons: {
      async compareRuns(_viewer, baseId, headId) {
        asked.push(`comparisons.compareRuns ${baseId} ${headId}`);
        return {
          base: finishedRun,
          head: queuedRun,
          counts: async () => ({ NEW: 1, RESOLVED: 2, CHANGED: 3, UNCHANGED: 4, NOT_COMPARABLE: 5 }),
          page: async ({ changes }, page) =>
            pageOf(
              comparedFindings.filter(({ change }) => changes?.includes(change) ?? true),
              page,
            ),
        };
      },
    },
    audit,
  };
  return { services, audited, started, asked };
}
