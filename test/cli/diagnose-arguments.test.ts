import { describe, expect, test } from 'vitest';
import { parseDiagnoseArguments } from '#src/cli/diagnose-arguments.ts';

describe('the command line of diagnose', () => {
  test('takes a recording, a moment and options', () => {
    const args = [
      '--recording',
      'recordings/shop:2-during',
      '--format',
      'json',
      '--fail-on',
      'warning',
      '--allow-unknown',
    ];
    expect(parseDiagnoseArguments(args)).toMatchObject({
      ok: true,
      value: { recording: { moment: '2-during' }, format: 'json', failOn: 'WARNING', allowUnknown: true },
    });
  });

  test('has defaults for all but the recording', () => {
    expect(parseDiagnoseArguments(['--recording', 'recordings/shop'])).toMatchObject({
      ok: true,
      value: { recording: { moment: undefined }, format: 'table', failOn: 'ERROR', allowUnknown: false },
    });
  });

  const refused: Record<string, { args: string[]; problem: string | RegExp }> = {
    'no recording': { args: [], problem: '--recording is needed: the directory of a recording.' },
    'a directory that is not there': {
      args: ['--recording', 'nowhere'],
      problem: '--recording: There is no directory "nowhere".',
    },
    'a moment that is not there': {
      args: ['--recording', 'recordings/shop:4'],
      problem: '--recording: "recordings/shop" has no moment "4"; it has: 1-before, 2-during, 3-after.',
    },
    'an unknown format': {
      args: ['--recording', 'recordings/shop', '--format', 'xml'],
      problem: '--format "xml" is neither table nor json.',
    },
    'an unknown severity': {
      args: ['--recording', 'recordings/shop', '--fail-on', 'bad'],
      problem: '--fail-on "bad" is none of INFO, WARNING, ERROR, CRITICAL.',
    },
    'an unknown option': { args: ['--record', 'recordings/shop'], problem: /Unknown option '--record'/ },
    'a word too many': { args: ['shop'], problem: /Unexpected argument 'shop'/ },
  };
  for (const [title, { args, problem }] of Object.entries(refused)) {
    test(`refuses ${title}`, () => {
      expect(parseDiagnoseArguments(args)).toEqual({
        ok: false,
        problem: typeof problem === 'string' ? problem : expect.stringMatching(problem),
      });
    });
  }
});
