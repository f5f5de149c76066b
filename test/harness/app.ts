import { createClient } from 'graphql-ws';
import request from 'supertest';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createApp, type RunningApp } from '#src/app.ts';
import type { Config } from '#src/config/config.ts';
import { createLogger } from '#src/lib/logger.ts';
import { createTestDatabase } from './database.ts';
import { tempDir } from './temp-dir.ts';

/** What a GraphQL answer holds. */
export interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly path?: readonly (string | number)[]; readonly extensions?: Readonly<Record<string, unknown>> }[];
}

/** A whole server over a database of its own, asked over HTTP and WebSocket. */
export interface TestApp extends RunningApp {
  /** Asks and expects data without errors. */
  query<Data>(document: string, variables?: Readonly<Record<string, unknown>>, token?: string): Promise<Data>;
  /** Asks and gives whatever is answered. */
  ask<Data>(document: string, variables?: Readonly<Record<string, unknown>>, token?: string): Promise<Answer<Data> & { readonly status: number }>;
  /** Starts a run of everything, or as told, follows it to its end over WebSocket, and gives its id. */
  diagnose(input: Readonly<Record<string, unknown>>, token?: string): Promise<string>;
  /** What the server logged. */
  readonly log: readonly string[];
}

const RUN_START = `mutation ($input: RunStartInput!) { runStart(input: $input) { run { id } userErrors { message field code } } }`;
const RUN_PROGRESS = `subscription ($run: ID!) { runProgress(runId: $run) { type object { id state reason } } }`;

interface Progress {
  readonly runProgress: { readonly object: { readonly state: string; readonly reason: string | null } };
}

async function followToItsEnd(url: string, run: string, token: string | undefined): Promise<void> {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(token === undefined ? {} : { connectionParams: { authorization: `Bearer ${token}` } }),
  });
  try {
    let last: Progress['runProgress']['object'] | undefined;
    for await (const { data, errors } of client.iterate<Progress>({ query: RUN_PROGRESS, variables: { run } })) {
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      last = data?.runProgress.object;
    }
    if (last?.state !== 'FINISHED') throw new Error(`the run ended as ${last?.state}: ${last?.reason}`);
  } finally {
    await client.dispose();
  }
}

/** Starts a server; it is stopped, and its database dropped, when the test (or the file, from `beforeAll`) ends. */
export async function startTestApp(settings: Partial<Config> = {}, whenOver: (stop: () => Promise<void>) => void = onTestFinished): Promise<TestApp> {
  const database = await createTestDatabase();
  const log: string[] = [];
  const config: Config = {
    host: '127.0.0.1',
    port: 0,
    logLevel: 'debug',
    dataDir: tempDir(whenOver),
    databaseUrl: database.url,
    recordings: [],
    tokensFile: undefined,
    allowAnonymous: false,
    allowedHosts: [],
    corsOrigins: [],
    rateLimit: 0,
    ...settings,
  };
  const app = createApp(config, { logger: createLogger({ level: config.logLevel, to: { write: (line) => void log.push(line) } }) });
  whenOver(async () => {
    await app.stop();
    await database.drop();
  });
  const running = await app.start();

  async function ask<Data>(document: string, variables: Readonly<Record<string, unknown>> = {}, token?: string): Promise<Answer<Data> & { readonly status: number }> {
    const post = request(running.url).post('/graphql');
    if (token !== undefined) post.set('authorization', `Bearer ${token}`);
    const answer = await post.send({ query: document, variables });
    return { status: answer.status, ...(answer.body as Answer<Data>) };
  }

  async function query<Data>(document: string, variables: Readonly<Record<string, unknown>> = {}, token?: string): Promise<Data> {
    const answer = await ask<Data>(document, variables, token);
    if (answer.errors !== undefined || answer.data === undefined || answer.data === null) throw new Error(JSON.stringify(answer));
    return answer.data;
  }

  return {
    ...running,
    ask,
    query,
    log,
    async diagnose(input, token) {
      const { runStart } = await query<{ runStart: { run: { id: string } | null; userErrors: unknown } }>(RUN_START, { input }, token);
      if (runStart.run === null) throw new Error(JSON.stringify(runStart.userErrors));
      await followToItsEnd(running.url, runStart.run.id, token);
      return runStart.run.id;
    },
  };
}
