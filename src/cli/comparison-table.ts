import type { ComparedFinding, ComparisonCounts } from '#src/diagnosis/comparison.ts';
import { unreachable } from '#src/lib/unreachable.ts';
import type { Paint } from './paint.ts';
import { wrapText } from './wrap-text.ts';

function place({ namespace, root }: ComparedFinding): string {
  return [...(namespace === undefined ? [] : [namespace]), root.kind, root.name].join('/');
}

/** What a person reads beside a place; undefined for what is not worth a line. */
function sentenceOf(compared: ComparedFinding): string | undefined {
  switch (compared.change) {
    case 'NEW':
      return compared.head.text;
    case 'RESOLVED':
      return compared.base.text;
    case 'CHANGED':
      return compared.fields
        .map(({ field, before, after }) => `${field}: ${before ?? 'nothing'} → ${after ?? 'nothing'}`)
        .join('; ');
    case 'UNCHANGED':
      return compared.otherSubjects ? compared.head.text : undefined;
    case 'NOT_COMPARABLE':
      return compared.explanation;
    default:
      return unreachable(compared);
  }
}

const TITLES = {
  RESOLVED: { title: 'Resolved', style: 'green' },
  NEW: { title: 'New', style: 'red' },
  CHANGED: { title: 'Changed', style: 'yellow' },
  UNCHANGED: { title: 'Unchanged, though the pods are others', style: 'blue' },
  NOT_COMPARABLE: { title: 'Not comparable', style: 'magenta' },
} as const;

/** The comparison of two runs for people: what was resolved, what is new, what changed, and what stayed though its pods did not. */
export function renderComparison(
  compared: readonly ComparedFinding[],
  counts: ComparisonCounts,
  { width, paint }: { readonly width: number; readonly paint: Paint },
): string {
  const totals = `${counts.RESOLVED} resolved, ${counts.NEW} new, ${counts.CHANGED} changed, ${counts.UNCHANGED} unchanged, ${counts.NOT_COMPARABLE} not comparable`;
  const sections = (Object.keys(TITLES) as (keyof typeof TITLES)[]).flatMap((change) => {
    const rows = compared.flatMap((one) => {
      const sentence = one.change === change ? sentenceOf(one) : undefined;
      return sentence === undefined
        ? []
        : [
            `  ${paint('bold', place(one))} ${paint('dim', one.check)}`,
            ...wrapText(sentence, width - 4).map((line) => `    ${line}`),
          ];
    });
    const { title, style } = TITLES[change];
    return rows.length === 0 ? [] : ['', paint(style, title), ...rows];
  });
  return [totals, ...sections].join('\n');
}
