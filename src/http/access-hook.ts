import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AccessRefusal, type Admission, type Authenticator, CHALLENGE } from '#src/access/authenticate.ts';
import type { Viewer } from '#src/access/viewer.ts';
import type { ErrorCode } from '#src/errors/codes.ts';
import { AppError } from '#src/errors/errors.ts';
import type { BrowserGuard, Surface } from './browser-guard.ts';
import { budgetKey, pathOf } from './caller.ts';
import { refuse } from './error-answer.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { RefusalLog, RefusedAccess } from './refusal-log.ts';
import { DATA_HEADERS } from './security-headers.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Default API. */
    surface?: Surface;
    /** True: answered also to whom nobody knows; `request.viewer` may then not be read. Default: a viewer is needed. */
    public?: boolean;
    /** True: takes nothing from the caller's budget. */
    unmetered?: boolean;
  }
  interface FastifyRequest {
    /** Who was let in; undefined on public routes for whom nobody knows. */
    admission: Admission | undefined;
    /** Who is asking. Reading it where nobody was let in throws: what forgets to ask fails closed. */
    readonly viewer: Viewer;
  }
}

/** What decides over every request. */
export interface AccessParts {
  readonly guard: BrowserGuard;
  readonly authenticator: Authenticator;
  readonly limiter: RateLimiter;
  readonly refusals: RefusalLog;
}

interface Refused {
  readonly code: ErrorCode;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly viewer?: Viewer | undefined;
}

/** A refused HTTP request, for the audit. */
export function refusedRequest(
  { ip: address, method, url, headers: { host, origin }, id: correlationId }: FastifyRequest,
  { elapsedTime: milliseconds }: FastifyReply,
  { code, message, viewer }: Pick<RefusedAccess, 'code' | 'message' | 'viewer'>,
): RefusedAccess {
  return {
    action: 'http.request',
    code,
    message,
    viewer,
    address,
    method,
    path: pathOf(url),
    host,
    origin,
    correlationId,
    milliseconds,
  };
}

const STRANGE_HOST: AccessRefusal = {
  message: 'Under this Host header only a token lets you in.',
  challenge: CHALLENGE,
  viewer: undefined,
};

const CORS_ANSWER = { 'access-control-expose-headers': 'x-request-id, retry-after, www-authenticate' } as const;
const PREFLIGHT_ANSWER = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers':
    'authorization, content-type, x-request-id, apollo-require-preflight, x-apollo-operation-name',
  // Browsers keep it at most 2 h anyway; 10 min lets a withdrawn origin go soon.
  'access-control-max-age': '600',
} as const;

/**
 * Puts one hook before every route, also before the answer that there is none: Host and Origin, then who it is, then
 * the budget. Refused accesses (not exceeded budgets) go to the audit.
 */
export function addAccessHook(app: FastifyInstance, parts: AccessParts): void {
  const { guard, authenticator, limiter, refusals } = parts;

  app.decorateRequest('admission', undefined);
  app.decorateRequest('viewer', {
    getter(this: FastifyRequest) {
      if (this.admission === undefined) throw new AppError('UNAUTHENTICATED', 'Nobody was let in by this request.');
      return this.admission.viewer;
    },
  });

  function turnAway(request: FastifyRequest, reply: FastifyReply, refused: Refused): FastifyReply {
    const { code, message, headers = {}, viewer } = refused;
    const path = pathOf(request.url);
    const budget = limiter.take(budgetKey(undefined, request.ip));
    // Guessing tokens costs budget too, so that a flood of guesses is told to wait.
    if (!budget.allowed) return tooMany(request, reply, budget.retryAfterSeconds);
    refusals.record(refusedRequest(request, reply, { code, message, viewer }));
    return refuse(reply.headers(headers), path, { code, message });
  }

  function tooMany(request: FastifyRequest, reply: FastifyReply, seconds: number): FastifyReply {
    const message = `Too many requests. Try again in ${seconds} s.`;
    return refuse(reply.header('retry-after', String(seconds)), pathOf(request.url), { code: 'RATE_LIMITED', message });
  }

  /** Lets the caller in when it is known; says why not otherwise. */
  function admit(request: FastifyRequest, hostTrusted: boolean): AccessRefusal | undefined {
    const authentication = authenticator.authenticate(request.headers.authorization);
    if ('refusal' in authentication) return authentication.refusal;
    // Under a strange Host a probe is answered, but only a token says who is asking: local and anonymous come from the place alone.
    if (!hostTrusted && authentication.viewer.via !== 'TOKEN') return STRANGE_HOST;
    request.admission = authentication;
    return undefined;
  }

  app.addHook('onRequest', async (request, reply) => {
    const { surface = 'API', public: isPublic = false, unmetered = false } = request.routeOptions.config;
    reply.headers({ ...DATA_HEADERS, 'x-request-id': request.id, vary: 'Origin' });

    const judgement = guard.judge({ method: request.method, headers: request.headers, surface });
    if (!judgement.allowed) return turnAway(request, reply, judgement);
    if (judgement.corsOrigin !== undefined) {
      // Answers to named origins only; cookies are never used, so no Allow-Credentials.
      reply.headers({
        ...CORS_ANSWER,
        'access-control-allow-origin': judgement.corsOrigin,
        'cross-origin-resource-policy': 'cross-origin',
      });
      const isPreflight =
        request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
      if (isPreflight) return reply.headers(PREFLIGHT_ANSWER).code(204).send();
    }

    const refusal = admit(request, judgement.hostTrusted);
    if (refusal !== undefined && !isPublic) {
      return turnAway(request, reply, {
        code: 'UNAUTHENTICATED',
        ...refusal,
        headers: { 'www-authenticate': refusal.challenge },
      });
    }
    // Monitoring has a budget of its own: it must go on seeing when its viewer has spent the other.
    const key = budgetKey(request.admission?.viewer, request.ip);
    const budget = unmetered ? undefined : limiter.take(surface === 'PROBE' ? `probe ${key}` : key);
    return budget?.allowed === false ? tooMany(request, reply, budget.retryAfterSeconds) : undefined;
  });
}
