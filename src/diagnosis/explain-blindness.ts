import { unreachable } from '#src/lib/unreachable.ts';
import type { NotComparableReason } from './comparison.ts';
import type { FinishedRun } from './run.ts';

function outcomeText(run: FinishedRun, check: string): string {
  const outcome = run.outcomes.find((candidate) => candidate.check === check);
  if (outcome?.state === 'UNKNOWN' || outcome?.state === 'SKIPPED') return outcome.reason;
  return outcome?.state === 'CRASHED' ? outcome.error : 'no reason was kept';
}

function scopeText({ namespaces = [], labelSelector = '' }: FinishedRun['request']['scope']): string {
  const parts = [
    ...(namespaces.length === 0
      ? []
      : [
          `namespaces ${namespaces.slice(0, 10).join(', ')}${namespaces.length > 10 ? ` and ${namespaces.length - 10} more` : ''}`,
        ]),
    ...(labelSelector === '' ? [] : [`labels ${labelSelector}`]),
  ];
  return parts.join(', ');
}

/** Says in a sentence why a run can't tell whether a finding was there. The run is cut to the reader's sight already. */
export function explainBlindness(
  run: FinishedRun,
  side: 'base' | 'head',
  check: string,
  reason: NotComparableReason,
): string {
  const name = `Run ${run.sequence} (${side})`;
  switch (reason) {
    case 'CHECK_NOT_RUN':
      return `${name} did not run the check ${check}.`;
    case 'CHECK_UNKNOWN':
      return `In run ${run.sequence} (${side}) the check ${check} could not look: ${outcomeText(run, check)}.`;
    case 'CHECK_SKIPPED':
      return `In run ${run.sequence} (${side}) the check ${check} was skipped: ${outcomeText(run, check)}.`;
    case 'CHECK_CRASHED':
      return `In run ${run.sequence} (${side}) the check ${check} crashed: ${outcomeText(run, check)}`.replace(
        /\.?$/,
        '.',
      );
    case 'OTHER_PARAMS':
      return `${name} ran the check ${check} with other params.`;
    case 'OTHER_SCOPE':
      return `${name} looked elsewhere only: ${scopeText(run.request.scope)}.`;
    default:
      return unreachable(reason);
  }
}
