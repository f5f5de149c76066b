import { pino } from 'pino';
import type { Admission } from '#src/access/authenticate.ts';
import { createAuthorizer } from '#src/access/authorizer.ts';
import type { Viewer } from '#src/access/viewer.ts';
import type { Services } from '#src/graphql/context.ts';
import type { Limits } from '#src/graphql/limits/limits.ts';
import { createGraphql } from '#src/graphql/server.ts';
import { createBrowserGuard } from '#src/http/browser-guard.ts';
import { createMetrics } from '#src/http/metrics.ts';
import { createRateLimiter } from '#src/http/rate-limiter.ts';
import { createReadiness } from '#src/http/readiness.ts';
import { createRefusalLog } from '#src/http/refusal-log.ts';
import { createHttpServer } from '#src/http/server.ts';
import { ADMIN, OPERATOR, VIEWER } from './services.ts';

/** A running server: the real HTTP server and GraphQL over whatever services are given. */
export interface Served {
  readonly url: string;
  /** Every line of the log, parsed. */
  readonly log: readonly Record<string, unknown>[];
  /** Takes a viewer's rights away, as a changed tokens file does. */
  revoke(name: string): void;
  stop(): Promise<void>;
}

const VIEWERS: readonly Viewer[] = [ADMIN, OPERATOR, VIEWER];

/** Starts a server on a free port. A request's `Authorization: Bearer <viewer's name>` says who asks; without it ann does, an ADMIN. */
export async function serve(services: Services, limits: Partial<Limits> = {}): Promise<Served> {
  const log: Record<string, unknown>[] = [];
  const logger = pino({ level: 'debug' }, { write: (line) => log.push(JSON.parse(line) as Record<string, unknown>) });
  const revoked = new Set<string>();
  const listeners = new Set<() => void>();

  function admission(authorization: string | undefined): Admission {
    const viewer = VIEWERS.find(({ name }) => authorization === `Bearer ${name}`) ?? ADMIN;
    return { viewer, isValid: () => !revoked.has(viewer.name) };
  }

  const graphql = await createGraphql({ services, authorizer: createAuthorizer(), logger, limits });
  const http = await createHttpServer({
    host: '127.0.0.1',
    port: 0,
    logger,
    graphql,
    guard: createBrowserGuard({ listenHost: '127.0.0.1', allowedHosts: [], corsOrigins: [] }),
    authenticator: {
      authenticate: admission,
      tokensRequired: false,
      summary: '',
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    limiter: createRateLimiter({ perMinute: 0 }),
    refusals: createRefusalLog({ audit: services.audit, onDropped: () => {} }),
    metrics: createMetrics({
      sources: { runs: async () => [], openFindings: async () => [], clusters: () => [] },
      onSourceError: () => {},
    }),
    readiness: createReadiness({
      sources: { database: async () => {}, migrations: async () => {}, clusters: services.clusters },
      onFailure: () => {},
    }),
  });
  const { url } = await http.listen();

  return {
    url,
    log,
    revoke(name) {
      revoked.add(name);
      for (const listener of listeners) listener();
    },
    async stop() {
      await http.stop();
      await graphql.stop();
    },
  };
}
