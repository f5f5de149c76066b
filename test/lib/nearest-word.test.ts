import { expect, test } from 'vitest';
import { nearestWord } from '#src/lib/nearest-word.ts';

const KNOWN = ['HOST', 'PORT', 'TOKENS_FILE', 'service-without-ready-pods', 'pod-failed'];

test.each([
  ['HOTS', 'HOST'],
  ['PROT', 'PORT'],
  ['service-without-redy-pods', 'service-without-ready-pods'],
  ['TOKENS', 'TOKENS_FILE'],
  ['service', 'service-without-ready-pods'],
])('"%s" is nearest to "%s"', (word, nearest) => {
  expect(nearestWord(word, KNOWN)).toBe(nearest);
});

test.each(['nope', '__proto__', '', 'x', 'y'.repeat(10_000)])('nothing is near "%.10s"', (word) => {
  expect(nearestWord(word, KNOWN)).toBeUndefined();
});
