import { describe, expect, test } from 'vitest';
import { fulfils, matches, requirementsOf } from '#src/lib/label-selector.ts';
import { parseLabelSelector } from '#src/lib/parse-label-selector.ts';

describe('the text grammar of kubectl -l', () => {
  const read: Record<string, unknown> = {
    '': [],
    'app=web': [{ key: 'app', operator: 'in', values: ['web'] }],
    'app==web': [{ key: 'app', operator: 'in', values: ['web'] }],
    'app = web , tier != front': [
      { key: 'app', operator: 'in', values: ['web'] },
      { key: 'tier', operator: 'notIn', values: ['front'] },
    ],
    'env in (a, b)': [{ key: 'env', operator: 'in', values: ['a', 'b'] }],
    'env in (a,)': [{ key: 'env', operator: 'in', values: ['a', ''] }],
    'env notin (a)': [{ key: 'env', operator: 'notIn', values: ['a'] }],
    gpu: [{ key: 'gpu', operator: 'exists', values: [] }],
    '!gpu': [{ key: 'gpu', operator: 'notExists', values: [] }],
    'cores>4': [{ key: 'cores', operator: 'gt', values: ['4'] }],
    'cores<8': [{ key: 'cores', operator: 'lt', values: ['8'] }],
    'app=': [{ key: 'app', operator: 'in', values: [''] }],
    'example.com/app=web': [{ key: 'example.com/app', operator: 'in', values: ['web'] }],
  };
  for (const [text, requirements] of Object.entries(read)) {
    test(`reads "${text}"`, () => expect(parseLabelSelector(text)).toEqual({ ok: true, requirements }));
  }

  const refused: Record<string, { position: number; message: RegExp }> = {
    'app=web,': { position: 8, message: /^expected a label key, found the end$/ },
    'app=we b': { position: 7, message: /^expected "," or the end, found "b"$/ },
    'app in a': { position: 7, message: /^expected "\(", found "a"$/ },
    'app in (a': { position: 9, message: /^expected "," or "\)", found the end$/ },
    '-app=web': { position: 0, message: /^"-app" is no label key/ },
    'app=-web': { position: 4, message: /^"-web" is no label value/ },
    'cores>many': { position: 6, message: /^expected an integer, found "many"$/ },
    '=web': { position: 0, message: /^expected a label key, found "="$/ },
    [`${'k'.repeat(64)}=a`]: { position: 0, message: /is no label key/ },
  };
  for (const [text, { position, message }] of Object.entries(refused)) {
    test(`refuses "${text.slice(0, 20)}" and points at character ${position}`, () => {
      const parsed = parseLabelSelector(text);
      if (parsed.ok) throw new Error('was accepted');
      expect(parsed.fault.position).toBe(position);
      expect(parsed.fault.message).toMatch(message);
    });
  }
});

describe('matching', () => {
  test('an empty selector matches everything', () => {
    expect(matches(requirementsOf({}), undefined)).toBe(true);
  });

  test('matchLabels and every expression must hold', () => {
    const requirements = requirementsOf({
      matchLabels: { app: 'web' },
      matchExpressions: [
        { key: 'tier', operator: 'NotIn', values: ['back'] },
        { key: 'gpu', operator: 'DoesNotExist' },
        { key: 'zone', operator: 'Exists' },
      ],
    });
    expect(matches(requirements, { app: 'web', zone: 'a' })).toBe(true);
    expect(matches(requirements, { app: 'web', zone: 'a', tier: 'back' })).toBe(false);
    expect(matches(requirements, { app: 'web', zone: 'a', gpu: '' })).toBe(false);
    expect(matches(requirements, { app: 'web' })).toBe(false);
    expect(matches(requirements, { zone: 'a' })).toBe(false);
  });

  test('an unknown operator matches nothing', () => {
    expect(
      matches(requirementsOf({ matchExpressions: [{ key: 'app', operator: 'Like', values: ['w'] }] }), { app: 'w' }),
    ).toBe(false);
  });

  test('greater and less compare integers and refuse words', () => {
    expect(fulfils({ key: 'n', operator: 'gt', values: ['9'] }, { n: '10' })).toBe(true);
    expect(fulfils({ key: 'n', operator: 'gt', values: ['9'] }, { n: 'ten' })).toBe(false);
    expect(fulfils({ key: 'n', operator: 'lt', values: ['9'] }, { n: '10' })).toBe(false);
  });

  test('a label named like an Object method is only there when it is there', () => {
    expect(fulfils({ key: 'constructor', operator: 'exists', values: [] }, {})).toBe(false);
  });
});
