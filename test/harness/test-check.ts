import { describe, expect, test } from 'vitest';
import type { Check, Report, ReportData } from '#src/checks/engine/define-check.ts';
import type { Evidence } from '#src/checks/engine/evidence.ts';
import { refKey, refOf } from '#src/checks/engine/object-ref.ts';
import { resolveParams } from '#src/checks/engine/params.ts';
import { restrictSnapshot } from '#src/checks/engine/restrict-snapshot.ts';
import { runChecks } from '#src/checks/engine/run-checks.ts';
import type { KindName } from '#src/kubernetes/kinds.ts';
import type { KubernetesObject } from '#src/kubernetes/objects.ts';
import type { KindState, Snapshot } from '#src/kubernetes/port.ts';
import { NOW } from './objects.ts';
import { snapshotOf } from './snapshot-of.ts';

interface Given {
  readonly objects: readonly KubernetesObject[];
  readonly params?: object;
  readonly now?: Date;
  /** Kinds in `uses` that can't be seen. */
  readonly states?: Readonly<Partial<Record<KindName, KindState>>>;
}

/** One report, exactly: what is left out of evidence, subjects and causes is not compared; all else is. */
interface ExpectedReport {
  /** `namespace/Kind/name`; `/Kind/name` for cluster-scoped objects. */
  readonly on: string;
  readonly message: string;
  readonly data: ReportData;
  readonly part?: string;
  readonly evidence?: readonly Evidence[];
  /** `namespace/Kind/name` each. */
  readonly subjects?: readonly string[];
  readonly causes?: readonly string[];
}

interface Fires extends Given {
  readonly reports: readonly ExpectedReport[];
}

/** The two tables of a check: titles and literal objects. */
export interface CheckCases {
  readonly quiet: Readonly<Record<string, Given>>;
  readonly fires: Readonly<Record<string, Fires>>;
}

function reportsOf(check: Check, given: Given): readonly Report[] {
  const now = given.now ?? NOW;
  const whole: Snapshot = snapshotOf(given.objects, given.states);
  const snapshot = restrictSnapshot(whole, [...check.needs, ...(check.uses ?? [])]);
  const { params } = resolveParams(check, {}, given.params ?? {});
  return [...check.run({ snapshot, params, now })];
}

function shown(report: Report, wanted: ExpectedReport | undefined): object {
  return {
    on: refKey(refOf(report.on)),
    message: report.message,
    data: report.data,
    ...(report.part === undefined ? {} : { part: report.part }),
    ...(wanted?.evidence === undefined ? {} : { evidence: report.evidence ?? [] }),
    ...(wanted?.subjects === undefined ? {} : { subjects: (report.subjects ?? []).map(refKey) }),
    ...(wanted?.causes === undefined ? {} : { causes: (report.causes ?? []).map(refKey) }),
  };
}

/**
 * Runs a check's two tables. Beside them, for free: an empty cluster is quiet, every message is shown by some case, and
 * the whole engine turns each firing case into sentences without a hole.
 */
export function testCheck(check: Check, cases: CheckCases): void {
  describe(check.id, () => {
    test('an empty cluster is quiet', () => {
      expect(reportsOf(check, { objects: [] })).toEqual([]);
    });

    describe('stays quiet', () => {
      for (const [title, given] of Object.entries(cases.quiet)) {
        test(title, () => {
          expect(reportsOf(check, given).map((report) => shown(report, undefined))).toEqual([]);
        });
      }
    });

    describe('fires', () => {
      for (const [title, given] of Object.entries(cases.fires)) {
        test(title, () => {
          const reports = reportsOf(check, given);
          expect(reports.map((report, index) => shown(report, given.reports[index]))).toEqual(given.reports);
        });

        test(`${title}: says it in full sentences`, async () => {
          const { outcomes, findings } = await runChecks({
            checks: [check],
            snapshot: snapshotOf(given.objects, given.states),
            scope: { namespaces: undefined, requirements: [] },
            defaults: {},
            params: given.params === undefined ? {} : { [check.id]: given.params },
            now: given.now ?? NOW,
            ourNow: given.now ?? NOW,
            stopwatch: () => 0,
          });
          expect(outcomes).toMatchObject([{ check: check.id, state: 'FINDINGS' }]);
          expect(findings).not.toEqual([]);
          for (const finding of findings) {
            expect(finding.text).toMatch(/^[A-Z].*\.$/s);
            expect(finding.next).toMatch(/\S/);
            expect(`${finding.text} ${finding.next}`).not.toMatch(/\{\{|\}\}|undefined|\[object|NaN/);
          }
        });
      }
    });

    test('every message is shown by some case', () => {
      const seen = new Set(
        Object.values(cases.fires).flatMap((given) => given.reports.map((report) => report.message)),
      );
      expect([...seen].sort()).toEqual(Object.keys(check.messages).sort());
    });
  });
}
