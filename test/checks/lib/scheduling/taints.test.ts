import { describe, expect, test } from 'vitest';
import { taintText, tolerates, untoleratedTaintOf } from '#src/checks/lib/scheduling/taints.ts';
import { node, pod } from '#test/harness/objects.ts';

const db = { key: 'dedicated', value: 'db', effect: 'NoSchedule' };

describe('a toleration covers a taint as in Kubernetes', () => {
  test.each([
    [{ key: 'dedicated', operator: 'Equal', value: 'db', effect: 'NoSchedule' }, true],
    [{ key: 'dedicated', value: 'db' }, true],
    [{ key: 'dedicated', value: 'web' }, false],
    [{ key: 'dedicated', operator: 'Exists' }, true],
    [{ operator: 'Exists' }, true],
    [{ operator: 'Exists', effect: 'NoExecute' }, false],
    [{ key: 'other', operator: 'Exists' }, false],
    [{ value: 'db' }, false],
    [{ key: 'dedicated', operator: 'Near', value: 'db' }, false],
    [{}, false],
  ])('%j: %s', (toleration, covered) => {
    expect(tolerates(toleration, db)).toBe(covered);
  });
  test('an empty value equals a missing one', () => {
    expect(tolerates({ key: 'dedicated' }, { key: 'dedicated', effect: 'NoSchedule' })).toBe(true);
  });
});

describe('what keeps a pod off a node', () => {
  test('a soft taint does not', () => {
    expect(
      untoleratedTaintOf(pod(), node({ spec: { taints: [{ ...db, effect: 'PreferNoSchedule' }] } })),
    ).toBeUndefined();
  });
  test('the first that it does not tolerate does', () => {
    const tainted = node({ spec: { taints: [db, { key: 'gpu', effect: 'NoExecute' }] } });
    expect(
      untoleratedTaintOf(pod({ spec: { tolerations: [{ key: 'dedicated', operator: 'Exists' }] } }), tainted),
    ).toEqual({ key: 'gpu', effect: 'NoExecute' });
  });
  test('a cordon does, also before its taint is there, unless it is tolerated', () => {
    const cordoned = node({ spec: { unschedulable: true } });
    expect(untoleratedTaintOf(pod(), cordoned)?.key).toBe('node.kubernetes.io/unschedulable');
    expect(
      untoleratedTaintOf(
        pod({ spec: { tolerations: [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists' }] } }),
        cordoned,
      ),
    ).toBeUndefined();
  });
});

test('a taint is said in words, and a node in trouble is told from one that is kept free', () => {
  expect(taintText(db)).toEqual({
    text: 'with the taint dedicated=db:NoSchedule, which it does not tolerate',
    isTrouble: false,
  });
  expect(taintText({ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' })).toEqual({
    text: 'cordoned',
    isTrouble: false,
  });
  expect(taintText({ key: 'node.kubernetes.io/disk-pressure', effect: 'NoSchedule' })).toEqual({
    text: 'under disk pressure',
    isTrouble: true,
  });
});
