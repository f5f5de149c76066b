import { describe, expect, it } from 'vitest';
import { createLogger } from '#src/lib/logger.ts';

const TOKEN = 'kc_aFncuSVIP271EsdC8cOjLMDDYxbYCv_0i8YpKQTbve8';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown> {
  const lines: string[] = [];
  write(createLogger({ level: 'info', to: { write: (line) => void lines.push(line) } }));
  expect(lines.length).toBe(1);
  return JSON.parse(lines[0] ?? '');
}

describe('the log', () => {
  it('is JSON with level, time, fields and message', () => {
    expect(logged((log) => log.info({ run: 7 }, 'Run finished.'))).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      run: 7,
      msg: 'Run finished.',
    });
  });

  it('hides secrets by the names of their fields, wherever they stand', () => {
    const secrets = {
      password: 'a',
      headers: { authorization: 'b', cookie: 'c' },
      request: { headers: { Authorization: 'd "quoted" \\' } },
      databaseUrl: 'e',
      tokens: 3,
    };
    expect(logged((log) => log.info(secrets, 'x'))).toMatchObject({
      password: '[redacted]',
      headers: { authorization: '[redacted]', cookie: '[redacted]' },
      request: { headers: { Authorization: '[redacted]' } },
      databaseUrl: '[redacted]',
      tokens: 3,
    });
  });

  it.each([
    [
      'connect to postgresql://kc:p@ss:w0rd@db:5432/kc failed',
      'connect to postgresql://kc:[redacted]@db:5432/kc failed',
    ],
    ['postgres://:pw@db/kc', 'postgres://:[redacted]@db/kc'],
    ['postgres://db/kc has no secret', 'postgres://db/kc has no secret'],
    [`the token ${TOKEN} is wrong`, 'the token [redacted] is wrong'],
    ['sent "authorization: Bearer eyJhbGciOi.abc.def"', 'sent "authorization: Bearer [redacted]"'],
    ['the bearer of news', 'the bearer of news'],
  ])('hides secrets in the middle of texts: %s', (text, expected) => {
    expect(logged((log) => log.info(text))).toMatchObject({ msg: expected });
    const { err } = logged((log) => log.error({ err: new Error('outer', { cause: new Error(text) }) }, 'x')) as {
      err: { message: string; stack: string };
    };
    expect(err.message).toBe(`outer: ${expected}`);
    expect(err.stack).toContain(expected);
  });

  it('stays readable as JSON when a secret stands before a quote', () => {
    expect(logged((log) => log.info({ text: 'postgres://kc:pw@db/"kc"', next: 'a@b' }, 'x'))).toMatchObject({
      text: 'postgres://kc:[redacted]@db/"kc"',
      next: 'a@b',
    });
  });
});
