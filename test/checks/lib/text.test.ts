import { expect, test } from 'vitest';
import { asClause, bounded } from '#src/checks/lib/text.ts';

test('a foreign message is kept on one line and within its bound', () => {
  expect(bounded(' a\n\tb  c ')).toBe('a b c');
  expect(bounded('x'.repeat(500))).toBe('x'.repeat(500));
  expect(bounded('x'.repeat(501))).toBe(`${'x'.repeat(499)}…`);
});

test('as the end of our sentence it brings no full stop of its own', () => {
  expect(asClause('Usage exceeds the limit "16Mi". ')).toBe('Usage exceeds the limit "16Mi"');
  expect(asClause('because: ')).toBe('because');
  expect(asClause('')).toBe('');
});
