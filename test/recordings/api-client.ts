import { EventEmitter, once } from 'node:events';

/** A response with its body read; `body` is parsed where it is JSON. */
interface Answer {
  readonly code: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
}

export async function get(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return { code: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
}

export interface ListBody {
  readonly kind: string;
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly namespace?: string; readonly resourceVersion: string };
  }[];
}

export async function list(url: string): Promise<ListBody> {
  return (await get(url)).body as ListBody;
}

export function namesIn(body: ListBody): string[] {
  return body.items.map(({ metadata }) => metadata.name);
}

export interface StreamEvent {
  readonly type: string;
  readonly object: {
    readonly kind: string;
    readonly apiVersion: string;
    readonly code?: number;
    readonly message?: string;
    readonly reason?: string;
    readonly metadata: {
      readonly namespace?: string;
      readonly name?: string;
      readonly resourceVersion?: string;
      readonly annotations?: Record<string, string>;
    };
  };
}

/** An open stream of lines; what came is kept, so that nothing is missed between two looks. */
export interface LineStream {
  readonly headers: Headers;
  readonly lines: readonly string[];
  /** Resolves with all lines when there are `count`; rejects when the stream ends before. */
  until(count: number): Promise<readonly string[]>;
  /** Resolves when the stream ended well, rejects when it was cut. */
  readonly ended: Promise<void>;
  close(): void;
}

export async function openLines(url: string): Promise<LineStream> {
  const controller = new AbortController();
  const response = await fetch(url, { signal: controller.signal });
  const lines: string[] = [];
  const changes = new EventEmitter();
  let over = false;
  const isOver = (): boolean => over;
  async function read(): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    try {
      for await (const chunk of response.body ?? []) {
        const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
        rest = parts.pop() ?? '';
        lines.push(...parts);
        changes.emit('change');
      }
    } finally {
      over = true;
      changes.emit('change');
    }
  }
  const ended = read();
  ended.catch(() => undefined);
  return {
    headers: response.headers,
    lines,
    async until(count) {
      while (lines.length < count) {
        if (isOver()) throw new Error(`the stream ended after ${lines.length} lines: ${lines.join('\n')}`);
        await once(changes, 'change');
      }
      return lines;
    },
    ended,
    close: () => controller.abort(),
  };
}

/** `ADDED a`, `BOOKMARK @<recorded time>`, `ERROR 410`: what a watch said, short. */
export function told(lines: readonly string[]): string[] {
  return lines.map((line) => {
    const { type, object } = JSON.parse(line) as StreamEvent;
    if (type === 'BOOKMARK') return `BOOKMARK @${object.metadata.annotations?.['kubeclinic.io/recorded-at'] ?? ''}`;
    if (type === 'ERROR') return `ERROR ${object.code} ${object.reason}`;
    return `${type} ${object.metadata.name}`;
  });
}
