import { describe, expect, test } from 'vitest';
import { countBySeverity, type FindingRow, renderFindings } from '#src/cli/finding-table.ts';
import { wrapText } from '#src/cli/wrap-text.ts';

const plain = { paint: (_: unknown, text: string): string => text };

const cause: FindingRow = {
  fingerprint: 'a',
  severity: 'ERROR',
  where: 'shop/Deployment/web',
  what: 'Image web:2 cannot be pulled.',
  since: '1-before',
  next: 'kubectl -n shop describe pod web-1',
  causedBy: [],
};
const consequence: FindingRow = {
  ...cause,
  fingerprint: 'b',
  severity: 'CRITICAL',
  where: 'shop/Service/web',
  what: 'Pods that match: 2. Ready: none.',
  since: '2-during',
  next: 'kubectl -n shop get endpointslices',
  causedBy: ['a', 'gone'],
};

describe('the table of findings', () => {
  test('shows the worst first, in columns, with the next command on a line of its own', () => {
    expect(renderFindings([cause, consequence], { ...plain, width: 120 }).split('\n')).toEqual([
      'SEVERITY  SINCE     WHERE                WHAT',
      'CRITICAL  2-during  shop/Service/web     Pods that match: 2. Ready: none.',
      `${' '.repeat(41)}follows from shop/Deployment/web`,
      `${' '.repeat(41)}$ kubectl -n shop get endpointslices`,
      'ERROR     1-before  shop/Deployment/web  Image web:2 cannot be pulled.',
      `${' '.repeat(41)}$ kubectl -n shop describe pod web-1`,
    ]);
  });

  test('puts the sentence below where there is no room beside', () => {
    expect(renderFindings([{ ...cause, since: undefined }], { ...plain, width: 80 }).split('\n')).toEqual([
      'SEVERITY  WHERE',
      'ERROR     shop/Deployment/web',
      '          Image web:2 cannot be pulled.',
      '          $ kubectl -n shop describe pod web-1',
    ]);
  });

  test('says so when nothing was found', () => {
    expect(renderFindings([], { ...plain, width: 80 })).toBe('Nothing found.');
  });

  test('counts worst first and leaves out what there is none of', () => {
    expect(countBySeverity(['INFO', 'ERROR', 'ERROR'])).toBe('2 ERROR, 1 INFO');
    expect(countBySeverity([])).toBe('none');
  });
});

describe('wrapping', () => {
  test('breaks at spaces, to the very character', () => {
    expect(wrapText('aaa bbb ccc', 7)).toEqual(['aaa bbb', 'ccc']);
    expect(wrapText('aaa bbb ccc', 6)).toEqual(['aaa', 'bbb', 'ccc']);
  });
  test('leaves a long word whole', () => {
    expect(wrapText('a sha256:0123456789 b', 5)).toEqual(['a', 'sha256:0123456789', 'b']);
  });
});
