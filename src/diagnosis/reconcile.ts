import { refKey } from '#src/checks/engine/object-ref.ts';
import type { DiagnosedFinding, Diagnosis, Outcome } from '#src/checks/engine/outcome.ts';
import type { AccusedScope } from '#src/checks/engine/run-checks.ts';
import type { ObjectRef } from '#src/kubernetes/port.ts';
import type { Labels } from '#src/lib/label-selector.ts';
import { fieldChanges } from './field-changes.ts';
import type { KnownFinding } from './known-finding.ts';
import { isInside } from './scope.ts';

/** A finding that was known and has been seen again; `finding.causedBy` is what holds after the run. */
interface SeenAgain {
  readonly known: KnownFinding;
  readonly finding: DiagnosedFinding;
}

/** What a run means for the memory. Every seen finding is in exactly one of the first five lists. */
export interface Reconciliation {
  readonly opened: readonly DiagnosedFinding[];
  readonly reopened: readonly SeenAgain[];
  /** Severity, message or changing data differ. */
  readonly changed: readonly SeenAgain[];
  /** Only subjects, labels, the accused object's name or the causes differ: no CHANGED, but a revision. */
  readonly revised: readonly SeenAgain[];
  readonly unchanged: readonly SeenAgain[];
  readonly resolved: readonly KnownFinding[];
  /** Open findings that their stored labels put inside the scope, but whose object has left it: not looked at. */
  readonly outOfSight: readonly KnownFinding[];
}

export interface ReconcileInput {
  /** All open findings of the cluster, and the resolved ones among those that were seen. */
  readonly known: readonly KnownFinding[];
  readonly diagnosis: Diagnosis;
  readonly scope: AccusedScope;
  /** Labels that the accused object carries now, its root's under them; undefined when it is gone. */
  readonly labelsNow: (finding: KnownFinding) => Labels | undefined;
}

/** Whether the check looked at everything it wanted to: only then does silence mean health. */
export function hasLooked(outcome: Outcome): boolean {
  return outcome.state === 'OK' || outcome.state === 'FINDINGS';
}

/** Whether the same objects suffer. A pod made again under its old name (a StatefulSet's) is another one: its uid differs. */
export function sameSubjects(a: readonly ObjectRef[], b: readonly ObjectRef[]): boolean {
  return (
    a.length === b.length &&
    a.every((ref, index) => {
      const other = b[index];
      return other !== undefined && refKey(ref) === refKey(other) && ref.uid === other.uid;
    })
  );
}

function sameLabels(a: Labels, b: Labels): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key]);
}

/** In whatever order: the engine's changes with the checks that ran. */
function sameCauses(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && new Set([...a, ...b]).size === a.length;
}

function isRevised(known: KnownFinding, finding: DiagnosedFinding): boolean {
  return !(
    known.name === finding.name &&
    sameSubjects(known.subjects, finding.subjects) &&
    sameLabels(known.labels, finding.labels) &&
    sameCauses(known.causedBy, finding.causedBy)
  );
}

/** What the silence about an open finding means. */
type Silence = 'RESOLVED' | 'OUT_OF_SIGHT' | 'NOT_LOOKED_AT';

function silenceAbout(
  finding: KnownFinding,
  looked: ReadonlySet<string>,
  { scope, labelsNow }: ReconcileInput,
): Silence {
  if (!looked.has(`${finding.check}/${finding.variant}`)) return 'NOT_LOOKED_AT';
  if (!isInside(scope, finding.namespace, finding.labels)) return 'NOT_LOOKED_AT';
  if (scope.requirements.length === 0) return 'RESOLVED';
  // A label that was taken off the object heals nothing: it only leads out of this run's sight.
  const now = labelsNow(finding);
  return now === undefined || isInside(scope, finding.namespace, now) ? 'RESOLVED' : 'OUT_OF_SIGHT';
}

function differenceOf({ known, finding }: SeenAgain): 'reopened' | 'changed' | 'revised' | 'unchanged' {
  if (known.state === 'RESOLVED') return 'reopened';
  if (fieldChanges(known, finding).length > 0) return 'changed';
  return isRevised(known, finding) ? 'revised' : 'unchanged';
}

/**
 * Compares what is remembered with what a run saw. A run resolves only what it looked at: same check and variant, a
 * check that could see everything, and an object inside the scope.
 */
export function reconcile(input: ReconcileInput): Reconciliation {
  const { known, diagnosis } = input;
  const seen = new Map(diagnosis.findings.map((finding) => [finding.fingerprint, finding]));
  const remembered = new Map(known.map((finding) => [finding.fingerprint, finding]));
  const looked = new Set(diagnosis.outcomes.filter(hasLooked).map(({ check, variant }) => `${check}/${variant}`));

  const silent = known.filter(({ state, fingerprint }) => state === 'OPEN' && !seen.has(fingerprint));
  const bySilence = Map.groupBy(silent, (finding) => silenceAbout(finding, looked, input));
  const resolved = bySilence.get('RESOLVED') ?? [];
  const outOfSight = bySilence.get('OUT_OF_SIGHT') ?? [];
  const unseen = new Set(
    [...outOfSight, ...(bySilence.get('NOT_LOOKED_AT') ?? [])].map(({ fingerprint }) => fingerprint),
  );

  const opened: DiagnosedFinding[] = [];
  const again: SeenAgain[] = [];
  for (const finding of seen.values()) {
    const before = remembered.get(finding.fingerprint);
    if (before === undefined) {
      opened.push(finding);
      continue;
    }
    // A narrow run sees fewer causes: those that are open and that it did not look at go on explaining.
    const unseenCauses = before.state === 'OPEN' ? before.causedBy.filter((cause) => unseen.has(cause)) : [];
    const causedBy = [...new Set([...finding.causedBy, ...unseenCauses])];
    again.push({ known: before, finding: { ...finding, causedBy } });
  }
  const { reopened = [], changed = [], revised = [], unchanged = [] } = Object.groupBy(again, differenceOf);
  return { opened, reopened, changed, revised, unchanged, resolved, outOfSight };
}
