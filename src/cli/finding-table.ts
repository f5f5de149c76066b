import { SEVERITIES, type Severity } from '#src/checks/engine/define-check.ts';
import { type Paint, paintSeverity } from './paint.ts';
import { wrapText } from './wrap-text.ts';

/** One finding as a person reads it. */
export interface FindingRow {
  readonly fingerprint: string;
  readonly severity: Severity;
  /** `namespace/Kind/name`. */
  readonly where: string;
  readonly what: string;
  /** The moment since when; undefined where nothing is remembered. */
  readonly since: string | undefined;
  /** The next command. */
  readonly next: string;
  readonly causedBy: readonly string[];
}

/** Below this, sentences become columns of single words. */
const NARROWEST = 60;

function inOrder(a: FindingRow, b: FindingRow): number {
  return (
    SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
    (a.where < b.where ? -1 : a.where > b.where ? 1 : 0)
  );
}

function longest(values: readonly string[], title: string): number {
  return Math.max(title.length, ...values.map((value) => value.length));
}

/**
 * A table of findings: worst first; severity, since, where, what, and below each the next command on a line of its own,
 * so that it can be copied whole.
 */
export function renderFindings(
  rows: readonly FindingRow[],
  { width, paint }: { readonly width: number; readonly paint: Paint },
): string {
  if (rows.length === 0) return 'Nothing found.';
  const places = new Map(rows.map((row) => [row.fingerprint, row.where]));
  const withSince = rows.some((row) => row.since !== undefined);
  const sinceWidth = withSince
    ? longest(
        rows.map((row) => row.since ?? ''),
        'SINCE',
      ) + 2
    : 0;
  const whereWidth =
    longest(
      rows.map((row) => row.where),
      'WHERE',
    ) + 2;
  const before = 'CRITICAL'.length + 2;
  // A wide first part leaves too little room: then the sentence goes below it.
  const beside = width - before - sinceWidth - whereWidth >= NARROWEST;
  const indent = ' '.repeat(beside ? before + sinceWidth + whereWidth : before);
  const room = Math.max(NARROWEST, width) - indent.length;

  const head = `${'SEVERITY'.padEnd(before)}${withSince ? 'SINCE'.padEnd(sinceWidth) : ''}${'WHERE'.padEnd(whereWidth)}${beside ? 'WHAT' : ''}`;
  const lines = [paint('dim', head.trimEnd())];
  for (const row of [...rows].sort(inOrder)) {
    const first = `${paintSeverity(paint, row.severity)}  ${withSince ? (row.since ?? '').padEnd(sinceWidth) : ''}${paint('bold', row.where)}`;
    const what = wrapText(row.what, room);
    if (beside) lines.push(`${first}${' '.repeat(whereWidth - row.where.length)}${what.shift() ?? ''}`);
    else lines.push(first);
    lines.push(...what.map((line) => indent + line));
    const causes = [...new Set(row.causedBy.flatMap((fingerprint) => places.get(fingerprint) ?? []))];
    if (causes.length > 0)
      lines.push(...wrapText(`follows from ${causes.join(', ')}`, room).map((line) => indent + paint('dim', line)));
    lines.push(indent + paint('cyan', `$ ${row.next}`));
  }
  return lines.join('\n');
}

/** `3 ERROR, 1 INFO`, worst first. */
export function countBySeverity(severities: readonly Severity[]): string {
  const counts = SEVERITIES.toReversed().map((severity) => ({
    severity,
    count: severities.filter((one) => one === severity).length,
  }));
  return (
    counts
      .filter(({ count }) => count > 0)
      .map(({ severity, count }) => `${count} ${severity}`)
      .join(', ') || 'none'
  );
}
