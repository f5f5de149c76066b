/** `npm run demo`: a recorded sick cluster, diagnosed at its three moments, remembered, compared, and served until Ctrl-C. */
import { join } from 'node:path';
import type { Viewer } from '#src/access/viewer.ts';
import { createApp, type RunningApp } from '#src/app.ts';
import type { Config } from '#src/config/config.ts';
import { formatConfigErrors, readConfig } from '#src/config/read-config.ts';
import { SHIPPED_RECORDING } from '#src/config/shipped-recording.ts';
import type { Finding } from '#src/diagnosis/finding.ts';
import type { FinishedRun } from '#src/diagnosis/run.ts';
import { createLogger } from '#src/lib/logger.ts';
import { runUntilSignal } from '#src/lib/process-life.ts';
import { renderComparison } from './comparison-table.ts';
import { DEMO_USAGE, parseDemoArguments } from './demo-arguments.ts';
import { comparedFindings, diagnose, openFindings } from './demo-steps.ts';
import { countBySeverity, renderFindings } from './finding-table.ts';
import { paintFor } from './paint.ts';

const CLUSTER = 'shop';
const EXIT = { usage: 64, config: 78 } as const;
const DEFAULT_WIDTH = 120;
const MOVE_MS = 30_000;
const VIEWER: Viewer = { name: 'demo', via: 'SYSTEM', role: 'OPERATOR', clusters: undefined, namespaces: undefined };

const paint = paintFor(process.stdout);
const layout = { width: process.stdout.columns ?? DEFAULT_WIDTH, paint };
const began = performance.now();

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function progress(text: string): void {
  say(paint('dim', `${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s  ${text}`));
}

/** A query to paste; nothing in it needs escaping in a shell. */
function invitation(url: string): string {
  const query =
    '{ findings(filter: { rootCausesOnly: true }, first: 5) { totalCount nodes { severity text since next } } }';
  return [
    `GraphiQL:  ${url}/`,
    'Or paste:',
    `  curl -s ${url}/graphql -H 'content-type: application/json' -d '${JSON.stringify({ query })}'`,
  ].join('\n');
}

function showFindings(findings: readonly Finding[], momentAt: (time: Date) => string | undefined): void {
  const rows = findings.map((finding) => ({
    fingerprint: finding.fingerprint,
    severity: finding.severity,
    where: [...(finding.namespace === undefined ? [] : [finding.namespace]), finding.root.kind, finding.root.name].join(
      '/',
    ),
    what: finding.text,
    since: momentAt(finding.since),
    next: finding.next,
    causedBy: finding.causedBy,
  }));
  const causes = rows.filter(({ causedBy }) => causedBy.length === 0);
  say(
    `\n${paint('bold', `${CLUSTER} now: ${countBySeverity(rows.map(({ severity }) => severity))}; ${causes.length} of them stand for themselves`)}\n`,
  );
  say(renderFindings(rows, layout));
}

async function tell({ services, clusters, url }: RunningApp): Promise<void> {
  const moments = clusters.moments(CLUSTER);
  if (moments === undefined) throw new Error(`The recording ${CLUSTER} could not be opened; the log above says why.`);
  const runs: { readonly moment: string; readonly run: FinishedRun }[] = [];
  for (const moment of moments) {
    await clusters.moveTo(CLUSTER, moment, AbortSignal.timeout(MOVE_MS));
    const run = await diagnose(services.runs, VIEWER, CLUSTER);
    runs.push({ moment, run });
    const open = await openFindings(services.findings, VIEWER, CLUSTER);
    progress(
      `${moment}: ${run.coverage.objects} objects, ${run.outcomes.length} checks, ${countBySeverity(open.map(({ severity }) => severity))}`,
    );
  }

  const momentAt = (time: Date): string | undefined =>
    runs.find(({ run }) => run.takenAt.getTime() === time.getTime())?.moment;
  showFindings(await openFindings(services.findings, VIEWER, CLUSTER), momentAt);
  const [base, head] = runs.slice(-2);
  if (base !== undefined && head !== undefined) {
    const view = await services.comparisons.compareRuns(VIEWER, base.run.id, head.run.id);
    say(`\n${paint('bold', `${base.moment} → ${head.moment}`)}`);
    say(renderComparison(await comparedFindings(view), await view.counts(), layout));
  }
  say(`\n${invitation(url)}\n`);
}

function demoConfig(config: Config): Config {
  return {
    ...config,
    // A recording of known state, a database of its own: what else is configured must neither be shown nor touched.
    recordings: [SHIPPED_RECORDING],
    databaseUrl: undefined,
    dataDir: join(config.dataDir, 'demo'),
    logLevel: 'error',
    // On loopback, at a free port, and open to who sits here, whatever else is configured.
    port: 0,
    host: '127.0.0.1',
    tokensFile: undefined,
    allowAnonymous: false,
  };
}

/** What a log line says, for people: a stack would hide the sentence. */
function tellTrouble(line: string): void {
  const { msg, err } = JSON.parse(line) as { readonly msg?: string; readonly err?: { readonly message?: string } };
  process.stderr.write(`${[msg, err?.message].filter((part) => part !== undefined).join(' ')}\n`);
}

function main(): void {
  const args = parseDemoArguments(process.argv.slice(2));
  if (typeof args === 'string') {
    process.stderr.write(`${args}\n\n${DEMO_USAGE}`);
    process.exitCode = EXIT.usage;
    return;
  }
  if (args.help) {
    process.stdout.write(DEMO_USAGE);
    return;
  }
  const config = readConfig();
  if ('errors' in config) {
    process.stderr.write(`${formatConfigErrors(config.errors)}\n`);
    process.exitCode = EXIT.config;
    return;
  }
  const logger = createLogger({ level: 'error', to: { write: tellTrouble } });
  // Whoever read the story has left (`npm run demo | head`): nobody would know that it still serves.
  process.stdout.on('error', () => process.kill(process.pid, 'SIGTERM'));
  const app = createApp(demoConfig(config), { logger, throwAwayDatabase: true });
  runUntilSignal(
    {
      async start() {
        progress('starting Postgres and the server');
        const running = await app.start();
        progress(`serving recordings/${CLUSTER} at ${running.url}`);
        await tell(running);
        if (args.once) process.kill(process.pid, 'SIGTERM');
        else say('Serving until Ctrl-C.');
      },
      stop: app.stop,
    },
    logger,
  );
}

main();
