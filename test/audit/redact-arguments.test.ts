import { describe, expect, test } from 'vitest';
import { redactArguments } from '#src/audit/redact-arguments.ts';

describe('what is kept of arguments for ever', () => {
  test.each<[string, unknown, unknown]>([
    [
      'plain input as it is',
      { input: { cluster: 'shop', first: 3, dry: false, idempotencyKey: 'k-1', at: new Date(0), none: null } },
      {
        input: {
          cluster: 'shop',
          first: 3,
          dry: false,
          idempotencyKey: 'k-1',
          at: '1970-01-01T00:00:00.000Z',
          none: null,
        },
      },
    ],
    [
      'secrets by their key, whatever is below',
      {
        sessionToken: 't',
        clientSecret: { a: 1 },
        PASSWORD: 'p',
        authorization: 'x',
        'client-key-data': 'k',
        apiKey: 'k',
        private_key: 'k',
        kubeconfig: 'k',
      },
      {
        sessionToken: '[redacted]',
        clientSecret: '[redacted]',
        PASSWORD: '[redacted]',
        authorization: '[redacted]',
        'client-key-data': '[redacted]',
        apiKey: '[redacted]',
        private_key: '[redacted]',
        kubeconfig: '[redacted]',
      },
    ],
    [
      'secrets by their looks',
      [
        'Bearer abcdefgh12345',
        'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x',
        '-----BEGIN RSA PRIVATE KEY-----',
        'postgres://user:pass@db/x',
      ],
      ['[redacted]', '[redacted]', '[redacted]', '[redacted]'],
    ],
    [
      'words that only sound alike',
      { note: 'the bearer of news', url: 'https://host:8443/a@b', eye: 'eyes.wide.open' },
      { note: 'the bearer of news', url: 'https://host:8443/a@b', eye: 'eyes.wide.open' },
    ],
    ['500 characters', 'x'.repeat(500), 'x'.repeat(500)],
    ['of 501 the first 500', 'x'.repeat(501), `${'x'.repeat(500)}…`],
    [
      '50 items, and how many more',
      Array.from({ length: 52 }, (_, index) => index),
      [...Array.from({ length: 50 }, (_, index) => index), '[2 more]'],
    ],
    [
      'six levels',
      { a: { b: { c: { d: { e: { f: { g: 1 } } } } } } },
      { a: { b: { c: { d: { e: { f: '[cut]' } } } } } },
    ],
    ['texts that Postgres takes', 'a\0b\ud83d', 'a\ufffdb\ufffd'],
    [
      'nothing for what is no JSON',
      [undefined, () => 1, Symbol('s'), Number.NaN, 10n],
      [null, null, null, 'NaN', '10'],
    ],
  ])('%s', (_, given, kept) => {
    expect(redactArguments(given)).toEqual(kept);
    expect(redactArguments(redactArguments(given))).toEqual(kept);
  });

  test('a key named __proto__ stays a key', () => {
    const kept = redactArguments(JSON.parse('{"__proto__": {"token": "t"}}'));
    expect(JSON.stringify(kept)).toBe('{"__proto__":{"token":"[redacted]"}}');
  });

  test('of an object with 52 keys 50 and how many more', () => {
    const kept = redactArguments(Object.fromEntries(Array.from({ length: 52 }, (_, index) => [`k${index}`, index])));
    expect(redactArguments(kept)).toEqual(kept);
    expect(Object.entries(kept as object).slice(-2)).toEqual([
      ['k49', 49],
      ['…', '[2 more]'],
    ]);
  });
});
