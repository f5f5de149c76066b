import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { encodeId } from '#src/graphql/ids.ts';
import { CLUSTER_ID, finishedRun } from '#test/graphql/harness/literals.ts';
import { type Served, serve } from '#test/graphql/harness/serve.ts';
import { literalServices } from '#test/graphql/harness/services.ts';

const CHROMIUM = '/usr/bin/chromium';
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let served: Served;
let browser: Browser;
let page: Page;
/** Whatever the page complained of: console errors, uncaught errors, requests that failed. CSP violations are console errors. */
let complaints: string[];
let hosts: Set<string>;

beforeAll(async () => {
  const { services } = literalServices({
    runs: {
      progress: async () =>
        (async function* events() {
          yield {
            cursor: '7',
            type: 'FINISHED' as const,
            at: new Date('2026-03-01T11:00:02.000Z'),
            run: finishedRun,
            checksDone: 4,
            checksTotal: 4,
          };
        })(),
    },
  });
  served = await serve(services);
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
});
afterAll(async () => {
  await browser.close();
  await served.stop();
});

beforeEach(async () => {
  page = await browser.newPage();
  complaints = [];
  hosts = new Set();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('requestfailed', (request) => complaints.push(`${request.url()} ${request.failure()?.errorText ?? ''}`));
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  page.on('websocket', (socket) => hosts.add(new URL(socket.url()).host));
});
afterEach(() => page.close());

/**
 * Opens the page, puts an operation named Asked into the editor, runs it, and waits until the answer shows a text. The
 * operation may not begin with a brace: the editor would close it by itself. Its tab is named after it once it was
 * parsed; before that, the page does not know a subscription from a query.
 */
async function run(operation: string, answer: RegExp): Promise<void> {
  await page.goto(`${served.url}/`);
  const editor = page.locator('.graphiql-query-editor .monaco-editor').first();
  await editor.waitFor();
  await editor.click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(operation);
  await page.locator('.graphiql-tab', { hasText: 'Asked' }).waitFor();
  await page.locator('.graphiql-execute-button').click();
  await page.locator('.result-window', { hasText: answer }).waitFor();
}

describe('GraphiQL at / in a real browser', () => {
  test('runs a query, with the schema at hand, no complaint, and no request beyond its own origin', async () => {
    await run('query Asked { clusters { nodes { name version } } }', /v1\.34\.4/);
    expect(complaints).toEqual([]);
    expect([...hosts]).toEqual([new URL(served.url).host]);
  });

  test('runs a subscription over WebSocket on the same origin', async () => {
    await run(
      `subscription Asked { runProgress(runId: "${encodeId('Run', CLUSTER_ID, 'run-1')}") { cursor type } }`,
      /FINISHED/,
    );
    expect(complaints).toEqual([]);
    expect([...hosts]).toEqual([new URL(served.url).host]);
  });

  test('shows the documentation that introspection gives', async () => {
    await run('query Asked { __typename }', /Query/);
    await page.getByLabel('Show Documentation Explorer').click();
    await page.locator('.graphiql-doc-explorer-content', { hasText: 'query' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('may not run a script that is not its own', async () => {
    await page.goto(`${served.url}/`);
    await page.evaluate(`
      const script = document.createElement('script');
      script.textContent = 'globalThis.foreign = true';
      document.head.append(script);
    `);
    expect(await page.evaluate(() => 'foreign' in globalThis)).toBe(false);
    expect(complaints.join()).toContain('Content Security Policy');
  });
});
