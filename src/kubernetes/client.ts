import type { Readable } from 'node:stream';
import { Agent, type Dispatcher } from 'undici';
import type { Clock } from './clock.ts';
import { createDeadline, type Deadline } from './deadline.ts';
import { type Asked, badAnswer, boundWords, KubernetesError, refusal } from './errors.ts';
import { createLineSplitter, LineTooLongError } from './line-splitter.ts';
import { harmless, parseJson } from './parse-json.ts';

/** How to reach one API server. Certificates and keys are PEM. */
export interface KubernetesClientOptions {
  /** Base address such as `https://10.0.0.1:6443`; a path in it is a prefix of every request. */
  readonly server: string;
  readonly ca?: string;
  readonly clientCertificate?: { readonly cert: string; readonly key: string };
  /** The name to expect in the server's certificate, where it is not the host of the address. */
  readonly serverName?: string;
  readonly insecureSkipTlsVerify?: boolean;
  /** Adds credentials to the headers of each request, freshly asked so that they may expire. */
  readonly authorize?: (headers: Record<string, string>) => void | Promise<void>;
  readonly clock: Clock;
  /** Sockets at most. Default 64: HTTP/1.1 needs one for each watched kind, the rest is for lists and logs. */
  readonly connections?: number;
}

/** One request. `path` starts with `/` and carries its query. */
export interface Request extends Asked {
  readonly path: string;
  readonly signal: AbortSignal;
  /** Time for the whole answer. Default 60 s, as long as an API server gives itself for a list. */
  readonly timeoutMs?: number;
}

/** Headers of an answer, by lower-case name. */
export type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>;

export interface JsonRequest<T> extends Request {
  /** Bytes of the answer at most. Default 64 MiB. */
  readonly maxBytes?: number;
  /**
   * Turns the parsed answer into what is kept, synchronously. The answer is not returned because it may hold Secret
   * values: a suspended async function of the caller's would keep it reachable for as long as it waits.
   */
  readonly read: (body: unknown, headers: AnswerHeaders) => T;
}

export interface TextRequest extends Request {
  /** What is longer is cut off here, not refused. */
  readonly maxBytes: number;
}

export interface LineRequest extends Request {
  readonly timeoutMs: number;
  /** Longest wait for a line; slow bytes of an unfinished line do not count. */
  readonly idleMs: number;
  readonly maxLineBytes: number;
  /** The server has accepted the request. */
  readonly onOpen: () => void;
  /** Called for each line, synchronously, for the reason given at {@link JsonRequest.read}. What it throws ends the stream. */
  readonly onLine: (line: string) => void;
}

/** What a client has done so far. */
export interface ClientStats {
  readonly apiCalls: number;
  /** Bytes of bodies received. */
  readonly bytes: number;
}

/**
 * GET requests to one API server. Everything rejects with a {@link KubernetesError}, or with the reason of the
 * caller's own signal. Nothing is retried here.
 */
export interface KubernetesClient {
  getJson<T>(request: JsonRequest<T>): Promise<T>;
  getText(request: TextRequest): Promise<string>;
  /** Resolves when the server ends the stream after a whole line. */
  streamLines(request: LineRequest): Promise<void>;
  stats(): ClientStats;
  /** Cuts what runs and closes all sockets. */
  close(): Promise<void>;
}

const MAX_JSON_BYTES = 64 * 1024 * 1024;
const MAX_ERROR_BYTES = 64 * 1024;
const TIMEOUT_MS = 60_000;
const CONNECT_TIMEOUT_MS = 10_000;
const DEFAULT_CONNECTIONS = 64;
const MAX_RETRY_AFTER_SECONDS = 300;

/** Calls back for each chunk; resolves at the end of the body, rejects when it is cut or the callback throws. */
function consume(body: Readable, onChunk: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    body.on('error', reject);
    body.on('end', resolve);
    body.on('close', () => reject(new Error('the connection was closed before the end of the answer')));
    body.on('data', (chunk: Buffer) => {
      try {
        onChunk(chunk);
      } catch (error) {
        reject(error);
        body.destroy();
      }
    });
  });
}

/** What must never be repeated to anybody, should a server or proxy echo it: the Authorization header and the token in it. */
function credentialsIn(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers)
    .filter(([name]) => name.toLowerCase() !== 'accept' && name.toLowerCase() !== 'user-agent')
    .flatMap(([, value]) => [value, value.slice(value.indexOf(' ') + 1)])
    .filter((credential) => credential.length >= 8);
}

function unreached(asked: Asked, cause: unknown): KubernetesError {
  // Of several failed addresses Node makes one error without a message; its code says enough.
  const { message: said = '', code = 'unknown error' } = cause as { message?: string; code?: string };
  const words = boundWords(said === '' ? code : said);
  const message = `The API server could not be reached, or broke off, to ${asked.verb} ${asked.resource}: ${words}`;
  return new KubernetesError({ kind: 'UNAVAILABLE' }, message, cause);
}

function baseOf(server: string): { origin: string; prefix: string } {
  const url = URL.canParse(server) ? new URL(server) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new TypeError('The address of an API server must be an http or https URL.');
  }
  if (url.username !== '' || url.password !== '') {
    throw new TypeError(`The address of an API server must not contain a user or password (host ${url.host}).`);
  }
  return { origin: url.origin, prefix: url.pathname.endsWith('/') ? url.pathname.slice(0, -1) : url.pathname };
}

/** Seconds of a Retry-After header, which holds seconds or a date; at most 300, so that no server parks us for ever. */
function retryAfterOf(headers: AnswerHeaders, now: number): number | undefined {
  const value = headers['retry-after'];
  if (typeof value !== 'string' || value === '') return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.min(MAX_RETRY_AFTER_SECONDS, Math.max(0, seconds));
}

/** The server's own words in the body of an error: the message of a Status object, or plain text; never HTML of a proxy. */
function wordsOf(body: string, headers: AnswerHeaders): string {
  const type = String(headers['content-type'] ?? '');
  if (!type.includes('json')) return type.startsWith('text/plain') ? body : '';
  try {
    const status = parseJson(body);
    const message = typeof status === 'object' && status !== null && 'message' in status ? status.message : undefined;
    return typeof message === 'string' ? message : '';
  } catch {
    return '';
  }
}

/** Connects nothing yet; sockets are opened by the first requests. Throws a TypeError for an address that can't be used. */
export function createKubernetesClient(options: KubernetesClientOptions): KubernetesClient {
  const { clock, authorize = () => {} } = options;
  const { origin, prefix } = baseOf(options.server);
  const agent = new Agent({
    connections: options.connections ?? DEFAULT_CONNECTIONS,
    pipelining: 1,
    // One HTTP/2 session would carry all watches, and lose all of them when it stalls; sockets of their own fail one by one.
    allowH2: false,
    // Our own deadlines bound the whole answer, by the clock that was given.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      timeout: CONNECT_TIMEOUT_MS,
      ...(options.ca === undefined ? {} : { ca: options.ca }),
      ...(options.clientCertificate ?? {}),
      ...(options.serverName === undefined ? {} : { servername: options.serverName }),
      ...(options.insecureSkipTlsVerify === true ? { rejectUnauthorized: false } : {}),
    },
  });
  let apiCalls = 0;
  let bytes = 0;

  function counted(onChunk: (chunk: Buffer) => void): (chunk: Buffer) => void {
    return (chunk) => {
      bytes += chunk.length;
      onChunk(chunk);
    };
  }

  async function refuse(
    request: Request,
    answer: Dispatcher.ResponseData,
    credentials: readonly string[],
  ): Promise<never> {
    const chunks: Buffer[] = [];
    let length = 0;
    const collect = counted((chunk) => {
      length += chunk.length;
      if (length <= MAX_ERROR_BYTES) chunks.push(chunk);
      else answer.body.destroy();
    });
    // The status says enough where the text of an error is cut or endless.
    await consume(answer.body, collect).catch(() => {});
    const words = wordsOf(Buffer.concat(chunks).toString('utf8'), answer.headers);
    throw refusal(request, {
      status: answer.statusCode,
      words: credentials.reduce((text, credential) => text.replaceAll(credential, '[credential]'), words),
      retryAfterSeconds: retryAfterOf(answer.headers, clock.now()),
    });
  }

  /** Asks, hands an answer of 200 to `receive`, and makes every failure one of ours. */
  async function ask<T>(
    request: Request,
    limits: { readonly timeoutMs: number; readonly idleMs?: number },
    receive: (answer: Dispatcher.ResponseData, deadline: Deadline) => Promise<T>,
  ): Promise<T> {
    const deadline = createDeadline({ clock, asked: request, signal: request.signal, ...limits });
    try {
      const headers: Record<string, string> = { accept: 'application/json', 'user-agent': 'kubeclinic' };
      await authorize(headers);
      const credentials = credentialsIn(headers);
      deadline.signal.throwIfAborted();
      apiCalls += 1;
      const path = `${prefix}${request.path}`;
      const answer = await agent.request({ origin, path, method: 'GET', headers, signal: deadline.signal });
      // Whoever stops reading has destroyed the body; its late error is no news.
      answer.body.on('error', () => {});
      if (answer.statusCode !== 200) return await refuse(request, answer, credentials);
      return await receive(answer, deadline);
    } catch (error) {
      if (deadline.signal.aborted) throw deadline.signal.reason;
      if (error instanceof KubernetesError) throw error;
      throw unreached(request, error);
    } finally {
      deadline.end();
    }
  }

  /** The body as text; over the bound it is cut, or refused where `refuseLonger`. */
  async function textOf(request: Request, body: Readable, maxBytes: number, refuseLonger: boolean): Promise<string> {
    const chunks: Buffer[] = [];
    let length = 0;
    let full = false;
    const collect = counted((chunk) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxBytes) {
        full = true;
        throw new RangeError(`more than ${maxBytes} bytes`);
      }
    });
    try {
      await consume(body, collect);
    } catch (error) {
      if (!full || !(error instanceof RangeError)) throw error;
      if (refuseLonger) throw badAnswer(request, `has more than ${maxBytes} bytes`, error, true);
    }
    return Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8');
  }

  return {
    getJson(request) {
      return ask(request, { timeoutMs: request.timeoutMs ?? TIMEOUT_MS }, async (answer) => {
        const text = await textOf(request, answer.body, request.maxBytes ?? MAX_JSON_BYTES, true);
        try {
          return request.read(parseJson(text), answer.headers);
        } catch (error) {
          if (error instanceof KubernetesError) throw error;
          throw badAnswer(request, 'is not what was asked for', harmless(error));
        }
      });
    },
    getText(request) {
      return ask(request, { timeoutMs: request.timeoutMs ?? TIMEOUT_MS }, (answer) =>
        textOf(request, answer.body, request.maxBytes, false),
      );
    },
    async streamLines(request) {
      let thrown: { readonly error: unknown } | undefined;
      await ask(request, request, async (answer, deadline) => {
        request.onOpen();
        deadline.heard();
        const lines = createLineSplitter(request.maxLineBytes, (line) => {
          deadline.heard();
          request.onLine(line);
        });
        const push = counted((chunk) => {
          try {
            lines.push(chunk);
          } catch (error) {
            thrown = { error };
            throw error;
          }
        });
        await consume(answer.body, push).catch((error: unknown) => {
          if (thrown === undefined) throw error;
        });
        if (thrown === undefined && lines.pending() > 0)
          throw unreached(request, new Error('the stream ended in the middle of a line'));
      });
      if (thrown === undefined) return;
      const { error } = thrown;
      throw error instanceof LineTooLongError ? badAnswer(request, `has ${error.message}`, error, true) : error;
    },
    stats: () => ({ apiCalls, bytes }),
    close: () => agent.destroy(),
  };
}
