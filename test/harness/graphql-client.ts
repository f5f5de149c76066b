import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** What a GraphQL answer holds. */
export interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

/** What a subscriber hears of a run. */
export interface RunEvent {
  readonly type: string;
  readonly object: { readonly id: string; readonly state: string; readonly reason: string | null };
}

const RUN_PROGRESS = `subscription ($run: ID!) { runProgress(runId: $run) { type object { id state reason } } }`;

/** What stands on the wire of one subscription: its data and errors, to the end of the stream. */
export async function* subscribe<Data>(
  url: string,
  {
    query,
    variables = {},
    token,
  }: {
    readonly query: string;
    readonly variables?: Readonly<Record<string, unknown>>;
    readonly token?: string | undefined;
  },
): AsyncGenerator<Answer<Data>> {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(token === undefined ? {} : { connectionParams: { authorization: `Bearer ${token}` } }),
  });
  try {
    // A message holds what an answer over HTTP does.
    for await (const message of client.iterate<Data>({ query, variables })) yield message as Answer<Data>;
  } finally {
    await client.dispose();
  }
}

/** How a run goes, from where it stands to its end; throws what the server answers instead. */
export async function* runEvents(url: string, run: string, token?: string): AsyncGenerator<RunEvent> {
  for await (const answer of subscribe<{ runProgress: RunEvent }>(url, {
    query: RUN_PROGRESS,
    variables: { run },
    token,
  })) {
    if (answer.errors !== undefined || answer.data === undefined || answer.data === null)
      throw new Error(JSON.stringify(answer));
    yield answer.data.runProgress;
  }
}

/** Asks over HTTP and gives whatever is answered. */
export async function askGraphql<Data>(
  url: string,
  {
    query,
    variables = {},
    token,
  }: {
    readonly query: string;
    readonly variables?: Readonly<Record<string, unknown>>;
    readonly token?: string | undefined;
  },
): Promise<Answer<Data> & { readonly status: number }> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  return { status: answer.status, ...((await answer.json()) as Answer<Data>) };
}
