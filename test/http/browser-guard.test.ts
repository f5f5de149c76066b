import { describe, expect, it } from 'vitest';
import { createBrowserGuard } from '#src/http/browser-guard.ts';

function judge(
  headers: Readonly<Record<string, string>>,
  options: { listenHost?: string; allowedHosts?: string[]; surface?: 'API' | 'PROBE' } = {},
) {
  const { listenHost = '127.0.0.1', allowedHosts = [], surface = 'API' } = options;
  return createBrowserGuard({ listenHost, allowedHosts, corsOrigins: [] }).judge({ method: 'POST', headers, surface });
}

describe('the browser guard', () => {
  it.each([
    {},
    { host: '' },
    { host: ' ' },
    { host: 'localhost:' },
    { host: 'localhost:123456' },
    { host: 'localhost/x' },
    { host: '[::1' },
    { host: 'localhost, localhost' },
  ])('takes no Host for a loopback one that is not exactly that: %j', (headers) => {
    expect(judge(headers)).toMatchObject({ allowed: false, code: 'MISDIRECTED_REQUEST' });
  });

  it('answers under the address that it listens on, and under no wildcard', () => {
    expect(judge({ host: '192.168.1.5:4000' }, { listenHost: '192.168.1.5' })).toMatchObject({
      allowed: true,
      hostTrusted: true,
    });
    expect(judge({ host: '192.168.1.5:4000' }, { listenHost: '0.0.0.0' })).toMatchObject({ allowed: false });
    expect(judge({ host: '[fd00::7]:4000' }, { listenHost: '0.0.0.0', allowedHosts: ['fd00::7'] })).toMatchObject({
      allowed: true,
    });
  });

  it('lets a probe through under a strange Host, but says that it is strange', () => {
    expect(judge({ host: '10.0.0.7:4000' }, { surface: 'PROBE' })).toEqual({
      allowed: true,
      hostTrusted: false,
      corsOrigin: undefined,
    });
    expect(judge({ host: '10.0.0.7:4000', origin: 'https://evil.example' }, { surface: 'PROBE' })).toMatchObject({
      allowed: false,
      code: 'FORBIDDEN',
    });
  });

  it('says what was wrong and which setting would help, and cuts what is too long', () => {
    const host = `${'a'.repeat(150)}.example`;
    expect(judge({ host })).toEqual({
      allowed: false,
      code: 'MISDIRECTED_REQUEST',
      message: `The host "${'a'.repeat(100)}…" is not answered here; the setting KUBECLINIC_ALLOWED_HOSTS names hosts that are.`,
    });
    expect(judge({ host: 'localhost', origin: 'https://evil.example' })).toEqual({
      allowed: false,
      code: 'FORBIDDEN',
      message:
        'Pages of the origin "https://evil.example" may not ask this server; the setting KUBECLINIC_CORS_ORIGINS names origins that may.',
    });
  });

  it.each([
    ['localhost', 'http://localhost', true],
    ['localhost:80', 'http://localhost', true],
    ['localhost:443', 'https://localhost', true],
    ['localhost:443', 'http://localhost', false],
    ['localhost:4000', 'http://localhost:4000/', false],
    ['localhost:4000', 'HTTP://localhost:4000', false],
    ['localhost:4000', 'ws://localhost:4000', false],
    ['localhost:4000', 'http://localhost:4000, http://localhost:4000', false],
    ['localhost:4000', '', false],
  ])('under Host %s takes Origin %s for its own: %s', (host, origin, allowed) => {
    expect(judge({ host, origin }).allowed).toBe(allowed);
  });
});
