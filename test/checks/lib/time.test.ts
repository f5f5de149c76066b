import { describe, expect, test } from 'vitest';
import { isWithin, isYoungerThan, latestOf, secondsBetween, spanOf } from '#src/checks/lib/time.ts';
import { NOW, object, secondsAgo } from '#test/harness/objects.ts';

describe('seconds between two times', () => {
  test('are counted from texts and dates, also backwards', () => {
    expect(secondsBetween('2026-03-01T11:59:00Z', NOW)).toBe(60);
    expect(secondsBetween('2026-03-01T11:59:00Z', '2026-03-01T11:58:59.5Z')).toBe(-0.5);
  });
  test('are unknown where a time is missing or unreadable', () => {
    expect(secondsBetween(undefined, NOW)).toBeUndefined();
    expect(secondsBetween('yesterday', NOW)).toBeUndefined();
    expect(secondsBetween('2026-03-01T11:59:00Z', undefined)).toBeUndefined();
  });
});

test('a time is recent up to the last second, and a missing one never', () => {
  expect([
    isWithin(secondsAgo(60), 60, NOW),
    isWithin(secondsAgo(61), 60, NOW),
    isWithin(secondsAgo(-5), 60, NOW),
    isWithin(undefined, 60, NOW),
  ]).toEqual([true, false, true, false]);
});

test('an object is young before the last second', () => {
  const aged = (seconds: number) =>
    object('Service', { metadata: { name: 'a', creationTimestamp: secondsAgo(seconds) } });
  expect([isYoungerThan(aged(59), 60, NOW), isYoungerThan(aged(60), 60, NOW)]).toEqual([true, false]);
});

test('the latest of several times is found whatever is missing', () => {
  expect(latestOf(undefined, '2026-03-01T11:00:00Z', 'never', '2026-03-01T12:00:00+02:00')).toBe(
    '2026-03-01T11:00:00Z',
  );
  expect(latestOf(undefined)).toBeUndefined();
});

test.each([
  [-3, '0 s'],
  [119.9, '119 s'],
  [120, '2 min'],
  [7199, '119 min'],
  [7200, '2 h'],
  [172_799, '47 h'],
  [172_800, '2 days'],
])('%d seconds are said as %s', (seconds, text) => {
  expect(spanOf(seconds)).toBe(text);
});
