import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Viewer } from '#src/access/viewer.ts';

/** Whose budget a request is taken from: the token's, else the address's. */
export function budgetKey(viewer: Viewer | undefined, address: string): string {
  return viewer?.via === 'TOKEN' ? `token ${viewer.name}` : `address ${address}`;
}

/** The request's own id when it is a harmless one, so that a portal's log and ours can be joined; else a new one. */
export function correlationIdOf(headers: IncomingHttpHeaders): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : randomUUID();
}

/** The path of a request target, without its query string: that may hold anything. */
export function pathOf(url: string | undefined): string {
  return (url ?? '/').split('?', 1)[0] ?? '/';
}
