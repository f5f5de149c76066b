import { expect, test } from 'vitest';
import { selectorText } from '#src/checks/lib/selectors.ts';

test("a selector is written in kubectl's words", () => {
  const selector = {
    matchLabels: { app: 'web' },
    matchExpressions: [
      { key: 'tier', operator: 'In', values: ['a', 'b'] },
      { key: 'env', operator: 'NotIn', values: ['test'] },
      { key: 'zone', operator: 'Exists' },
      { key: 'old', operator: 'DoesNotExist' },
    ],
  };
  expect(selectorText(selector)).toBe('app=web,tier in (a,b),env notin (test),zone,!old');
  expect(selectorText({})).toBe('');
});
