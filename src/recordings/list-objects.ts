import type { Answer } from './answer.ts';
import type { RecordedList } from './recorded-object.ts';
import { type Selection, selected } from './selection.ts';
import { statusError } from './status.ts';

interface ContinueToken {
  readonly revision: number;
  /** Index in the selected items of that revision. */
  readonly offset: number;
}

/** Opaque to clients, as in Kubernetes. */
function encodeToken({ revision, offset }: ContinueToken): string {
  return Buffer.from(`${revision}:${offset}`).toString('base64url');
}

function decodeToken(text: string): ContinueToken | undefined {
  const [, revision, offset] = /^(\d{1,15}):(\d{1,15})$/.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  return revision === undefined ? undefined : { revision: Number(revision), offset: Number(offset) };
}

/** A whole number of a query, undefined where it is not given. Throws a StatusError (400). */
export function wholeNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^\d{1,15}$/.test(text))
    throw statusError('BadRequest', `${name}: Invalid value: "${text.slice(0, 40)}": must be a whole number`);
  return Number(text);
}

/** A boolean of a query as API servers read it: given and neither `0` nor `false` (`?watch` alone is true). */
export function flag(query: URLSearchParams, name: string): boolean {
  const text = query.get(name);
  return text !== null && !['0', 'false'].includes(text.toLowerCase());
}

/** A version that is not there yet: the client asks again after a second, as kube-apiserver says it. */
function tooLarge(wanted: number, current: number): Error {
  const message = `Too large resource version: ${wanted}, current: ${current}`;
  return statusError('Timeout', message, {
    retryAfterSeconds: 1,
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
  });
}

function checkVersion(query: URLSearchParams, revision: number): void {
  const wanted = wholeNumber(query, 'resourceVersion');
  const match = query.get('resourceVersionMatch') ?? '';
  if (!['', 'Exact', 'NotOlderThan'].includes(match)) {
    throw statusError(
      'BadRequest',
      `resourceVersionMatch: Unsupported value: "${match.slice(0, 40)}": supported values: "Exact", "NotOlderThan"`,
    );
  }
  if (wanted === undefined || wanted === 0) return;
  if (wanted > revision) throw tooLarge(wanted, revision);
  if (match === 'Exact' && wanted !== revision)
    throw expired(`The resourceVersion for the provided list is too old: ${wanted} (${revision}).`);
}

function expired(message: string): Error {
  return statusError('Expired', message);
}

/** Where a page begins. A token of another moment, or one that was never given out, is answered 410 Expired. */
function offsetOf(query: URLSearchParams, revision: number): number {
  const text = query.get('continue') ?? '';
  if (text === '') return 0;
  const token = decodeToken(text);
  if (token?.revision === revision) return token.offset;
  throw expired(
    token === undefined
      ? 'The provided continue parameter is not one of this server. Start a new list without it.'
      : 'The provided continue parameter is too old to display a consistent list result. Start a new list without it.',
  );
}

/**
 * One page of a collection (`limit`, `continue`); all of it without a limit. `remainingItemCount` is left out where a
 * selector narrows the list, as Kubernetes does. Throws a StatusError.
 */
export function listObjects(
  list: RecordedList,
  selection: Selection,
  query: URLSearchParams,
  revision: number,
): Answer {
  const limit = wholeNumber(query, 'limit') ?? 0;
  const offset = offsetOf(query, revision);
  if (offset === 0) checkVersion(query, revision);
  const all = selected(list, selection);
  const end = limit === 0 ? all.length : Math.min(offset + limit, all.length);
  const more = end < all.length;
  const metadata = {
    resourceVersion: String(revision),
    ...(more ? { continue: encodeToken({ revision, offset: end }) } : {}),
    ...(more && !selection.selective ? { remainingItemCount: all.length - end } : {}),
  };
  return {
    type: 'list',
    envelope: { kind: list.kind, apiVersion: list.resource.groupVersion, metadata },
    items: all.slice(offset, end),
  };
}
