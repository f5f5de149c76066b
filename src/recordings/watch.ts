import type { ServerResponse } from 'node:http';
import { drained } from './answer.ts';
import { difference, type ObjectEvent } from './difference.ts';
import type { Moment } from './moment.ts';
import type { RecordedObject } from './recorded-object.ts';
import { pathOf, type RecordedResource } from './recorded-resource.ts';
import { type Selection, selected } from './selection.ts';
import { type Status, statusOf } from './status.ts';
import type { Position, Timeline } from './timeline.ts';

/** The annotation of every bookmark: where the recorded clock stands. */
const RECORDED_AT_ANNOTATION = 'kubeclinic.io/recorded-at';

export interface WatchRequest {
  readonly resource: RecordedResource;
  readonly selection: Selection;
  /** What the client has seen; undefined: nothing, so it gets every object as ADDED first. */
  readonly since: number | undefined;
  readonly bookmarks: boolean;
  /** Whether a bookmark marks the end of the objects that a watch begins with (`sendInitialEvents`). */
  readonly marksInitialEnd: boolean;
  readonly timeoutMs: number;
}

/** One open watch. */
export interface Watch {
  /** Sends what changed up to the present, then a bookmark. Resolves when it was written or the watch has ended. */
  advance(): Promise<void>;
  /** Ends the stream as a server does whose time is up. */
  end(): void;
  /** Resolves when the response is closed. */
  readonly closed: Promise<void>;
}

/** An API server sends bookmarks about once a minute; a client that hears nothing for long may take us for dead. */
const BOOKMARK_EVERY_MS = 45_000;
/** A client that does not read for so long is cut off, as API servers do; else it would hold up everybody's next moment. */
const WRITE_TIMEOUT_MS = 10_000;

/** Objects in watch events name their kind; items of lists often do not. */
export function withKind(object: RecordedObject, resource: RecordedResource): RecordedObject {
  return { ...object, kind: object.kind ?? resource.kind, apiVersion: object.apiVersion ?? resource.groupVersion };
}

/** Starts a watch on a response whose headers are not sent yet. */
export function openWatch(response: ServerResponse, timeline: Timeline, request: WatchRequest): Watch {
  const { resource, selection } = request;
  const path = pathOf(resource);
  let seen = request.since;
  let turn = Promise.resolve();

  const closed = new Promise<void>((resolve) => response.once('close', resolve));
  const timeUp = setTimeout(() => response.end(), request.timeoutMs);
  const heartbeat = setInterval(() => void inTurn(async () => writeBookmark(timeline.now(), {})), BOOKMARK_EVERY_MS);
  void closed.then(() => {
    clearTimeout(timeUp);
    clearInterval(heartbeat);
  });

  /** One line a write, so that the stream can be taken apart again on its way. */
  async function writeEvent(type: ObjectEvent['type'] | 'BOOKMARK' | 'ERROR', object: object): Promise<void> {
    if (response.closed || response.writableEnded) return;
    response.write(`${JSON.stringify({ type, object })}\n`);
    if (!response.writableNeedDrain) return;
    const stalled = setTimeout(() => response.destroy(), WRITE_TIMEOUT_MS);
    await drained(response);
    clearTimeout(stalled);
  }

  async function writeBookmark(now: Position, annotations: Record<string, string>): Promise<void> {
    if (!request.bookmarks || seen !== now.revision) return;
    await writeEvent('BOOKMARK', {
      kind: resource.kind,
      apiVersion: resource.groupVersion,
      metadata: {
        resourceVersion: String(now.revision),
        creationTimestamp: null,
        annotations: { [RECORDED_AT_ANNOTATION]: now.moment.takenAt, ...annotations },
      },
    });
  }

  async function fail(status: Status): Promise<void> {
    await writeEvent('ERROR', status);
    response.end();
  }

  const objectsAt = (moment: Moment): readonly RecordedObject[] => selected(moment.lists.get(path), selection);

  async function writeInitialObjects(now: Position): Promise<void> {
    for (const object of objectsAt(now.moment)) await writeEvent('ADDED', withKind(object, resource));
    seen = now.revision;
    await writeBookmark(now, request.marksInitialEnd ? { 'k8s.io/initial-events-end': 'true' } : {});
  }

  async function writeDifference(from: number, now: Position): Promise<void> {
    const earlier = await timeline.between(from, now.revision);
    const events = difference(earlier.map(objectsAt), objectsAt(now.moment), String(from + 1));
    for (const { type, object } of events) await writeEvent(type, withKind(object, resource));
    seen = now.revision;
    await writeBookmark(now, {});
  }

  async function catchUp(): Promise<void> {
    const now = timeline.now();
    if (response.writableEnded || seen === now.revision) return;
    if (!now.moment.lists.has(path)) {
      // Not served any more, or out of reach now: the next request says which.
      response.end();
      return;
    }
    if (seen === undefined) return writeInitialObjects(now);
    if (seen > now.revision)
      return fail(statusOf('Expired', `too large resource version: ${seen} (current: ${now.revision})`));
    const from = timeline.floor(seen);
    if (from === undefined) return fail(statusOf('Expired', `too old resource version: ${seen} (${now.revision})`));
    return writeDifference(from, now);
  }

  /** Writes of one watch follow each other; a defect in one ends this watch alone. */
  function inTurn(write: () => Promise<void>): Promise<void> {
    turn = turn.then(write).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      return fail(statusOf('InternalError', message));
    });
    return turn;
  }

  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  return {
    advance: () => inTurn(catchUp),
    end: () => response.end(),
    closed,
  };
}
