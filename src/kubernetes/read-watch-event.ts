import { type Asked, type KubernetesError, refusal } from './errors.ts';
import type { KubernetesObject } from './objects.ts';
import { parseJson } from './parse-json.ts';
import { type Project, RECORDED_AT_ANNOTATION, timeOrNothing } from './read-list.ts';

/** One line of a watch. */
export type WatchEvent =
  | { readonly type: 'PUT' | 'DELETE'; readonly object: KubernetesObject }
  /** The stream has reached this version; `recordedAt` as in a list. */
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string; readonly recordedAt: string | undefined }
  | { readonly type: 'ERROR'; readonly error: KubernetesError };

interface RawStatus {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly details?: { readonly retryAfterSeconds?: unknown } | null;
}

interface RawBookmark {
  readonly metadata?: {
    readonly resourceVersion?: unknown;
    readonly annotations?: Readonly<Record<string, unknown>> | null;
  };
}

function errorOf(asked: Asked, raw: unknown): KubernetesError {
  const { code, message, details } = (raw ?? {}) as RawStatus;
  const seconds = details?.retryAfterSeconds;
  return refusal(asked, {
    status: typeof code === 'number' ? code : 500,
    words: typeof message === 'string' ? message : '',
    retryAfterSeconds: typeof seconds === 'number' ? Math.min(300, Math.max(0, seconds)) : undefined,
  });
}

function bookmarkOf(raw: unknown): WatchEvent {
  const metadata = ((raw ?? {}) as RawBookmark).metadata;
  const resourceVersion = metadata?.resourceVersion;
  if (typeof resourceVersion !== 'string') throw new Error('a bookmark without resourceVersion');
  return {
    type: 'BOOKMARK',
    resourceVersion,
    recordedAt: timeOrNothing(metadata?.annotations?.[RECORDED_AT_ANNOTATION]),
  };
}

/** Reads one line of a watch. Throws when it is no event; the error may quote the line and must be made harmless. */
export function readWatchEvent(line: string, asked: Asked, project: Project): WatchEvent {
  const { type, object } = (parseJson(line) ?? {}) as { type?: unknown; object?: unknown };
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
      return { type: 'PUT', object: project(object) };
    case 'DELETED':
      return { type: 'DELETE', object: project(object) };
    case 'BOOKMARK':
      return bookmarkOf(object);
    case 'ERROR':
      return { type: 'ERROR', error: errorOf(asked, object) };
    default:
      throw new Error('an event of no known type');
  }
}
