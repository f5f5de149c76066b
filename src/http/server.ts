import { STATUS_CODES } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import { CHALLENGE } from '#src/access/authenticate.ts';
import { AppError } from '#src/errors/errors.ts';
import { showError } from '#src/errors/show-error.ts';
import { type AccessParts, addAccessHook, refusedRequest } from './access-hook.ts';
import { correlationIdOf, pathOf } from './caller.ts';
import { refuse, requestError } from './error-answer.ts';
import { addGraphiql } from './graphiql.ts';
import { addGraphqlOverHttp, type GraphqlEndpoint } from './graphql-http.ts';
import { createGraphqlSockets } from './graphql-sockets.ts';
import type { Metrics } from './metrics.ts';
import { addOperationalRoutes } from './operational-routes.ts';
import type { Readiness } from './readiness.ts';
import type { RefusalLog } from './refusal-log.ts';

/** All that the HTTP server is made of. */
export interface HttpServerParts extends AccessParts {
  readonly host: string;
  readonly port: number;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  readonly graphql: GraphqlEndpoint;
  /** More routes; they too need a viewer unless they say that they are public. */
  readonly addRoutes?: (app: FastifyInstance) => void;
}

export interface HttpServer {
  /** Begins to listen; resolves with the address under which a client on this machine reaches it, such as `http://127.0.0.1:4000`. */
  listen(): Promise<{ readonly url: string; readonly port: number }>;
  /** Not ready from now on; ends WebSockets, finishes requests (5 s at most), closes all sockets. */
  stop(): Promise<void>;
}

const BODY_BYTES = 1_048_576;
/** Headers and body must have arrived by then. */
const REQUEST_MS = 30_000;
const HEADERS_MS = 10_000;
/** Above the 60 s of common load balancers, so that they close idle connections, not we while they send. */
const KEEP_ALIVE_MS = 65_000;
/** For requests that are being answered when the server stops; all that stops has 9 s together. */
const DRAIN_MS = 2_000;

/** Malformed HTTP never becomes a request: answered on the bare socket. */
function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? [408, 'The request did not arrive in time.']
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? [431, 'The headers are larger than 16 KiB; send long queries with POST.']
        : [400, 'This is not HTTP/1.1.'];
  const body = JSON.stringify({ error: { code: 'BAD_USER_INPUT', message } });
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n`;
  socket.end(head + body);
}

function createFastify(logger: Logger, answerError: ReturnType<typeof createErrorHandler>): FastifyInstance {
  const app: FastifyInstance = Fastify({
    loggerInstance: logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'correlationId' }),
    bodyLimit: BODY_BYTES,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: 'idle',
    genReqId: (request) => correlationIdOf(request.headers),
    requestIdHeader: false,
    routerOptions: { maxParamLength: 1_024 },
    http: {
      headersTimeout: HEADERS_MS,
      // Only WebSockets: `curl --http2` offers an upgrade that must be ignored, not refused.
      shouldUpgradeCallback: (request: { headers: { upgrade?: string | undefined } }) =>
        request.headers.upgrade?.toLowerCase() === 'websocket',
    },
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
  });
  // A form or a text/plain body is what a foreign page can send without asking first.
  app.removeContentTypeParser('text/plain');
  app.setErrorHandler(answerError);
  return app;
}

/** Answers what a route threw. Refusals among it go to the audit, as those of the access hook do. */
function createErrorHandler(refusals: RefusalLog) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const shown = showError(requestError(error) ?? error, (errorId, cause) =>
      request.log.error({ errorId, err: cause }, 'A request failed.'),
    );
    if (shown.code === 'UNAUTHENTICATED' || shown.code === 'FORBIDDEN') {
      refusals.record(refusedRequest(request, reply, { ...shown, viewer: request.admission?.viewer }));
    }
    if (shown.code === 'UNAUTHENTICATED') reply.header('www-authenticate', CHALLENGE);
    return refuse(reply, pathOf(request.url), shown);
  };
}

/** 405 where the path is served for other methods, else 404. HEAD goes wherever GET goes. */
function addMissingRoutes(app: FastifyInstance): void {
  const methods = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set();
    for (const one of [method].flat()) known.add(one);
    methods.set(url, known);
  });
  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request.url);
    const allowed = methods.get(path);
    if (allowed === undefined)
      return refuse(reply, path, {
        code: 'NOT_FOUND',
        message: `There is nothing at ${JSON.stringify(path.slice(0, 200))}.`,
      });
    const list = [...allowed].sort((a, b) => (a < b ? -1 : 1)).join(', ');
    return refuse(reply.header('allow', list), path, {
      code: 'METHOD_NOT_ALLOWED',
      message: `This path answers ${list}.`,
    });
  });
}

function addRequestLog(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions, admission } = request;
    const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
    metrics.httpRequest({
      method,
      route: routeOptions.url ?? 'none',
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1_000,
    });
    const level = routeOptions.config.surface === 'PROBE' ? 'debug' : 'info';
    request.log[level](
      { method, path: pathOf(request.url), status: reply.statusCode, ms: milliseconds, viewer: admission?.viewer.name },
      'request',
    );
  });
}

/** Makes the server; nothing listens before `listen`. */
export async function createHttpServer(parts: HttpServerParts): Promise<HttpServer> {
  const app = createFastify(parts.logger, createErrorHandler(parts.refusals));
  addMissingRoutes(app);
  addRequestLog(app, parts.metrics);
  addAccessHook(app, parts);
  addOperationalRoutes(app, parts);
  addGraphqlOverHttp(app, parts.graphql);
  addGraphiql(app);
  parts.addRoutes?.(app);
  await app.ready();
  const sockets = createGraphqlSockets({ ...parts, operations: parts.graphql.webSocket });
  sockets.attach(app.server);

  return {
    async listen() {
      try {
        await app.listen({ host: parts.host, port: parts.port });
      } catch (error) {
        throw new AppError('UNAVAILABLE', listenProblem(error, parts), { cause: error });
      }
      const { port, family, address } = app.server.address() as AddressInfo;
      const isWildcard = address === '0.0.0.0' || address === '::';
      const host = isWildcard ? 'localhost' : family === 'IPv6' ? `[${address}]` : address;
      return { url: `http://${host}:${port}`, port };
    },
    async stop() {
      parts.readiness.stop();
      const timer = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS);
      await sockets.close();
      await app.close();
      clearTimeout(timer);
    },
  };
}

function listenProblem(error: unknown, parts: { readonly host: string; readonly port: number }): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const where = `${parts.host} port ${parts.port}`;
  switch (code) {
    case 'EADDRINUSE':
      return `Something else listens on ${where} already; KUBECLINIC_PORT names another port, 0 a free one.`;
    case 'EACCES':
      return `This user may not listen on ${where}; ports below 1024 often need more rights.`;
    case 'EADDRNOTAVAIL':
      return `This machine has no address ${parts.host}; KUBECLINIC_HOST names the one to listen on.`;
    case 'ENOTFOUND':
      return `The host name ${parts.host} is not known; KUBECLINIC_HOST names the one to listen on.`;
    default:
      return `Listening on ${where} failed.`;
  }
}
