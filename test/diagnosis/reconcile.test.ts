import { describe, expect, test } from 'vitest';
import type { Outcome } from '#src/checks/engine/outcome.ts';
import type { KnownFinding } from '#src/diagnosis/known-finding.ts';
import { type ReconcileInput, reconcile } from '#src/diagnosis/reconcile.ts';
import { readScope } from '#src/diagnosis/scope.ts';
import { diagnosed, known, outcome } from './findings.ts';

interface Case {
  readonly known?: readonly KnownFinding[];
  readonly seen?: ReconcileInput['diagnosis']['findings'];
  readonly outcomes?: readonly Outcome[];
  readonly scope?: Parameters<typeof readScope>[0];
  readonly labelsNow?: Readonly<Record<string, string>>;
}

/** Fingerprints per list, empty lists left out. */
function reconciled(given: Case): Record<string, readonly string[]> {
  const result = reconcile({
    known: given.known ?? [],
    diagnosis: { findings: given.seen ?? [], outcomes: given.outcomes ?? [outcome('crash', 'OK')] },
    scope: readScope(given.scope ?? {}),
    labelsNow: () => given.labelsNow,
  });
  const fingerprints = {
    opened: result.opened.map((finding) => finding.fingerprint),
    reopened: result.reopened.map(({ finding }) => finding.fingerprint),
    changed: result.changed.map(({ finding }) => finding.fingerprint),
    revised: result.revised.map(({ finding }) => finding.fingerprint),
    unchanged: result.unchanged.map(({ finding }) => finding.fingerprint),
    resolved: result.resolved.map((finding) => finding.fingerprint),
    outOfSight: result.outOfSight.map((finding) => finding.fingerprint),
  };
  return Object.fromEntries(Object.entries(fingerprints).filter(([, list]) => list.length > 0));
}

describe('what a run means for the memory', () => {
  test('a finding nobody knew opens', () => {
    expect(reconciled({ seen: [diagnosed('a')] })).toEqual({ opened: ['a'] });
  });

  test('a finding seen as before stays as it is', () => {
    expect(reconciled({ known: [known('a')], seen: [diagnosed('a')] })).toEqual({ unchanged: ['a'] });
  });

  test('other text, data and evidence are no difference: restarts and ages only move on', () => {
    const seen = diagnosed('a', {
      text: 'Restarted 9 times.',
      data: { restarts: 9 },
      evidence: [{ type: 'FIELD', object: { kind: 'Pod', name: 'web-1' }, path: 'status', value: '9' }],
    });
    expect(reconciled({ known: [known('a')], seen: [seen] })).toEqual({ unchanged: ['a'] });
  });

  test('a resolved finding that is seen again is reopened', () => {
    expect(reconciled({ known: [known('a', { state: 'RESOLVED' })], seen: [diagnosed('a')] })).toEqual({
      reopened: ['a'],
    });
  });

  test('a resolved finding that is not seen stays out of it', () => {
    expect(reconciled({ known: [known('a', { state: 'RESOLVED' })] })).toEqual({});
  });

  test.each([
    ['severity', { severity: 'CRITICAL' }],
    ['message', { message: 'crashLoop' }],
    ['a changing value', { changes: { exitCodes: '3, 4' } }],
    ['a changing key that is gone', { changes: {} }],
  ] as const)('another %s makes it changed', (_, over) => {
    expect(
      reconciled({
        known: [known('a', { changes: { exitCodes: '3' } })],
        seen: [diagnosed('a', { changes: { exitCodes: '3' }, ...over })],
      }),
    ).toEqual({ changed: ['a'] });
  });

  test.each([
    ['subjects', { subjects: [{ kind: 'Pod', namespace: 'shop', name: 'web-2', uid: 'u2' }] }],
    [
      'uid of a subject made again under its name',
      { subjects: [{ kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'other' }] },
    ],
    ['name of the accused', { name: 'web-2' }],
    ['labels', { labels: { app: 'web', version: '2' } }],
    ['causes', { causedBy: ['node-down'] }],
  ] as const)('other %s alone make a revision, no change', (_, over) => {
    expect(reconciled({ known: [known('a')], seen: [diagnosed('a', over)] })).toEqual({ revised: ['a'] });
  });

  test('the order of causes is no difference', () => {
    expect(
      reconciled({ known: [known('a', { causedBy: ['x', 'y'] })], seen: [diagnosed('a', { causedBy: ['y', 'x'] })] }),
    ).toEqual({ unchanged: ['a'] });
  });
});

describe('what resolves a finding', () => {
  test.each(['OK', 'FINDINGS'] as const)('its check looked (%s) and did not see it', (state) => {
    expect(reconciled({ known: [known('a')], outcomes: [outcome('crash', state)] })).toEqual({ resolved: ['a'] });
  });

  test.each(['UNKNOWN', 'SKIPPED', 'CRASHED'] as const)('%s resolves nothing', (state) => {
    expect(reconciled({ known: [known('a')], outcomes: [outcome('crash', state)] })).toEqual({});
  });

  test('what a half-blind check did see still opens, and resolves nothing', () => {
    const seen = [diagnosed('b')];
    expect(reconciled({ known: [known('a')], seen, outcomes: [outcome('crash', 'UNKNOWN')] })).toEqual({
      opened: ['b'],
    });
  });

  test('a check that did not run resolves nothing', () => {
    expect(reconciled({ known: [known('a')], outcomes: [outcome('other', 'OK')] })).toEqual({});
  });

  test('the same check with other params resolves nothing', () => {
    expect(reconciled({ known: [known('a')], outcomes: [outcome('crash', 'OK', { variant: 'f00' })] })).toEqual({});
    expect(
      reconciled({ known: [known('a', { variant: 'f00' })], outcomes: [outcome('crash', 'OK', { variant: 'f00' })] }),
    ).toEqual({ resolved: ['a'] });
  });

  test('another namespace than the scope resolves nothing', () => {
    expect(reconciled({ known: [known('a')], scope: { namespaces: ['payments'] } })).toEqual({});
    expect(reconciled({ known: [known('a')], scope: { namespaces: ['payments', 'shop'] } })).toEqual({
      resolved: ['a'],
    });
  });

  test('a scope with namespaces does not look at cluster-scoped objects', () => {
    const node = known('n', { namespace: undefined, kind: 'Node', name: 'node-1' });
    expect(reconciled({ known: [node], scope: { namespaces: ['shop'] } })).toEqual({});
    expect(reconciled({ known: [node], scope: {} })).toEqual({ resolved: ['n'] });
  });

  test('a selector is asked of the stored labels when the object is gone', () => {
    expect(reconciled({ known: [known('a')], scope: { labelSelector: 'app=api' } })).toEqual({});
    expect(reconciled({ known: [known('a')], scope: { labelSelector: 'app=web' } })).toEqual({ resolved: ['a'] });
  });

  test('an object that lost the selected label is out of sight, not healthy', () => {
    expect(reconciled({ known: [known('a')], scope: { labelSelector: 'app=web' }, labelsNow: { app: 'api' } })).toEqual(
      { outOfSight: ['a'] },
    );
    expect(reconciled({ known: [known('a')], scope: { labelSelector: 'app=web' }, labelsNow: { app: 'web' } })).toEqual(
      { resolved: ['a'] },
    );
  });
});

describe('causes that a narrow run can not see', () => {
  const effect = known('effect', { causedBy: ['cause'] });
  const cause = known('cause', { namespace: undefined, check: 'node' });

  test('go on explaining while they are open and not looked at', () => {
    const seen = [diagnosed('effect', { causedBy: [] })];
    const result = reconcile({
      known: [effect, cause],
      diagnosis: { findings: seen, outcomes: [outcome('crash', 'FINDINGS')] },
      scope: readScope({ namespaces: ['shop'] }),
      labelsNow: () => undefined,
    });
    expect(result.unchanged.map(({ finding }) => finding.causedBy)).toEqual([['cause']]);
  });

  test('explain no more once they are resolved', () => {
    const seen = [diagnosed('effect', { causedBy: [] })];
    const outcomes = [outcome('crash', 'FINDINGS'), outcome('node', 'OK')];
    const result = reconcile({
      known: [effect, cause],
      diagnosis: { findings: seen, outcomes },
      scope: readScope({}),
      labelsNow: () => undefined,
    });
    expect(result.revised.map(({ finding }) => finding.causedBy)).toEqual([[]]);
    expect(result.resolved.map(({ fingerprint }) => fingerprint)).toEqual(['cause']);
  });
});
