/**
 * How each fault of `recording-faults.ts` is done to a response: either it is answered in the server's place, or
 * something is put between the server and the socket.
 */
import type { ServerResponse } from 'node:http';

/** See the head of `recording-faults.ts` for what each does. */
export type Fault =
  | { readonly fault: 'status'; readonly code: number; readonly message?: string; readonly retryAfterSeconds?: number }
  | { readonly fault: 'refuse' }
  | { readonly fault: 'silence'; readonly afterLines?: number }
  | { readonly fault: 'cut-mid-line' | 'end' | 'bad-line' | 'duplicate' | 'late'; readonly afterLines?: number }
  | { readonly fault: 'error-event'; readonly afterLines?: number; readonly code?: number }
  | { readonly fault: 'slow'; readonly bytesPerTick?: number; readonly tickMs?: number };

const REASONS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  410: 'Expired',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

function statusBody(code: number, message = `injected ${code}`): object {
  const reason = REASONS[code];
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    ...(reason === undefined ? {} : { reason }),
    code,
  };
}

/** What happens to one piece of an answer: the pieces to send instead. The server writes an event a piece. */
type Rewrite = (piece: Buffer, index: number) => readonly Buffer[];

interface Output {
  send(piece: Buffer): void;
  end(): void;
}

/** Puts `rewrite` between the server and the socket. `onEnd` decides what the server's own end comes to. */
function rewritePieces(response: ServerResponse, rewrite: Rewrite, onEnd?: (output: Output) => void): Output {
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const over = (): boolean => response.writableEnded || response.destroyed;
  const output: Output = {
    send: (piece) => void (over() || write(piece)),
    end: () => void (over() || end()),
  };
  let index = 0;
  function pass(chunk: unknown): void {
    if (typeof chunk !== 'string' && !Buffer.isBuffer(chunk)) return;
    for (const piece of rewrite(Buffer.from(chunk as string), index)) output.send(piece);
    index += 1;
  }
  response.write = ((chunk: unknown) => {
    pass(chunk);
    return true;
  }) as typeof response.write;
  response.end = ((chunk?: unknown) => {
    pass(chunk);
    if (onEnd === undefined) output.end();
    else onEnd(output);
    return response;
  }) as typeof response.end;
  return output;
}

function afterLines(
  limit: number,
  atLimit: (piece: Buffer) => readonly Buffer[],
  beyond: (piece: Buffer) => readonly Buffer[] = () => [],
): Rewrite {
  return (piece, index) => (index < limit ? [piece] : index === limit ? atLimit(piece) : beyond(piece));
}

const line = (content: object | string): Buffer =>
  Buffer.from(`${typeof content === 'string' ? content : JSON.stringify(content)}\n`);

function whenStarted(response: ServerResponse, then: () => void): void {
  if (response.closed) return;
  if (response.headersSent) then();
  else setImmediate(() => whenStarted(response, then));
}

function slowDown(response: ServerResponse, bytes: number, tickMs: number): void {
  let waiting = Buffer.alloc(0);
  let ended = false;
  const output = rewritePieces(
    response,
    (piece) => {
      waiting = Buffer.concat([waiting, piece]);
      return [];
    },
    () => {
      ended = true;
    },
  );
  const timer = setInterval(() => {
    if (waiting.length > 0) output.send(waiting.subarray(0, bytes));
    else if (ended) output.end();
    waiting = waiting.subarray(bytes);
  }, tickMs);
  response.once('close', () => clearInterval(timer));
}

/** Ends the stream after some lines, with `last` before the end. */
function endAfter(response: ServerResponse, lines: number, last: readonly Buffer[]): void {
  const output = rewritePieces(response, (piece, index) => (index < lines ? [piece] : []));
  const end = (): void => {
    for (const piece of last) output.send(piece);
    output.end();
  };
  if (lines === 0) {
    whenStarted(response, end);
    return;
  }
  const write = response.write.bind(response);
  let written = 0;
  response.write = ((chunk: string) => {
    write(chunk);
    written += 1;
    if (written === lines) end();
    return true;
  }) as typeof response.write;
}

/** Sends half of a piece, then closes the socket. */
function cut(response: ServerResponse, lines: number): void {
  const halve = (piece: Buffer): readonly Buffer[] => {
    // The half must have left before the socket closes, else nothing of it arrives.
    setImmediate(() => output.send(piece.subarray(0, Math.max(1, piece.length >> 1))));
    setImmediate(() => response.socket?.end());
    return [];
  };
  const output = rewritePieces(response, afterLines(lines, halve), () => undefined);
}

/** Answers in the server's place; false where the server is to answer. */
function answerInstead(fault: Fault, response: ServerResponse, hold: (release: () => void) => void): boolean {
  if (fault.fault === 'status') {
    const retry = fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) };
    response.writeHead(fault.code, { 'content-type': 'application/json', ...retry });
    response.end(line(statusBody(fault.code, fault.message)));
    return true;
  }
  if (fault.fault === 'refuse') {
    response.destroy();
    return true;
  }
  if (fault.fault === 'silence' && fault.afterLines === undefined) {
    hold(() => response.destroy());
    return true;
  }
  return false;
}

const same = (piece: Buffer): readonly Buffer[] => [piece];
const twice = (piece: Buffer): readonly Buffer[] => [piece, piece];

function disturb(fault: Fault, response: ServerResponse, hold: (release: () => void) => void): void {
  const lines = 'afterLines' in fault ? (fault.afterLines ?? 0) : 0;
  switch (fault.fault) {
    case 'silence':
      hold(
        rewritePieces(
          response,
          afterLines(lines, () => []),
          () => undefined,
        ).end,
      );
      break;
    case 'cut-mid-line':
      cut(response, lines);
      break;
    case 'end':
      endAfter(response, lines, []);
      break;
    case 'error-event':
      endAfter(response, lines, [line({ type: 'ERROR', object: statusBody(fault.code ?? 410) })]);
      break;
    case 'bad-line':
      rewritePieces(
        response,
        afterLines(lines, (piece) => [line('{"type":"ADDED","object":'), piece], same),
      );
      break;
    case 'duplicate':
      rewritePieces(response, afterLines(lines, twice, twice));
      break;
    case 'late': {
      const keep = (piece: Buffer): readonly Buffer[] => {
        hold(() => output.send(piece));
        return [];
      };
      const output = rewritePieces(response, afterLines(lines, keep, same));
      break;
    }
    case 'slow':
      slowDown(response, fault.bytesPerTick ?? 1, fault.tickMs ?? 5);
      break;
    default:
      break;
  }
}

/** Lets a fault strike one request; `next` lets the server answer it. `hold` takes what a release is to do. */
export function strike(
  fault: Fault,
  response: ServerResponse,
  next: () => void,
  hold: (release: () => void) => void,
): void {
  if (answerInstead(fault, response, hold)) return;
  disturb(fault, response, hold);
  next();
}
