/**
 * A recording served over a network that misbehaves on command: what a client of an API server has to survive.
 *
 *   const server = await startFaultyRecording({ directory: 'recordings/shop', moment: '1-before' });
 *   server.fail({ on: { type: 'watch', resource: 'pods' }, fault: 'cut-mid-line', afterLines: 1 });
 *   … connect to server.url, then await server.moveTo('2-during') …
 *   await server.close();
 *
 * `fail` arms a fault: it strikes the first request that `on` describes (`times` of them, one by default; Infinity for
 * all), and its promise resolves when it has struck for the last time. Faults are tried in the order of arming, one a request.
 * `disarm()` forgets the armed ones; `release()` lets go what `late` and `silence` hold back. All else is the
 * {@link RecordingServer}: `moveTo`, `requests`, `takenAt`, `close`.
 *
 * Faults that replace the answer:
 *   status         an HTTP error as a Status: `code` 403, 404, 410, 429 (with `retryAfterSeconds`), 500, 503, …
 *   refuse         the socket is closed before a byte was sent
 *   silence        no byte, the socket stays open; with `afterLines` n: n lines, then nothing more (until `release`,
 *                  which ends the answer)
 * Faults of an answer that has begun (`afterLines` n: after n whole lines of a watch or log; a list is one line):
 *   cut-mid-line   half of the next line, then the socket is closed
 *   end            the stream ends cleanly, as when its time is up
 *   error-event    an ERROR event with the Status of `code` (410 without one), then the end
 *   bad-line       a line that is no JSON, then the stream goes on
 *   duplicate      every line twice (`afterLines` of them once before)
 *   late           the next line is held back until `release()`, those after it pass: an event out of order
 *   slow           all bytes, `bytesPerTick` (1) every `tickMs` (5) ms
 * A bookmark is a line too. A watch without resourceVersion begins with a line for every object.
 */
import type { IncomingMessage } from 'node:http';
import { openRecording, type Recording } from '#src/recordings/recording.ts';
import { type RecordingServer, startRecordingServer } from '#src/recordings/recording-server.ts';
import { targetOf } from '#src/recordings/target.ts';
import { type Fault, strike } from '#test/harness/recording-fault-kinds.ts';

/** Which requests a fault is for; what is not said fits all. */
interface RequestPattern {
  readonly type?: 'list' | 'watch' | 'get' | 'log' | 'other';
  /** Plural name, such as `pods`. */
  readonly resource?: string;
  /** Matched against path and query. */
  readonly url?: RegExp;
}

export type ArmedFault = Fault & { readonly on: RequestPattern; readonly times?: number };

export interface FaultyRecording extends RecordingServer {
  /** Arms a fault. The promise resolves when it has struck as often as it is to. */
  fail(fault: ArmedFault): Promise<void>;
  /** How many faults are armed and have not struck as often as they are to. */
  armed(): number;
  disarm(): void;
  /** Sends what is held back. */
  release(): void;
}

export interface FaultyRecordingOptions {
  /** A directory, or an opened recording. */
  readonly directory?: string;
  readonly recording?: Recording;
  readonly moment?: string;
  readonly faults?: readonly ArmedFault[];
}

function describe(request: IncomingMessage): Required<Omit<RequestPattern, 'url'>> {
  const url = new URL(request.url ?? '/', 'http://recording');
  const target = targetOf(url.pathname);
  if (target?.type !== 'objects') return { type: 'other', resource: '' };
  const { resource, name, sub } = target;
  if (name === undefined)
    return { type: ['true', '1'].includes(url.searchParams.get('watch') ?? '') ? 'watch' : 'list', resource };
  return { type: sub.length === 0 ? 'get' : sub[0] === 'log' ? 'log' : 'other', resource };
}

function fits(pattern: RequestPattern, request: IncomingMessage): boolean {
  const { type, resource } = describe(request);
  if (pattern.type !== undefined && pattern.type !== type) return false;
  if (pattern.resource !== undefined && pattern.resource !== resource) return false;
  return pattern.url === undefined || pattern.url.test(request.url ?? '');
}

/** Starts a recording server with a queue of faults. See the head of this file. */
export async function startFaultyRecording(options: FaultyRecordingOptions): Promise<FaultyRecording> {
  const recording = options.recording ?? (await openRecording(options.directory ?? ''));
  let queue: { armed: ArmedFault; left: number; struck: () => void }[] = [];
  let held: (() => void)[] = [];

  function fail(armed: ArmedFault): Promise<void> {
    return new Promise((resolve) => queue.push({ armed, left: armed.times ?? 1, struck: resolve }));
  }
  for (const fault of options.faults ?? []) void fail(fault);

  const server = await startRecordingServer({
    recording,
    ...(options.moment === undefined ? {} : { moment: options.moment }),
    intercept(request, response, next) {
      const entry = queue.find(({ armed, left }) => left > 0 && fits(armed.on, request));
      if (entry === undefined) {
        next();
        return;
      }
      entry.left -= 1;
      strike(entry.armed, response, next, (release) => held.push(release));
      if (entry.left > 0) return;
      queue = queue.filter((one) => one !== entry);
      entry.struck();
    },
  });
  return {
    ...server,
    fail,
    armed: () => queue.length,
    disarm() {
      queue = [];
    },
    release() {
      const releasing = held;
      held = [];
      for (const release of releasing) release();
    },
  };
}
