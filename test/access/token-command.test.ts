import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newToken } from '#src/access/new-token.ts';
import { parseTokens } from '#src/access/parse-tokens.ts';

const NOW = new Date('2030-01-01T00:00:00Z');

function command(...args: readonly string[]) {
  return spawnSync(process.execPath, ['scripts/token.ts', ...args], { encoding: 'utf8' });
}

function expiry(expires: string) {
  const made = newToken({ name: 'a', role: 'ADMIN', clusters: undefined, namespaces: undefined, expires }, NOW);
  return 'errors' in made ? made.errors : made.entry.expires;
}

describe('npm run token', () => {
  it('prints a token and an entry that the tokens file accepts and that has its hash', () => {
    const { status, stdout } = command(
      '--name',
      'ci',
      '--role',
      'operator',
      '--clusters',
      'shop, lab',
      '--namespaces',
      'web',
      '--expires',
      '30d',
    );
    expect(status).toBe(0);
    const [token = '', ...rest] = stdout.split('\n');
    expect(token).toMatch(/^kc_[A-Za-z0-9_-]{43}$/);
    const parsed = parseTokens(`[${rest.join('\n')}]`);
    expect(parsed).toMatchObject({
      tokens: [
        {
          name: 'ci',
          role: 'OPERATOR',
          clusters: ['shop', 'lab'],
          namespaces: ['web'],
          sha256: createHash('sha256').update(token).digest('hex'),
        },
      ],
    });
  });

  it.each([
    [[], '--name and --role are needed.'],
    [['--name', 'ci'], '--name and --role are needed.'],
    [['--name', 'ci', '--role', 'root'], '--role must be one of VIEWER, OPERATOR, ADMIN.'],
    [['--name', 'ci', '--role', 'ADMIN', '--colour', 'red'], "Unknown option '--colour'"],
    [
      ['--name', 'ci', '--role', 'ADMIN', '--clusters', ','],
      '--clusters is empty, which would show nothing; leave it out to show all.',
    ],
  ])('ends with 64 and its usage for %j', (args, problem) => {
    const { status, stdout, stderr } = command(...args);
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
    expect(stderr.split('\n')[0]).toContain(problem);
    expect(stderr).toContain('Usage: npm run token --');
  });

  it.each([
    ['30d', '2030-01-31T00:00:00.000Z'],
    ['12h', '2030-01-01T12:00:00.000Z'],
    ['1m', '2030-01-01T00:01:00.000Z'],
    ['2030-01-01T00:00:01Z', '2030-01-01T00:00:01Z'],
    ['2030-01-01T00:00:00Z', ['--expires 2030-01-01T00:00:00Z has passed already.']],
    ['0d', ['--expires 2030-01-01T00:00:00.000Z has passed already.']],
    ['30', ['--expires must be an RFC 3339 time such as 2030-01-31T12:00:00Z.']],
    ['-1d', ['--expires must be an RFC 3339 time such as 2030-01-31T12:00:00Z.']],
  ])('reads --expires %s', (given, expected) => {
    expect(expiry(given)).toEqual(expected);
  });
});
