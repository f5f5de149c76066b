import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { acceptsJson, statusAnswer, statusOfError, writeAnswer } from './answer.ts';
import { type Reply, replyTo } from './answer-request.ts';
import type { Recording } from './recording.ts';
import { methodNotAllowed, statusError, unknownResource } from './status.ts';
import { targetOf } from './target.ts';
import { createTimeline, type Timeline } from './timeline.ts';
import { openWatch, type Watch } from './watch.ts';

/** Every answer says where the recorded clock stands; bookmarks say it in an annotation. */
const RECORDED_AT_HEADER = 'kubeclinic-recorded-at';

export interface RecordingServerOptions {
  readonly recording: Recording;
  /** The moment to begin with; the last one by default. */
  readonly moment?: string;
  /** A free one by default. */
  readonly port?: number;
  readonly logger?: Pick<Logger, 'debug' | 'warn'>;
  /** Sees every request first and decides whether, when and with which response `next` answers it. */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
}

/** One request that reached the server. */
interface RecordedRequest {
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  readonly query: string;
}

export interface RecordingServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly moments: readonly string[];
  moment(): string;
  /** Where the recorded clock stands, RFC 3339. */
  takenAt(): string;
  /**
   * Makes another moment the present: objects and clock together. Every open watch gets its events and, where it takes
   * bookmarks, one at once; resolves when all were written. Moves follow each other. Rejects with a RecordingError for
   * an unknown or damaged moment; then nothing moved.
   */
  moveTo(moment: string): Promise<void>;
  /** How many requests came since the start, and the latest {@link KEPT_REQUESTS}, oldest first. */
  requests(): { readonly count: number; readonly latest: readonly RecordedRequest[] };
  /** Ends all answers and closes all sockets. */
  close(): Promise<void>;
}

export const KEPT_REQUESTS = 1000;
/** One Kubeclinic holds about 40 watches a cluster. */
const MAX_CONNECTIONS = 2000;

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/** A web page whose name was rebound to 127.0.0.1 sends its own name: it may not read a cluster's objects. */
function isLoopback(request: IncomingMessage): boolean {
  return LOOPBACK_HOST.test(request.headers.host ?? '');
}

/** Not by `new URL`, which folds `..` and takes `//host` for a host: the path is read as it was sent. */
function urlOf(request: IncomingMessage): { readonly path: string; readonly query: string } {
  const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s);
  return { path, query };
}

function send(
  response: ServerResponse,
  reply: Reply,
  timeline: Timeline,
  watches: Set<Watch>,
): Promise<void> | undefined {
  switch (reply.type) {
    case 'answer':
      return writeAnswer(response, reply.answer);
    case 'followed-log':
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
      response.flushHeaders();
      if (reply.body.length > 0) response.write(reply.body);
      return undefined;
    case 'watch': {
      const watch = openWatch(response, timeline, reply.watch);
      watches.add(watch);
      void watch.closed.then(() => watches.delete(watch));
      return watch.advance();
    }
  }
}

/**
 * Serves a recording as an API server on 127.0.0.1: discovery, lists, objects, watches, logs, node statistics; reading
 * only. Rejects with a RecordingError where the first moment is damaged.
 */
export async function startRecordingServer(options: RecordingServerOptions): Promise<RecordingServer> {
  const { recording, logger, intercept } = options;
  const moments = recording.moments.map(({ name }) => name);
  const timeline = await createTimeline(recording, options.moment ?? moments.at(-1) ?? '');
  const watches = new Set<Watch>();
  const latest: RecordedRequest[] = [];
  let count = 0;
  let moving = Promise.resolve();
  let closing: Promise<void> | undefined;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const position = timeline.now();
    response.setHeader(RECORDED_AT_HEADER, position.moment.takenAt);
    response.setHeader('cache-control', 'no-cache, private');
    try {
      if (!isLoopback(request))
        throw statusError('Forbidden', 'a recording answers requests for 127.0.0.1 or localhost only');
      if (request.method !== 'GET') throw methodNotAllowed();
      const { path, query } = urlOf(request);
      const target = targetOf(path);
      if (target === undefined) throw unknownResource();
      if (target.type === 'objects' && target.sub.length === 0 && !acceptsJson(request.headers.accept)) {
        throw statusError('NotAcceptable', 'only the following media types are accepted: application/json');
      }
      await send(
        response,
        await replyTo(recording.files, position, target, new URLSearchParams(query)),
        timeline,
        watches,
      );
    } catch (error) {
      const status = statusOfError(error);
      if (status.code === 500)
        logger?.warn({ err: error, recording: recording.name, path: request.url }, 'recording could not answer');
      if (response.headersSent) response.destroy();
      else await writeAnswer(response, statusAnswer(status));
    }
  }

  const server = createServer((request, response) => {
    const { path, query } = urlOf(request);
    count += 1;
    latest.push({ method: request.method ?? '', path, query });
    if (latest.length > KEPT_REQUESTS) latest.shift();
    logger?.debug({ recording: recording.name, method: request.method, path }, 'recording was asked');
    response.on('error', (error) => logger?.debug({ err: error }, 'a client left'));
    const next = (): void => {
      answer(request, response).catch((error: unknown) => {
        logger?.warn({ err: error, recording: recording.name, path }, 'recording broke off an answer');
        response.destroy();
      });
    };
    if (intercept === undefined) next();
    else intercept(request, response, next);
  });
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;

  async function move(moment: string): Promise<void> {
    await timeline.moveTo(moment);
    await Promise.all([...watches].map((watch) => watch.advance()));
  }

  function close(): Promise<void> {
    for (const watch of watches) watch.end();
    return new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  return {
    url: `http://127.0.0.1:${address.port}`,
    moments,
    moment: () => timeline.now().moment.name,
    takenAt: () => timeline.now().moment.takenAt,
    moveTo(moment) {
      const moved = moving.then(() => move(moment));
      moving = moved.catch(() => undefined);
      return moved;
    },
    requests: () => ({ count, latest: [...latest] }),
    close() {
      closing ??= close();
      return closing;
    },
  };
}
