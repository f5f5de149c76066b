import { isLoopback } from '#src/lib/loopback.ts';
import type { TokenEntry } from './parse-tokens.ts';
import type { TokenStore } from './tokens.ts';
import type { Viewer } from './viewer.ts';

/** Why a caller was not let in. Nothing in it is secret. */
export interface AccessRefusal {
  readonly message: string;
  /** Value of the WWW-Authenticate header. */
  readonly challenge: string;
  /** Whose token it was, where that is known: an expired one. */
  readonly viewer: Viewer | undefined;
}

/** Somebody who was let in; a connection that stays open asks `isValid` before each step. */
export interface Admission {
  readonly viewer: Viewer;
  /** False once the token expired, was taken out of the file, or was given other rights. */
  isValid(): boolean;
}

export type Authentication = Admission | { readonly refusal: AccessRefusal };

/** Finds out who is asking. */
export interface Authenticator {
  /** @param authorization the Authorization header, or what a WebSocket client sent in its place */
  authenticate(authorization: string | undefined): Authentication;
  /** Whether only tokens let somebody in as more than `anonymous`. */
  readonly tokensRequired: boolean;
  /** Who may do what; one sentence for the log at start. */
  readonly summary: string;
  /** Calls back when admissions may have become invalid; returns how to stop that. */
  onChange(listener: () => void): () => void;
}

const EVERYTHING = { clusters: undefined, namespaces: undefined } as const;
const LOCAL: Viewer = { name: 'local', via: 'LOCAL', role: 'ADMIN', ...EVERYTHING };
const ANONYMOUS: Viewer = { name: 'anonymous', via: 'ANONYMOUS', role: 'VIEWER', ...EVERYTHING };

/** What a client without a token is told to send. */
export const CHALLENGE = 'Bearer realm="kubeclinic"';
// RFC 6750, section 2.1; our own tokens have 46 characters.
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]{1,512}=*)$/i;

function refuse(message: string, options: { readonly error?: string; readonly viewer?: Viewer } = {}): Authentication {
  const challenge = options.error === undefined ? CHALLENGE : `${CHALLENGE}, error="${options.error}"`;
  return { refusal: { message, challenge, viewer: options.viewer } };
}

function viewerOf(entry: TokenEntry): Viewer {
  return { name: entry.name, via: 'TOKEN', role: entry.role, clusters: entry.clusters, namespaces: entry.namespaces };
}

function withTokens(tokens: TokenStore, allowAnonymous: boolean, now: () => Date): Authenticator['authenticate'] {
  const hasExpired = (entry: TokenEntry): boolean =>
    entry.expires !== undefined && Date.parse(entry.expires) <= now().getTime();
  return (authorization) => {
    if (authorization === undefined) {
      if (allowAnonymous) return { viewer: ANONYMOUS, isValid: () => true };
      return refuse('This server needs a token: send the header "Authorization: Bearer TOKEN".');
    }
    const token = BEARER.exec(authorization)?.[1];
    if (token === undefined)
      return refuse('The Authorization header must be "Bearer TOKEN".', { error: 'invalid_request' });
    const entry = tokens.find(token);
    if (entry === undefined) return refuse('The token is not known.', { error: 'invalid_token' });
    if (hasExpired(entry)) return refuse('The token has expired.', { error: 'invalid_token', viewer: viewerOf(entry) });
    return { viewer: viewerOf(entry), isValid: () => tokens.holds(entry) && !hasExpired(entry) };
  };
}

/**
 * Makes the authenticator that the settings ask for:
 * - with a tokens file: a bearer token, or `anonymous` (VIEWER) when that is allowed and no Authorization header was sent;
 * - without one on a loopback address: everybody is `local`, an ADMIN;
 * - without one elsewhere: everybody is `anonymous` when that is allowed. Settings refuse the last case, and so does this.
 */
export function createAuthenticator(options: {
  readonly host: string;
  readonly tokens: TokenStore | undefined;
  readonly allowAnonymous: boolean;
  readonly now?: () => Date;
}): Authenticator {
  const { host, tokens, allowAnonymous, now = () => new Date() } = options;
  if (tokens !== undefined) {
    return {
      authenticate: withTokens(tokens, allowAnonymous, now),
      tokensRequired: true,
      summary: allowAnonymous
        ? 'Bearer tokens say who may do what; without one the viewer is anonymous and may read everything.'
        : 'Every request needs a bearer token.',
      onChange: (listener) => tokens.onChange(listener),
    };
  }
  const ambient = isLoopback(host) ? LOCAL : allowAnonymous ? ANONYMOUS : undefined;
  return {
    authenticate: () =>
      ambient === undefined ? refuse('This server lets nobody in.') : { viewer: ambient, isValid: () => true },
    tokensRequired: false,
    summary:
      ambient === LOCAL
        ? 'No tokens are configured: whoever reaches this server on this machine is the viewer local, an ADMIN.'
        : 'No tokens are configured: everybody who reaches this server is the viewer anonymous and may read everything.',
    onChange: () => () => {},
  };
}
