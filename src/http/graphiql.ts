import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { ruruHTML } from 'ruru/server';
import { getStaticFile } from 'ruru/static';
import { GRAPHQL_PATH, refuse } from './error-answer.ts';
import { pageHeaders } from './security-headers.ts';

const ASSETS = '/assets/ruru/';

/** CSP sources of the inline scripts of a page. */
function scriptHashes(html: string): string[] {
  const scripts = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)];
  return scripts.map(
    (script) =>
      `'sha256-${createHash('sha256')
        .update(script[1] ?? '')
        .digest('base64')}'`,
  );
}

/**
 * Adds the query editor at `/`, from files in our own packages: no request leaves for another host. The page is public,
 * because a browser cannot send a token when it opens one; what it asks the endpoint needs one as ever.
 */
export function addGraphiql(app: FastifyInstance): void {
  const html = ruruHTML({ endpoint: GRAPHQL_PATH, subscriptionEndpoint: GRAPHQL_PATH, staticPath: ASSETS });
  const headers = pageHeaders(scriptHashes(html));

  app.get('/', { config: { surface: 'PAGE', public: true } }, async (_request, reply) =>
    reply.headers(headers).type('text/html; charset=utf-8').send(html),
  );

  // Browsers ask for it unasked.
  app.get('/favicon.ico', { config: { surface: 'PAGE', public: true, unmetered: true } }, async (_request, reply) =>
    reply.code(204).send(),
  );

  app.get(`${ASSETS}*`, { config: { public: true, unmetered: true } }, async (request, reply) => {
    const acceptEncoding = request.headers['accept-encoding'];
    const file = await getStaticFile({
      staticPath: ASSETS,
      urlPath: request.url,
      acceptEncoding,
      disallowDevAssets: true,
    });
    if (file === null) return refuse(reply, request.url, { code: 'NOT_FOUND', message: 'There is no such file.' });
    if (request.headers['if-none-match'] === file.headers['etag']) return reply.code(304).send();
    return reply
      .headers({ ...file.headers, 'cache-control': 'public, max-age=3600', vary: 'Accept-Encoding, Origin' })
      .send(file.content);
  });
}
