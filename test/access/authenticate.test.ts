import { describe, expect, it } from 'vitest';
import { createAuthenticator } from '#src/access/authenticate.ts';
import type { TokenEntry } from '#src/access/parse-tokens.ts';
import type { TokenStore } from '#src/access/tokens.ts';

const NOW = new Date('2030-01-01T00:00:00Z');
const EXPIRES = '2030-01-01T00:00:01Z';

/** A store whose tokens are the names of the entries themselves. */
function storeOf(entries: TokenEntry[]): TokenStore {
  return {
    find: (token) => entries.find((entry) => entry.name === token),
    holds: (entry) => entries.includes(entry),
    size: () => entries.length,
    onChange: () => () => {},
    close: () => {},
  };
}

function entry(name: string, more: Partial<TokenEntry> = {}): TokenEntry {
  return { name, sha256: 'a'.repeat(64), role: 'OPERATOR', ...more };
}

function withTokens(entries: TokenEntry[], options: { allowAnonymous?: boolean; now?: () => Date } = {}) {
  return createAuthenticator({
    host: '127.0.0.1',
    tokens: storeOf(entries),
    allowAnonymous: options.allowAnonymous ?? false,
    now: options.now ?? (() => NOW),
  });
}

const anonymous = { name: 'anonymous', via: 'ANONYMOUS', role: 'VIEWER', clusters: undefined, namespaces: undefined };

describe('without tokens', () => {
  it('everybody on a loopback address is the local ADMIN, whatever is sent along', () => {
    for (const allowAnonymous of [false, true]) {
      const authenticator = createAuthenticator({ host: '127.0.0.1', tokens: undefined, allowAnonymous });
      for (const sent of [undefined, 'Bearer x']) {
        expect(authenticator.authenticate(sent)).toMatchObject({
          viewer: { name: 'local', via: 'LOCAL', role: 'ADMIN', clusters: undefined, namespaces: undefined },
        });
      }
      expect(authenticator.summary).toBe(
        'No tokens are configured: whoever reaches this server on this machine is the viewer local, an ADMIN.',
      );
    }
  });

  it('everybody elsewhere is an anonymous VIEWER when that is allowed, else nobody', () => {
    expect(
      createAuthenticator({ host: '0.0.0.0', tokens: undefined, allowAnonymous: true }).authenticate(undefined),
    ).toMatchObject({ viewer: anonymous });
    expect(
      createAuthenticator({ host: '0.0.0.0', tokens: undefined, allowAnonymous: false }).authenticate(undefined),
    ).toHaveProperty('refusal');
  });
});

describe('with tokens', () => {
  it('a token brings the rights of its entry', () => {
    const authenticator = withTokens([entry('ci', { clusters: ['shop'], namespaces: ['web'] })]);
    for (const sent of ['Bearer ci', 'bearer  ci']) {
      expect(authenticator.authenticate(sent)).toMatchObject({
        viewer: { name: 'ci', via: 'TOKEN', role: 'OPERATOR', clusters: ['shop'], namespaces: ['web'] },
      });
    }
  });

  it.each([
    [
      undefined,
      'This server needs a token: send the header "Authorization: Bearer TOKEN".',
      'Bearer realm="kubeclinic"',
    ],
    ['Bearer other', 'The token is not known.', 'Bearer realm="kubeclinic", error="invalid_token"'],
    [
      'Bearer ',
      'The Authorization header must be "Bearer TOKEN".',
      'Bearer realm="kubeclinic", error="invalid_request"',
    ],
    [
      'Bearer a b',
      'The Authorization header must be "Bearer TOKEN".',
      'Bearer realm="kubeclinic", error="invalid_request"',
    ],
    [
      'Basic Y2k6Y2k=',
      'The Authorization header must be "Bearer TOKEN".',
      'Bearer realm="kubeclinic", error="invalid_request"',
    ],
    ['ci', 'The Authorization header must be "Bearer TOKEN".', 'Bearer realm="kubeclinic", error="invalid_request"'],
    [
      `Bearer ${'a'.repeat(513)}`,
      'The Authorization header must be "Bearer TOKEN".',
      'Bearer realm="kubeclinic", error="invalid_request"',
    ],
  ])('%s is refused with its reason', (sent, message, challenge) => {
    expect(withTokens([entry('ci')]).authenticate(sent)).toEqual({
      refusal: { message, challenge, viewer: undefined },
    });
  });

  it('a token is good until its last moment and refused from the moment it expires', () => {
    const authenticator = withTokens([entry('ci', { expires: EXPIRES })], {
      now: () => new Date('2030-01-01T00:00:00.999Z'),
    });
    expect(authenticator.authenticate('Bearer ci')).toHaveProperty('viewer');
    const late = withTokens([entry('ci', { expires: EXPIRES })], { now: () => new Date(EXPIRES) });
    expect(late.authenticate('Bearer ci')).toMatchObject({
      refusal: { message: 'The token has expired.', viewer: { name: 'ci' } },
    });
  });

  it('an open connection loses its admission when the token expires or leaves the file', () => {
    let now = NOW;
    const entries = [entry('a', { expires: EXPIRES }), entry('b')];
    const authenticator = withTokens(entries, { now: () => now });
    const [a, b] = ['a', 'b'].map((token) => authenticator.authenticate(`Bearer ${token}`));
    const valid = () => [a, b].map((one) => one !== undefined && 'viewer' in one && one.isValid());
    expect(valid()).toEqual([true, true]);
    now = new Date(EXPIRES);
    expect(valid()).toEqual([false, true]);
    entries.splice(1, 1);
    expect(valid()).toEqual([false, false]);
  });

  it('anonymous comes in beside them only without any Authorization header', () => {
    const authenticator = withTokens([entry('ci')], { allowAnonymous: true });
    expect(authenticator.authenticate(undefined)).toMatchObject({ viewer: anonymous });
    expect(authenticator.authenticate('Bearer other')).toHaveProperty('refusal');
    expect(authenticator.authenticate('')).toHaveProperty('refusal');
    expect(authenticator.tokensRequired).toBe(true);
  });
});
