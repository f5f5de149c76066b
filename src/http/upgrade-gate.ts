import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AccessRefusal, Authentication } from '#src/access/authenticate.ts';
import { ERROR_CODES, type ErrorCode } from '#src/errors/codes.ts';
import type { AccessParts } from './access-hook.ts';
import { budgetKey, correlationIdOf, pathOf } from './caller.ts';
import { errorBody, GRAPHQL_PATH } from './error-answer.ts';

/** A request to become a WebSocket that may do so. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly address: string;
  readonly correlationId: string;
  /** From its headers; a refusal stands only until the client sends a token in its first message. */
  readonly authentication: Authentication;
}

/** Decides which upgrades go through. */
export interface UpgradeGate {
  /** Undefined: it was answered and cut off. */
  admit(request: IncomingMessage, stream: Duplex): Upgrade | undefined;
  /** Writes into the audit that an upgrade, or what followed it, was refused. */
  record(
    upgrade: Omit<Upgrade, 'authentication'>,
    code: ErrorCode,
    refusal: Pick<AccessRefusal, 'message' | 'viewer'>,
  ): void;
  /** From now on nobody is let in. */
  close(): void;
}

/** About 50 KB each with their buffers; far above what a portal opens. */
const MOST_CONNECTIONS = 1_000;

function answer(
  stream: Duplex,
  refused: { code: ErrorCode; message: string; headers?: Readonly<Record<string, string>> },
): void {
  const status = ERROR_CODES[refused.code];
  const body = JSON.stringify(errorBody(GRAPHQL_PATH, refused));
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
    ...refused.headers,
  };
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  stream.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** Makes the gate: budget, Host and Origin, path, number of connections, a token in the headers. */
export function createUpgradeGate(parts: AccessParts & { readonly openConnections: () => number }): UpgradeGate {
  const { guard, authenticator, limiter, refusals, openConnections } = parts;
  let closed = false;

  function record(
    { request, address, correlationId }: Omit<Upgrade, 'authentication'>,
    code: ErrorCode,
    refusal: Pick<AccessRefusal, 'message' | 'viewer'>,
  ): void {
    const { method = 'GET', url, headers } = request;
    const { message, viewer } = refusal;
    refusals.record({
      action: 'websocket.connect',
      code,
      message,
      viewer,
      address,
      correlationId,
      method,
      path: pathOf(url),
      host: headers.host,
      origin: headers.origin,
      milliseconds: 0,
    });
  }

  return {
    record,
    admit(request, stream) {
      const { headers, method = 'GET' } = request;
      const address = request.socket.remoteAddress ?? 'unknown';
      const correlationId = correlationIdOf(headers);
      // A client that resets while it is answered must not end the process with an unhandled error.
      stream.on('error', () => stream.destroy());
      const budget = limiter.take(budgetKey(undefined, address));
      if (!budget.allowed) {
        const seconds = String(budget.retryAfterSeconds);
        answer(stream, {
          code: 'RATE_LIMITED',
          message: `Too many requests. Try again in ${seconds} s.`,
          headers: { 'Retry-After': seconds },
        });
        return undefined;
      }
      const judgement = guard.judge({ method, headers, surface: 'API' });
      if (!judgement.allowed) {
        record({ request, address, correlationId }, judgement.code, { message: judgement.message, viewer: undefined });
        answer(stream, judgement);
        return undefined;
      }
      if (pathOf(request.url) !== GRAPHQL_PATH) {
        answer(stream, { code: 'NOT_FOUND', message: `WebSockets are at ${GRAPHQL_PATH}.` });
        return undefined;
      }
      if (closed || openConnections() >= MOST_CONNECTIONS) {
        answer(stream, {
          code: 'UNAVAILABLE',
          message: closed ? 'The server is stopping.' : 'Too many WebSockets are open.',
        });
        return undefined;
      }
      const authentication = authenticator.authenticate(headers.authorization);
      // Browsers can't send this header with an upgrade: a missing one waits for the first message, a wrong one does not.
      if ('refusal' in authentication && headers.authorization !== undefined) {
        const { message, challenge } = authentication.refusal;
        record({ request, address, correlationId }, 'UNAUTHENTICATED', authentication.refusal);
        answer(stream, { code: 'UNAUTHENTICATED', message, headers: { 'WWW-Authenticate': challenge } });
        return undefined;
      }
      return { request, address, correlationId, authentication };
    },
    close() {
      closed = true;
    },
  };
}
