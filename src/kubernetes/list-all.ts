import type { KubernetesClient } from './client.ts';
import { badAnswer, isKubernetesError } from './errors.ts';
import type { KindInfo } from './kinds.ts';
import type { KubernetesObject } from './objects.ts';
import { type ListPage, type Project, readList } from './read-list.ts';
import { resourceName, resourcePath } from './resource-path.ts';

/** A whole list, consistent at `resourceVersion`. */
export interface WholeList {
  readonly objects: readonly KubernetesObject[];
  readonly resourceVersion: string;
  readonly recordedAt: string | undefined;
}

export interface ListAllRequest {
  readonly client: KubernetesClient;
  readonly info: KindInfo;
  readonly project: Project;
  readonly signal: AbortSignal;
  /** More objects than this are not taken: BAD_ANSWER. */
  readonly maxObjects: number;
}

/** What kubectl and client-go ask for. */
const PAGE_SIZE = 500;
/** Objects of up to 1.5 MB can make a page of 500 too large (Secrets of Helm releases do); smaller pages are tried down to single objects. */
const SHRINK = 5;
const MAX_RESTARTS = 3;

interface Progress {
  readonly limit: number;
  readonly restarts: number;
  readonly pages: readonly ListPage[];
}

const START: Progress = { limit: PAGE_SIZE, restarts: 0, pages: [] };

/** How to go on after a page failed; undefined: not at all. */
function retryAfter(error: unknown, { limit, restarts, pages }: Progress): Progress | undefined {
  const tooLarge =
    isKubernetesError(error, 'BAD_ANSWER') && error.problem.kind === 'BAD_ANSWER' && error.problem.tooLarge === true;
  if (tooLarge && limit > 1) return { limit: Math.max(1, Math.floor(limit / SHRINK)), restarts, pages };
  // The continue token has expired; what was read belongs to a version that can't be completed any more.
  const expired = isKubernetesError(error, 'GONE') && pages.length > 0;
  return expired && restarts < MAX_RESTARTS ? { limit, restarts: restarts + 1, pages: [] } : undefined;
}

/** Lists a kind page by page. Rejects with a KubernetesError. */
export async function listAll({ client, info, project, signal, maxObjects }: ListAllRequest): Promise<WholeList> {
  const asked = { verb: 'list', resource: resourceName(info) } as const;
  let progress = START;
  let count = 0;
  for (;;) {
    const path = resourcePath(info, { limit: progress.limit, continue: progress.pages.at(-1)?.next });
    try {
      const page = await client.getJson({
        ...asked,
        path,
        signal,
        read: (body, headers) => readList(body, headers, project),
      });
      progress = { ...progress, pages: [...progress.pages, page] };
      count += page.objects.length;
      if (count > maxObjects) throw badAnswer(asked, `has more than ${maxObjects} objects`, new Error('our own bound'));
      if (page.next === undefined) {
        const { resourceVersion } = progress.pages[0] ?? page;
        return {
          objects: progress.pages.flatMap(({ objects }) => objects),
          resourceVersion,
          recordedAt: page.recordedAt,
        };
      }
    } catch (error) {
      const again = signal.aborted ? undefined : retryAfter(error, progress);
      if (again === undefined) throw error;
      if (again.pages.length === 0) count = 0;
      progress = again;
    }
  }
}
