import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRecording, parseRecordings } from '#src/config/recording-setting.ts';

/** A disk with just these directories. */
function disk(...paths: readonly string[]) {
  return {
    exists: (path: string) => paths.includes(path),
    within: (path: string) =>
      paths.filter((other) => other.startsWith(`${path}/`)).map((other) => other.slice(path.length + 1)),
  };
}

describe('DIR and DIR:MOMENT', () => {
  it.each([
    ['shop', 'shop', undefined],
    ['shop:2-during', 'shop', '2-during'],
    ['odd:name', 'odd:name', undefined],
    ['odd:name:1-before', 'odd:name', '1-before'],
  ])('reads %s', (text, directory, moment) => {
    const directories = disk('shop', 'shop/1-before', 'shop/2-during', 'odd:name', 'odd:name/1-before');
    expect(parseRecording(text, directories)).toEqual({ recording: { directory: resolve(directory), moment } });
  });

  it('takes the whole name when both readings are possible', () => {
    expect(parseRecording('a:b', disk('a', 'a/b', 'a:b'))).toEqual({
      recording: { directory: resolve('a:b'), moment: undefined },
    });
  });

  it.each([
    ['C:\\rec', 'There is no directory "C:\\\\rec".'],
    ['C:/rec', 'There is no directory "C:/rec".'],
    ['C:', 'There is no directory "C:".'],
    ['gone', 'There is no directory "gone".'],
    ['gone:1-before', 'There is no directory "gone".'],
    [':1-before', 'There is no directory ":1-before".'],
    ['shop:9-later', '"shop" has no moment "9-later"; it has: 1-before, 2-during.'],
    ['shop:', '"shop" has no moment ""; it has: 1-before, 2-during.'],
    ['shop:..', '"shop" has no moment ".."; it has: 1-before, 2-during.'],
    ['empty:x', '"empty" has no moment "x"; it has: none.'],
  ])('says what is wrong with %s', (text, problem) => {
    // C and shop/.. are there, so that only the rule about drives and moments can refuse them.
    const directories = disk('shop', 'shop/1-before', 'shop/2-during', 'empty', 'C');
    expect(parseRecording(text, directories)).toEqual({ problem });
  });

  it('reads a Windows path and its moment', () => {
    const directories = {
      exists: (path: string) => ['C:\\rec\\shop', 'C:\\rec\\shop/2-during', 'C:\\rec\\shop\\2-during'].includes(path),
      within: () => [],
    };
    expect(parseRecording('C:\\rec\\shop', directories)).toEqual({
      recording: { directory: resolve('C:\\rec\\shop'), moment: undefined },
    });
    expect(parseRecording('C:\\rec\\shop:2-during', directories)).toEqual({
      recording: { directory: resolve('C:\\rec\\shop'), moment: '2-during' },
    });
  });
});

describe('a list of recordings', () => {
  it('tells every problem, and refuses two clusters of one name', () => {
    expect(parseRecordings('a/shop, b/shop ,gone,,/', disk('a/shop', 'b/shop', '/'))).toEqual({
      recordings: [{ directory: resolve('a/shop'), moment: undefined }],
      problems: [
        'Two recordings are named "shop"; their clusters could not be told apart.',
        'There is no directory "gone".',
        '"/" has no name for its cluster to take.',
      ],
    });
  });
});
