import type { AnswerHeaders } from './client.ts';
import type { KubernetesObject } from './objects.ts';

/** Turns one parsed object into the one that is kept; nothing else of it survives. */
export type Project = (raw: unknown) => KubernetesObject;

/** One page of a list, its objects already projected. */
export interface ListPage {
  readonly objects: readonly KubernetesObject[];
  readonly resourceVersion: string;
  /** Token of the next page; undefined on the last. */
  readonly next: string | undefined;
  /** Where the cluster's clock stands, RFC 3339; only recordings say so. */
  readonly recordedAt: string | undefined;
}

interface RawList {
  readonly metadata?: { readonly resourceVersion?: unknown; readonly continue?: unknown };
  readonly items?: unknown;
}

/** A recorded cluster's clock in a header of its list answers and in an annotation of its bookmarks. */
const RECORDED_AT_HEADER = 'kubeclinic-recorded-at';
export const RECORDED_AT_ANNOTATION = 'kubeclinic.io/recorded-at';

/** A time that can be read, or nothing. */
export function timeOrNothing(value: unknown): string | undefined {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : undefined;
}

/** Reads a list answer. Throws when it is none, or holds an object without a name: a list with gaps would look healthy. */
export function readList(body: unknown, headers: AnswerHeaders, project: Project): ListPage {
  const { metadata, items } = (body ?? {}) as RawList;
  const resourceVersion = metadata?.resourceVersion;
  if (typeof resourceVersion !== 'string' || resourceVersion === '') throw new Error('a list without resourceVersion');
  // An empty list of Go is `null`.
  if (!Array.isArray(items ?? [])) throw new Error('a list whose items are no array');
  const next = metadata?.continue;
  return {
    objects: ((items ?? []) as unknown[]).map(project),
    resourceVersion,
    next: typeof next === 'string' && next !== '' ? next : undefined,
    recordedAt: timeOrNothing(headers[RECORDED_AT_HEADER]),
  };
}
