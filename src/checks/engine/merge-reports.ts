import type { ObjectRef } from '#src/kubernetes/port.ts';
import { type Check, type DataValue, type ReportData, SEVERITIES, type Severity } from './define-check.ts';
import type { Evidence } from './evidence.ts';
import { fillText, showValue } from './fill-text.ts';
import { compareRefs, refKey } from './object-ref.ts';
import type { DiagnosedFinding } from './outcome.ts';

/** A report whose object and root are known. */
export interface RootedReport {
  readonly fingerprint: string;
  readonly on: ObjectRef;
  readonly root: ObjectRef;
  readonly labels: Readonly<Record<string, string>>;
  readonly message: string;
  readonly problem: string;
  readonly severity: Severity;
  readonly part: string | undefined;
  readonly data: ReportData;
  readonly evidence: readonly Evidence[];
  readonly subjects: readonly ObjectRef[];
  readonly causes: readonly ObjectRef[];
}

/** A merged finding and the objects that might explain it; `causedBy` is filled later. */
export interface MergedFinding {
  readonly finding: DiagnosedFinding;
  readonly causes: readonly ObjectRef[];
}

/** A thousand names are enough for any person; the count goes on in the sentence. */
const MAX_SUBJECTS = 1000;
const MAX_EVIDENCE = 10;

function distinct(values: readonly DataValue[]): (string | number)[] {
  const flat = values.flatMap((value): readonly (string | number)[] => (typeof value === 'object' ? value : [value]));
  return [...new Set(flat)].sort((a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0,
  );
}

/** Keys that make a change are joined (exit codes 3 and 4); of the rest the largest number or the first subject's word is shown. */
function mergeValue(values: readonly DataValue[], isChange: boolean): DataValue {
  const [first] = values;
  if (first === undefined) throw new Error('a merge of no reports');
  // One report's list keeps the order that the check gave it ("a, b, 3 more"), unless its order would count as a change.
  if (values.length === 1 && !isChange) return first;
  const all = distinct(values);
  if (all.length <= 1) return first;
  if (isChange || values.some((value) => typeof value === 'object')) return all.map(String);
  if (values.every((value) => typeof value === 'number')) return Math.max(...(values as readonly number[]));
  return first;
}

function uniqueRefs(refs: readonly ObjectRef[]): ObjectRef[] {
  return [...new Map(refs.map((ref) => [refKey(ref), ref])).values()].sort(compareRefs);
}

function uniqueEvidence(evidence: readonly Evidence[]): Evidence[] {
  return [...new Map(evidence.map((piece) => [JSON.stringify(piece), piece])).values()].slice(0, MAX_EVIDENCE);
}

const PLURALS: Readonly<Record<string, string>> = { Ingress: 'Ingresses', NetworkPolicy: 'NetworkPolicies' };

export function showSubjects(subjects: readonly ObjectRef[]): string {
  const [first] = subjects;
  if (first === undefined) return 'nothing';
  if (subjects.length === 1) return `${first.kind} ${first.name}`;
  return `${subjects.length} ${PLURALS[first.kind] ?? `${first.kind}s`}`;
}

/** The message that speaks for all: the worst, then the one said most often, then the first by name. */
function leading(reports: readonly RootedReport[]): readonly RootedReport[] {
  const byMessage = Map.groupBy(reports, (report) => report.message);
  const groups = [...byMessage.values()].sort((a, b) => {
    const severity = (group: readonly RootedReport[]): number => SEVERITIES.indexOf(group[0]?.severity ?? 'INFO');
    return severity(b) - severity(a) || b.length - a.length || ((a[0]?.message ?? '') < (b[0]?.message ?? '') ? -1 : 1);
  });
  return groups[0] ?? [];
}

/** Merges all reports of one fingerprint into one finding: twenty crashing pods are one finding with twenty subjects. */
export function mergeReports(check: Check, variant: string, reports: readonly RootedReport[]): MergedFinding {
  const ordered = [...reports].sort((a, b) => compareRefs(a.on, b.on));
  const speaking = leading(ordered);
  const [first] = speaking;
  if (first === undefined) throw new Error('a merge of no reports');
  const message = check.messages[first.message];
  if (message === undefined) throw new Error(`unknown message ${first.message}`);

  const data: Record<string, DataValue> = {};
  for (const key of Object.keys(first.data)) {
    const values = speaking.map((report) => report.data[key]).filter((value) => value !== undefined);
    data[key] = mergeValue(values, message.changes?.includes(key) ?? false);
  }
  const subjects = uniqueRefs(ordered.flatMap((report) => report.subjects));
  const words: ReportData = {
    ...data,
    kind: first.on.kind,
    namespace: first.on.namespace ?? '',
    name: first.on.name,
    rootKind: first.root.kind,
    rootName: first.root.name,
    subjects: showSubjects(subjects),
  };
  const finding: DiagnosedFinding = {
    fingerprint: first.fingerprint,
    check: check.id,
    variant,
    problem: first.problem,
    message: first.message,
    severity: first.severity,
    kind: first.on.kind,
    namespace: first.on.namespace,
    name: first.on.name,
    root: first.root,
    part: first.part,
    text: fillText(message.text, words),
    data,
    changes: Object.fromEntries((message.changes ?? []).map((key) => [key, showValue(data[key] ?? '')])),
    subjects: subjects.slice(0, MAX_SUBJECTS),
    labels: first.labels,
    evidence: uniqueEvidence(ordered.flatMap((report) => report.evidence)),
    next: fillText(message.next, words),
    remedy: check.remedy,
    causedBy: [],
  };
  return { finding, causes: uniqueRefs(ordered.flatMap((report) => report.causes)) };
}
