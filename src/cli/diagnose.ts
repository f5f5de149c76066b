/** `npm run diagnose`: one diagnosis of a recording, in memory; nothing is stored and nothing is left behind. */
import { pino } from 'pino';
import { SEVERITIES } from '#src/checks/engine/define-check.ts';
import { createReleaseList } from '#src/lib/release-list.ts';
import { RecordingError } from '#src/recordings/recording-error.ts';
import { DIAGNOSE_USAGE, type DiagnoseArguments, parseDiagnoseArguments } from './diagnose-arguments.ts';
import { diagnoseRecording } from './diagnose-recording.ts';
import type { DiagnosisReport } from './diagnosis-report.ts';
import { countBySeverity, renderFindings } from './finding-table.ts';
import { paintFor } from './paint.ts';

const EXIT = { nothing: 0, findings: 1, blind: 2, usage: 64 } as const;

const DEFAULT_WIDTH = 120;

function couldNotLook(report: DiagnosisReport): DiagnosisReport['outcomes'] {
  return report.outcomes.filter(({ state }) => state === 'UNKNOWN' || state === 'CRASHED');
}

function reasonOf(outcome: DiagnosisReport['outcomes'][number]): string {
  if (outcome.state === 'UNKNOWN') return `UNKNOWN: ${outcome.reason}`;
  return outcome.state === 'CRASHED' ? `CRASHED: ${outcome.error}` : outcome.state;
}

function asTable(report: DiagnosisReport): string {
  const paint = paintFor(process.stdout);
  const rows = report.findings.map((finding) => ({
    ...finding,
    where: [...(finding.namespace === null ? [] : [finding.namespace]), finding.rootKind, finding.rootName].join('/'),
    what: finding.text,
    since: undefined,
  }));
  const blind = couldNotLook(report).map((outcome) => `${outcome.check} ${reasonOf(outcome)}`);
  return [
    `${report.cluster} at ${report.takenAt}: ${countBySeverity(rows.map(({ severity }) => severity))}`,
    '',
    renderFindings(rows, { width: process.stdout.columns ?? DEFAULT_WIDTH, paint }),
    ...(blind.length > 0
      ? ['', `Could not look (${blind.length} of ${report.outcomes.length} checks):`, ...blind]
      : []),
    '',
  ].join('\n');
}

function exitCodeOf(report: DiagnosisReport, { failOn, allowUnknown }: DiagnoseArguments): number {
  if (!allowUnknown && couldNotLook(report).length > 0) return EXIT.blind;
  const least = SEVERITIES.indexOf(failOn);
  const failing = report.findings.some(({ severity }) => SEVERITIES.indexOf(severity) >= least);
  return failing ? EXIT.findings : EXIT.nothing;
}

async function run(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(DIAGNOSE_USAGE);
    return EXIT.nothing;
  }
  const parsed = parseDiagnoseArguments(args);
  if (!parsed.ok) {
    process.stderr.write(`${parsed.problem}\n\n${DIAGNOSE_USAGE}`);
    return EXIT.usage;
  }
  const held = createReleaseList(() => {});
  // Only what is broken for good is told on standard error; standard output carries the answer alone.
  const logger = pino({ level: 'error' }, pino.destination(2));
  try {
    const report = await diagnoseRecording(parsed.value.recording, logger, held);
    process.stdout.write(parsed.value.format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : asTable(report));
    return exitCodeOf(report, parsed.value);
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return EXIT.blind;
  } finally {
    await held.releaseAll();
  }
}

// A reader that has seen enough (`| head`) changes nothing about the answer.
process.stdout.on('error', () => {});

// Not process.exit: a pipe that reads slowly must still get the whole answer.
process.exitCode = await run(process.argv.slice(2));
