import type { KubernetesClient } from './client.ts';
import { badAnswer } from './errors.ts';
import type { KindInfo } from './kinds.ts';
import { harmless } from './parse-json.ts';
import type { Project } from './read-list.ts';
import { readWatchEvent, type WatchEvent } from './read-watch-event.ts';
import { resourceName, resourcePath } from './resource-path.ts';

export interface WatchKindRequest {
  readonly client: KubernetesClient;
  readonly info: KindInfo;
  readonly project: Project;
  /** The version to go on from. */
  readonly from: string;
  /** After so long the server ends the watch. */
  readonly timeoutSeconds: number;
  /** Longest silence. */
  readonly stallMs: number;
  readonly signal: AbortSignal;
  readonly onOpen: () => void;
  /** What it throws ends the watch. */
  readonly onEvent: (event: WatchEvent) => void;
  /** A line was no event; the watch ends with BAD_ANSWER. */
  readonly onUnparsable: () => void;
}

/** An object may have 1.5 MB in etcd; with managed fields spelled out in JSON some CRDs have 3. */
const MAX_LINE_BYTES = 8 * 1024 * 1024;
/** The server ends a watch at its timeoutSeconds; only a broken one takes longer. */
const GRACE_MS = 30_000;

/** One watch. Resolves when the server ends it; rejects with a KubernetesError, or with what `onEvent` throws. */
export function watchKind(request: WatchKindRequest): Promise<void> {
  const { client, info, from, timeoutSeconds, signal } = request;
  const asked = { verb: 'watch', resource: resourceName(info) } as const;

  function read(line: string): WatchEvent {
    try {
      return readWatchEvent(line, asked, request.project);
    } catch (error) {
      request.onUnparsable();
      throw badAnswer(asked, 'has a line that is no event', harmless(error));
    }
  }

  return client.streamLines({
    ...asked,
    path: resourcePath(info, { watch: 'true', allowWatchBookmarks: 'true', resourceVersion: from, timeoutSeconds }),
    signal,
    timeoutMs: timeoutSeconds * 1_000 + GRACE_MS,
    idleMs: request.stallMs,
    maxLineBytes: MAX_LINE_BYTES,
    onOpen: request.onOpen,
    onLine: (line) => request.onEvent(read(line)),
  });
}
