import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { ApolloServer } from '@apollo/server';
import { buildSchema, type ExecutionArgs, execute, GraphQLError, parse, subscribe } from 'graphql';
import pino from 'pino';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createAuthenticator } from '#src/access/authenticate.ts';
import { openTokenStore } from '#src/access/tokens.ts';
import type { AuditEvent } from '#src/audit/audit-event.ts';
import type { Cluster } from '#src/clusters/cluster.ts';
import type { Caller } from '#src/graphql/context.ts';
import { createBrowserGuard } from '#src/http/browser-guard.ts';
import type { GraphqlEndpoint } from '#src/http/graphql-http.ts';
import { createMetrics, type MetricSources } from '#src/http/metrics.ts';
import { createRateLimiter } from '#src/http/rate-limiter.ts';
import { createReadiness, type ReadinessSources } from '#src/http/readiness.ts';
import { createRefusalLog } from '#src/http/refusal-log.ts';
import { createHttpServer, type HttpServerParts } from '#src/http/server.ts';
import { abortable } from '#src/lib/abortable.ts';
import { createBoundedQueue } from '#src/lib/bounded-queue.ts';
import { createLogger } from '#src/lib/logger.ts';
import { tempDir } from '#test/harness/temp-dir.ts';

type Recorded = Omit<AuditEvent, 'id' | 'at'>;

/** A small endpoint that shows who asks, fails, waits, and sends what the test pushes. */
async function smallGraphql() {
  const schema = buildSchema(`
    type Query { who: String! boom: String! wait: String! }
    type Mutation { touch: String! }
    type Subscription { news: String! }
  `);
  const news = new Set<ReturnType<typeof createBoundedQueue<string>>>();
  /** What became of `wait`: `waiting`, then `left` when its caller has left. */
  const waits: string[] = [];
  let touched = 0;
  const root = {
    who: (_args: unknown, { viewer }: Caller) => `${viewer.name} ${viewer.via} ${viewer.role}`,
    boom: () => {
      throw new Error('postgres://kc:s3cret@db/kc broke');
    },
    wait: async (_args: unknown, { signal }: Caller) => {
      waits.push('waiting');
      await once(new EventTarget(), 'never', { signal }).catch(() => waits.push('left'));
      return 'waited';
    },
    touch: () => {
      touched += 1;
      return `touched ${touched}`;
    },
    news: (_args: unknown, { signal }: Caller) =>
      abortable(async function* () {
        const queue = createBoundedQueue<string>({ limit: 10 });
        news.add(queue);
        for await (const item of queue) yield { news: item };
      }, signal),
  };
  const apollo = new ApolloServer<Caller>({
    schema,
    rootValue: root,
    csrfPrevention: true,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
  });
  await apollo.start();
  const callers = new WeakMap<ExecutionArgs, Caller>();
  const endpoint: GraphqlEndpoint = {
    apollo,
    createContext: (caller) => caller,
    webSocket: {
      async prepare(caller, { query, variables, operationName }) {
        if (query === 'broken') throw new Error('postgres://kc:s3cret@db/kc broke');
        if (query === '') return [new GraphQLError('Empty.', { extensions: { code: 'GRAPHQL_PARSE_FAILED' } })];
        const args: ExecutionArgs = {
          schema,
          document: parse(query),
          variableValues: variables ?? {},
          operationName: operationName ?? null,
          contextValue: caller,
          rootValue: root,
        };
        callers.set(args, caller);
        return args;
      },
      execute: async (args) => execute(args),
      subscribe: async (args) =>
        (await subscribe(args)) as Awaited<ReturnType<GraphqlEndpoint['webSocket']['subscribe']>>,
    },
  };
  return { endpoint, apollo, news, waits, touched: () => touched };
}

export interface ServeOptions {
  readonly host?: string;
  /** Default: a free one. */
  readonly port?: number;
  /** Content of a tokens file; absent: there is none. */
  readonly tokens?: readonly unknown[];
  readonly allowAnonymous?: boolean;
  readonly allowedHosts?: readonly string[];
  readonly corsOrigins?: readonly string[];
  readonly perMinute?: number;
  readonly now?: () => Date;
  readonly clusters?: readonly Cluster[];
  readonly readiness?: Partial<Pick<ReadinessSources, 'database' | 'migrations'>>;
  readonly metrics?: Partial<MetricSources>;
  readonly addRoutes?: HttpServerParts['addRoutes'];
}

/** A whole HTTP server on a free port, and what it logged and wrote into the audit. It is stopped when the test ends. */
export async function serve(options: ServeOptions = {}) {
  const log: Record<string, unknown>[] = [];
  const logger = createLogger({ level: 'debug', to: { write: (line) => void log.push(JSON.parse(line)) } });
  const audit: Recorded[] = [];
  const host = options.host ?? '127.0.0.1';
  const tokensFile = join(tempDir(), 'tokens.json');
  if (options.tokens !== undefined) writeFileSync(tokensFile, JSON.stringify(options.tokens));
  const tokens =
    options.tokens === undefined
      ? undefined
      : await openTokenStore({ file: tokensFile, logger: pino({ enabled: false }), pollMs: 5 });
  const clock = options.now === undefined ? {} : { now: options.now };
  const authenticator = createAuthenticator({
    host,
    tokens,
    allowAnonymous: options.allowAnonymous ?? false,
    ...clock,
  });
  const metrics = createMetrics({
    sources: { runs: async () => [], openFindings: async () => [], clusters: () => [], ...options.metrics },
    onSourceError: (source, error) => logger.error({ source, err: error }, 'A metric could not be read.'),
  });
  const readiness = createReadiness({
    sources: {
      database: async () => {},
      migrations: async () => {},
      clusters: {
        list: (viewer) => (options.clusters ?? []).filter(({ name }) => viewer.clusters?.includes(name) ?? true),
      },
      ...options.readiness,
    },
    onFailure: (part, error) => logger.error({ part, err: error }, 'Not ready.'),
  });
  const graphql = await smallGraphql();
  const server = await createHttpServer({
    host: '127.0.0.1',
    port: options.port ?? 0,
    logger,
    authenticator,
    metrics,
    readiness,
    guard: createBrowserGuard({
      listenHost: host,
      allowedHosts: options.allowedHosts ?? [],
      corsOrigins: options.corsOrigins ?? [],
    }),
    limiter: createRateLimiter({ perMinute: options.perMinute ?? 0, now: () => 0 }),
    refusals: createRefusalLog({
      audit: { record: async (event) => void audit.push(event) },
      onDropped: () => metrics.refusalDropped(),
    }),
    graphql: graphql.endpoint,
    ...(options.addRoutes === undefined ? {} : { addRoutes: options.addRoutes }),
  });
  const stop = async (): Promise<void> => {
    await server.stop();
    await graphql.apollo.stop();
    tokens?.close();
    metrics.close();
  };
  let stopped: Promise<void> | undefined;
  const stopOnce = (): Promise<void> => (stopped ??= stop());
  onTestFinished(stopOnce);
  const { url, port } = await server.listen();
  return { url, port, log, audit, graphql, tokensFile, stop: stopOnce, readiness };
}

/** An answer, read wholly. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The text as JSON. */
  json(): unknown;
}

/** One request with any headers, Host included, which `fetch` would not send. A connection of its own, closed after it. */
export async function ask(
  port: number,
  path: string,
  options: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly signal?: AbortSignal;
  } = {},
): Promise<Answer> {
  const { method = options.body === undefined ? 'GET' : 'POST', headers = {}, body, signal } = options;
  const outgoing = httpRequest({
    host: '127.0.0.1',
    port,
    path,
    method,
    headers,
    agent: false,
    ...(signal === undefined ? {} : { signal }),
  });
  outgoing.end(body);
  const [incoming] = (await once(outgoing, 'response')) as [import('node:http').IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, text, json: () => JSON.parse(text) };
}

/** One GraphQL operation over POST. */
export function post(port: number, query: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return ask(port, '/graphql', {
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
}

/** A WebSocket client that keeps what it is sent. */
export function connect(port: number, headers: Readonly<Record<string, string>> = {}, path = '/graphql') {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, 'graphql-transport-ws', { headers });
  const messages: Record<string, unknown>[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data))));
  socket.on('error', () => {});
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
  );
  /** Undefined when it became a WebSocket, else the answer's status and text. */
  const refused = new Promise<{ status: number; text: string; headers: IncomingHttpHeaders } | undefined>((resolve) => {
    socket.once('open', () => resolve(undefined));
    socket.once('unexpected-response', (_request, response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString('utf8'),
          headers: response.headers,
        }),
      );
    });
  });
  onTestFinished(() => socket.terminate());
  return {
    socket,
    messages,
    closed,
    refused,
    async init(payload?: Readonly<Record<string, unknown>>) {
      await refused;
      socket.send(JSON.stringify({ type: 'connection_init', ...(payload === undefined ? {} : { payload }) }));
    },
    send: (id: string, query: string) => socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } })),
    complete: (id: string) => socket.send(JSON.stringify({ id, type: 'complete' })),
  };
}
