import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ask, serve } from './serve.ts';

describe('the query editor', () => {
  it('comes from our own origin alone, and only the scripts that we put into it may run', async () => {
    const { port } = await serve({ tokens: [] });
    const page = await ask(port, '/');
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    const named = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((link) => !link.startsWith('/assets/ruru/'))).toEqual([]);
    const policy = page.headers['content-security-policy'] ?? '';
    const inline = [...page.text.matchAll(/<script(?: type="module")?>([\s\S]*?)<\/script>/g)].map(
      (match) => match[1] ?? '',
    );
    expect(inline.length).toBeGreaterThan(0);
    for (const script of inline)
      expect(policy).toContain(`'sha256-${createHash('sha256').update(script).digest('base64')}'`);
    expect(policy).toContain("script-src 'self' 'sha256-");
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|https?:/);
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it('its files are kept by browsers, and are there with and without brotli', async () => {
    const { port } = await serve({ tokens: [] });
    const plain = await ask(port, '/assets/ruru/ruru.js');
    expect([plain.status, plain.headers['content-type'], plain.headers['content-encoding']]).toEqual([
      200,
      'text/javascript; charset=utf-8',
      undefined,
    ]);
    const packed = await fetch(`http://127.0.0.1:${port}/assets/ruru/ruru.js`, {
      headers: { 'accept-encoding': 'br' },
    });
    expect(await packed.text()).toBe(plain.text);
    expect(packed.headers.get('cache-control')).toBe('public, max-age=3600');
    const again = await ask(port, '/assets/ruru/ruru.js', {
      headers: { 'if-none-match': plain.headers.etag ?? 'none' },
    });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it.each([
    '/assets/ruru/none.js',
    '/assets/ruru/../package.json',
    '/assets/ruru/%2e%2e/package.json',
    '/assets/ruru/__proto__',
    '/assets/ruru/constructor',
    '/assets/ruru/ruru.js.map',
  ])('has no file at %s', async (path) => {
    const { port } = await serve();
    const answer = await ask(port, path);
    expect(answer.status).toBe(404);
    expect(answer.json()).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });
});
