import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** An answer as it came over the wire. */
export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly unknown[];
    readonly extensions: Record<string, unknown>;
  }[];
}

/** One question. */
export interface Question {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

/** Asks over HTTP; `viewer` is a viewer's name. */
export async function ask(
  url: string,
  question: Question,
  viewer = 'ann',
): Promise<Answer & { readonly status: number; readonly headers: Headers }> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      authorization: `Bearer ${viewer}`,
    },
    body: JSON.stringify(question),
  });
  return { ...((await response.json()) as Answer), status: response.status, headers: response.headers };
}

/** Opens a WebSocket client; nothing is retried. */
export function socketClient(url: string, viewer = 'ann') {
  return createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${viewer}` },
    retryAttempts: 0,
    lazy: true,
  });
}

/** Asks for one answer over WebSocket. Errors that refuse the operation come as `errors` too. */
export async function askSocket(url: string, question: Question, viewer = 'ann'): Promise<Answer> {
  const client = socketClient(url, viewer);
  try {
    return await new Promise<Answer>((resolve, reject) => {
      let answer: Answer = {};
      client.subscribe<Record<string, unknown>>(question, {
        next: (result) => {
          answer = result as Answer;
        },
        error: (error) =>
          Array.isArray(error) ? resolve({ errors: error as NonNullable<Answer['errors']> }) : reject(error),
        complete: () => resolve(answer),
      });
    });
  } finally {
    await client.dispose();
  }
}
