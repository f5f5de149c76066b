import { expect, test } from 'vitest';
import { type Check, defineCheck } from '#src/checks/engine/define-check.ts';
import { mergeReports, type RootedReport } from '#src/checks/engine/merge-reports.ts';

const check: Check = defineCheck({
  id: 'a-check',
  title: 'A check',
  stage: 'POD',
  severity: 'ERROR',
  needs: ['Pod'],
  messages: { found: { text: 'Found {{names}} with {{codes}}.', changes: ['codes'], next: 'kubectl get pods' } },
  remedy: 'None.',
  *run() {},
});

function report(name: string, names: readonly string[], codes: readonly string[]): RootedReport {
  const on = { kind: 'Pod', namespace: 'shop', name };
  return {
    fingerprint: 'f',
    on,
    root: on,
    labels: {},
    message: 'found',
    problem: 'found',
    severity: 'ERROR',
    part: undefined,
    data: { names, codes },
    evidence: [],
    subjects: [on],
    causes: [],
  };
}

test("one report's list is shown whole and in its own order", () => {
  const { finding } = mergeReports(check, '', [report('a', ['web-2', 'web-1', '3 more'], ['7'])]);
  expect(finding.text).toBe('Found web-2, web-1, 3 more with 7.');
});

test('a list that makes a change is in one order, whatever order it was given in', () => {
  const one = mergeReports(check, '', [report('a', [], ['7', '3'])]).finding;
  const other = mergeReports(check, '', [report('a', [], ['3', '7'])]).finding;
  expect(one.changes).toEqual({ codes: '3, 7' });
  expect(other.changes).toEqual(one.changes);
});

test('lists of several reports are joined, each word once', () => {
  const { finding } = mergeReports(check, '', [report('a', ['y', 'x'], ['1']), report('b', ['z', 'x'], ['1'])]);
  expect(finding.data).toEqual({ names: ['x', 'y', 'z'], codes: ['1'] });
});
