import { onTestFinished } from 'vitest';
import { type AppOverrides, createApp, type RunningApp } from '#src/app.ts';
import type { Config } from '#src/config/config.ts';
import { createLogger } from '#src/lib/logger.ts';
import { createTestDatabase } from './database.ts';
import { type Answer, askGraphql, runEvents } from './graphql-client.ts';
import { tempDir } from './temp-dir.ts';

/** A whole server over a database of its own, asked over HTTP and WebSocket. */
export interface TestApp extends RunningApp {
  /** Asks and expects data without errors. */
  query<Data>(document: string, variables?: Readonly<Record<string, unknown>>, token?: string): Promise<Data>;
  /** Asks and gives whatever is answered. */
  ask<Data>(
    document: string,
    variables?: Readonly<Record<string, unknown>>,
    token?: string,
  ): Promise<Answer<Data> & { readonly status: number }>;
  /** Asks for a run of everything, or as told, and gives its id. */
  begin(input: Readonly<Record<string, unknown>>, token?: string): Promise<string>;
  /** The same, and follows it to its end over WebSocket. */
  diagnose(input: Readonly<Record<string, unknown>>, token?: string): Promise<string>;
  /** Stops the server before the test ends. */
  stop(): Promise<void>;
  /** What the server logged. */
  readonly log: readonly string[];
}

const RUN_START = `mutation ($input: RunStartInput!) { runStart(input: $input) { run { id } userErrors { message field code } } }`;

/**
 * Starts a server; it is stopped, and its database dropped, when the test (or the file, from `beforeAll`) ends. With
 * `databaseUrl` among the settings it shares that database, which stays.
 */
export async function startTestApp(
  settings: Partial<Config> = {},
  whenOver: (stop: () => Promise<void>) => void = onTestFinished,
  overrides: AppOverrides = {},
): Promise<TestApp> {
  const database = settings.databaseUrl === undefined ? await createTestDatabase() : undefined;
  if (database !== undefined) whenOver(database.drop);
  const log: string[] = [];
  const config: Config = {
    host: '127.0.0.1',
    port: 0,
    logLevel: 'debug',
    dataDir: tempDir(whenOver),
    databaseUrl: database?.url,
    recordings: [],
    tokensFile: undefined,
    allowAnonymous: false,
    allowedHosts: [],
    corsOrigins: [],
    rateLimit: 0,
    ...settings,
  };
  const logger = createLogger({ level: config.logLevel, to: { write: (line) => void log.push(line) } });
  const app = createApp(config, { logger, ...overrides });
  whenOver(app.stop);
  const running = await app.start();

  function ask<Data>(
    document: string,
    variables: Readonly<Record<string, unknown>> = {},
    token?: string,
  ): Promise<Answer<Data> & { readonly status: number }> {
    return askGraphql<Data>(running.url, { query: document, variables, token });
  }

  async function query<Data>(
    document: string,
    variables: Readonly<Record<string, unknown>> = {},
    token?: string,
  ): Promise<Data> {
    const answer = await ask<Data>(document, variables, token);
    if (answer.errors !== undefined || answer.data === undefined || answer.data === null)
      throw new Error(JSON.stringify(answer));
    return answer.data;
  }

  async function begin(input: Readonly<Record<string, unknown>>, token?: string): Promise<string> {
    const { runStart } = await query<{ runStart: { run: { id: string } | null; userErrors: unknown } }>(
      RUN_START,
      { input },
      token,
    );
    if (runStart.run === null) throw new Error(JSON.stringify(runStart.userErrors));
    return runStart.run.id;
  }

  return {
    ...running,
    ask,
    query,
    begin,
    log,
    stop: app.stop,
    async diagnose(input, token) {
      const run = await begin(input, token);
      let last: { readonly state: string; readonly reason: string | null } | undefined;
      for await (const { object } of runEvents(running.url, run, token)) last = object;
      if (last?.state !== 'FINISHED') throw new Error(`the run ended as ${last?.state}: ${last?.reason}`);
      return run;
    },
  };
}
