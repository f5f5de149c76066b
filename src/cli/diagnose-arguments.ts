import { parseArgs } from 'node:util';
import { SEVERITIES, type Severity } from '#src/checks/engine/define-check.ts';
import type { RecordingConfig } from '#src/config/config.ts';
import { parseRecording } from '#src/config/recording-setting.ts';

/** What `diagnose` was asked to do. */
export interface DiagnoseArguments {
  readonly recording: RecordingConfig;
  readonly format: 'table' | 'json';
  readonly failOn: Severity;
  readonly allowUnknown: boolean;
}

export const DIAGNOSE_USAGE = `Usage: npm run diagnose -- --recording DIR[:moment] [--format table|json] [--fail-on SEVERITY] [--allow-unknown]

  --recording DIR[:moment]  the recording to diagnose; its last moment unless one is named
  --format table|json       table (default) for people, or one JSON object (docs/diagnosis.schema.json)
  --fail-on SEVERITY        ${SEVERITIES.join(', ')}; exit 1 when something is at least this bad (default ERROR)
  --allow-unknown           a check that could not look does not count as a failure

Exit: 0 nothing at or above --fail-on · 1 something is · 2 a check could not look or crashed, or the recording is damaged · 64 wrong arguments
`;

/** Arguments, or what was wrong with them. */
export type ParsedArguments =
  | { readonly ok: true; readonly value: DiagnoseArguments }
  | { readonly ok: false; readonly problem: string };

function isSeverity(text: string): text is Severity {
  return (SEVERITIES as readonly string[]).includes(text);
}

/** Reads the command line of `diagnose`. */
export function parseDiagnoseArguments(args: readonly string[]): ParsedArguments {
  let values: { recording?: string; format: string; 'fail-on': string; 'allow-unknown': boolean };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        recording: { type: 'string' },
        format: { type: 'string', default: 'table' },
        'fail-on': { type: 'string', default: 'ERROR' },
        'allow-unknown': { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
  const { recording, format } = values;
  const failOn = values['fail-on'].toUpperCase();
  if (recording === undefined || recording === '')
    return { ok: false, problem: '--recording is needed: the directory of a recording.' };
  if (format !== 'table' && format !== 'json')
    return { ok: false, problem: `--format "${format}" is neither table nor json.` };
  if (!isSeverity(failOn))
    return { ok: false, problem: `--fail-on "${values['fail-on']}" is none of ${SEVERITIES.join(', ')}.` };
  const parsed = parseRecording(recording);
  if ('problem' in parsed) return { ok: false, problem: `--recording: ${parsed.problem}` };
  return { ok: true, value: { recording: parsed.recording, format, failOn, allowUnknown: values['allow-unknown'] } };
}
