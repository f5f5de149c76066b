import { describe, expect, test } from 'vitest';
import { amountText, quantityOf } from '#src/checks/lib/quantities.ts';

describe('quantities are read as in resource.Quantity', () => {
  test.each([
    ['2', 2],
    ['500m', 0.5],
    ['1.5', 1.5],
    ['.5', 0.5],
    ['1Ki', 1024],
    ['1.5Gi', 1.5 * 2 ** 30],
    ['1k', 1000],
    ['1M', 1e6],
    ['100n', 1e-7],
    ['1e3', 1000],
    ['1E3', 1000],
    ['2E', 2e18],
    ['1Ei', 2 ** 60],
    ['-1', -1],
    ['0', 0],
  ])('%s', (text, value) => {
    expect(quantityOf(text)).toBeCloseTo(value, 12);
  });
  test.each(['', 'many', '1 Gi', '1KB', '1.2.3', 'Ki'])('"%s" is none', (text) => {
    expect(quantityOf(text)).toBeUndefined();
  });
  test('a number from a careless client is one, nothing is nothing', () => {
    expect([quantityOf(3), quantityOf(undefined)]).toEqual([3, undefined]);
  });
});

test.each([
  ['cpu', 0.25, '250m'],
  ['cpu', 1.53, '1.53'],
  ['cpu', 0, '0'],
  ['cpu', 4, '4'],
  ['memory', 512 * 2 ** 20, '512Mi'],
  ['memory', 1.26 * 2 ** 30, '1.3Gi'],
  ['memory', 0, '0'],
  ['ephemeral-storage', 2 ** 40, '1Ti'],
  ['hugepages-2Mi', 2 ** 22, '4Mi'],
  ['nvidia.com/gpu', 2, '2'],
])('%s %d is shown as %s', (resource, amount, text) => {
  expect(amountText(resource, amount)).toBe(text);
});
