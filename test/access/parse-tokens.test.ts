import { describe, expect, it } from 'vitest';
import { parseTokens } from '#src/access/parse-tokens.ts';

const HASH = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);

function errors(content: unknown): readonly string[] {
  const result = parseTokens(typeof content === 'string' ? content : JSON.stringify(content));
  return 'errors' in result ? result.errors : [];
}

describe('a tokens file', () => {
  it('may use every field, and an empty one lets nobody in', () => {
    const entry = {
      name: 'ci',
      sha256: HASH.toUpperCase(),
      role: 'OPERATOR',
      clusters: ['shop'],
      namespaces: ['web'],
      expires: '2030-01-31T12:00:00+01:00',
    };
    expect(parseTokens(JSON.stringify([entry, { name: 'b', sha256: OTHER, role: 'ADMIN' }]))).toEqual({
      tokens: [
        { ...entry, sha256: HASH },
        { name: 'b', sha256: OTHER, role: 'ADMIN' },
      ],
    });
    expect(parseTokens('[]')).toEqual({ tokens: [] });
  });

  it('is told every wrong field by entry and name', () => {
    expect(
      errors([
        { name: 'a', sha256: HASH, role: 'admin' },
        { name: '-x', sha256: 'short', role: 'VIEWER', expires: '2030-01-31' },
        { name: 'c', role: 'VIEWER', sha256: OTHER, clusters: [], namespaces: ['Web', ''] },
        { name: 'Local', role: 'VIEWER', sha256: OTHER, namespace: 'web' },
        7,
      ]),
    ).toEqual([
      'Tokens file, entry 1 (a): role must be one of VIEWER, OPERATOR, ADMIN.',
      'Tokens file, entry 2: name must have 1 to 64 letters, digits or . _ @ - and begin with a letter or digit.',
      "Tokens file, entry 2: sha256 must be the token's SHA-256 in 64 hexadecimal digits.",
      'Tokens file, entry 2: expires must be an RFC 3339 time such as 2030-01-31T12:00:00Z.',
      'Tokens file, entry 3 (c): clusters is empty, which would show nothing; leave it out to show all.',
      'Tokens file, entry 3 (c): namespaces.0 must be the name of a namespace.',
      'Tokens file, entry 3 (c): namespaces.1 must be the name of a namespace.',
      'Tokens file, entry 4: name must not be one of local, anonymous, system, unauthenticated.',
      'Tokens file, entry 4: has an unknown field (namespace); there are name, sha256, role, clusters, namespaces, expires.',
      'Tokens file, entry 5: must be an object.',
    ]);
  });

  it('may hold neither a name nor a token twice', () => {
    expect(
      errors([
        { name: 'a', sha256: HASH, role: 'ADMIN' },
        { name: 'b', sha256: HASH.toUpperCase(), role: 'VIEWER' },
        { name: 'a', sha256: OTHER, role: 'VIEWER' },
      ]),
    ).toEqual([
      'Tokens file, entries 1 and 3 (a): both have the same name.',
      'Tokens file, entries 1 and 2 (b): both have the same sha256.',
    ]);
  });

  it('never has a token that was pasted into it repeated in an error', () => {
    const token = 'kc_aFncuSVIP271EsdC8cOjLMDDYxbYCv_0i8YpKQTbve8';
    const texts = [
      ...errors(`[{"name":"a", ${token}}]`),
      ...errors([
        { name: token, sha256: token, role: token, clusters: token, namespaces: [token], expires: token, [token]: 1 },
      ]),
    ];
    expect(texts.length).toBe(8);
    expect(texts.join('\n')).not.toMatch(/kc_a|tbve8/i);
  });

  it.each([
    ['{"tokens": []}', 'The tokens file must hold a JSON array of entries.'],
    ['', 'The tokens file is not JSON.'],
    ['[{"name":', 'The tokens file is not JSON.'],
    [' '.repeat(1_048_577), 'The tokens file is larger than 1 MiB.'],
    [JSON.stringify(Array.from({ length: 1_001 }, () => 0)), 'The tokens file has more than 1000 entries.'],
  ])('of the wrong shape is refused as a whole', (text, error) => {
    expect(errors(text)).toEqual([error]);
  });

  it('with very many errors tells twenty of them', () => {
    const told = errors(Array.from({ length: 30 }, () => 0));
    expect(told.length).toBe(21);
    expect(told[20]).toBe('Tokens file, and 10 more.');
  });
});
