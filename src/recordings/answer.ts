import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { JsonObject } from './recording-files.ts';
import { type Status, StatusError, statusOf } from './status.ts';

/** What a request is answered with; streams of events and followed logs are written by those who make them. */
export type Answer =
  | { readonly type: 'json'; readonly body: JsonObject; readonly code?: number }
  | { readonly type: 'text'; readonly body: string | Buffer; readonly code?: number }
  /** A collection: `envelope` is everything but its items. */
  | { readonly type: 'list'; readonly envelope: JsonObject; readonly items: readonly object[] };

/** Characters of a list that are written at once: large enough for the kernel, small beside a list of 200 MB. */
const CHUNK = 256 * 1024;

/** Resolves when the response takes more, or has ended. */
export async function drained(response: ServerResponse): Promise<void> {
  if (response.closed || response.destroyed || !response.writableNeedDrain) return;
  const settled = new AbortController();
  try {
    await Promise.race([
      once(response, 'drain', { signal: settled.signal }),
      once(response, 'close', { signal: settled.signal }),
    ]);
  } finally {
    settled.abort();
  }
}

async function writeList(response: ServerResponse, envelope: JsonObject, items: readonly object[]): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json' });
  // An envelope is never empty (kind, apiVersion, metadata), so items can follow a comma.
  let chunk = `${JSON.stringify(envelope).slice(0, -1)},"items":[`;
  for (const [index, item] of items.entries()) {
    chunk += `${index === 0 ? '' : ','}${JSON.stringify(item)}`;
    if (chunk.length < CHUNK) continue;
    response.write(chunk);
    chunk = '';
    await drained(response);
    if (response.closed) return;
  }
  response.end(`${chunk}]}\n`);
}

export async function writeAnswer(response: ServerResponse, answer: Answer): Promise<void> {
  switch (answer.type) {
    case 'json':
      response
        .writeHead(answer.code ?? 200, { 'content-type': 'application/json' })
        .end(`${JSON.stringify(answer.body)}\n`);
      return;
    case 'text':
      response.writeHead(answer.code ?? 200, { 'content-type': 'text/plain; charset=utf-8' }).end(answer.body);
      return;
    case 'list':
      await writeList(response, answer.envelope, answer.items);
  }
}

export function statusAnswer(status: Status): Answer {
  return { type: 'json', body: { ...status }, code: status.code };
}

/** The Status for whatever was thrown. What is no StatusError is a defect or a damaged file: said, without its stack. */
export function statusOfError(error: unknown): Status {
  if (error instanceof StatusError) return error.status;
  return statusOf('InternalError', error instanceof Error ? error.message : 'unknown error');
}

/**
 * Whether a client takes plain JSON. kubectl and others name it last, behind forms such as `as=Table` that the
 * recording does not hold; this is the place to choose among several once there are.
 */
export function acceptsJson(accept: string | undefined): boolean {
  if (accept === undefined || accept.trim() === '') return true;
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    if (!['application/json', 'application/*', '*/*'].includes(type)) return false;
    return !parameters.some((parameter) => parameter.startsWith('as=') || /^q=0(\.0+)?$/.test(parameter));
  });
}
