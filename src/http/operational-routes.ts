import type { FastifyInstance } from 'fastify';
import type { Authenticator } from '#src/access/authenticate.ts';
import { AppError } from '#src/errors/errors.ts';
import type { Metrics } from './metrics.ts';
import type { Readiness } from './readiness.ts';

/** Adds `/livez`, `/readyz` and `/metrics`. */
export function addOperationalRoutes(
  app: FastifyInstance,
  parts: { readonly metrics: Metrics; readonly readiness: Readiness; readonly authenticator: Authenticator },
): void {
  const { metrics, readiness, authenticator } = parts;

  app.get('/livez', { config: { surface: 'PROBE', public: true, unmetered: true } }, async () => ({ status: 'alive' }));

  app.get('/readyz', { config: { surface: 'PROBE', public: true, unmetered: true } }, async (request, reply) => {
    const viewer = request.admission?.viewer;
    // Names of clusters are for those who were let in for themselves, not for whoever can reach the port.
    const { ready, body } = await readiness.read(viewer?.via === 'ANONYMOUS' ? undefined : viewer);
    return reply.code(ready ? 200 : 503).send(body);
  });

  app.get('/metrics', { config: { surface: 'PROBE' } }, async ({ viewer }, reply) => {
    if (authenticator.tokensRequired && viewer.via !== 'TOKEN') {
      throw new AppError('UNAUTHENTICATED', 'The metrics of this server need a token.');
    }
    if (viewer.clusters !== undefined || viewer.namespaces !== undefined) {
      throw new AppError(
        'FORBIDDEN',
        'The metrics tell of all clusters and namespaces; this token may not see them all.',
      );
    }
    const { contentType, body } = await metrics.read();
    return reply.type(contentType).send(body);
  });
}
