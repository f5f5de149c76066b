import { cp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startTestApp } from '#test/harness/app.ts';
import { tempDir } from '#test/harness/temp-dir.ts';

const SHOP = { directory: resolve('recordings/shop'), moment: '1-before' };

describe('texts that are no texts are refused before anything is asked of the database', () => {
  const documents: Record<string, { document: string; variables: object }> = {
    'U+0000 in a filter': {
      document: 'query ($text: String!) { findings(filter: { cluster: $text }) { nodes { id } } }',
      variables: { text: 'a\0b' },
    },
    'U+0000 in a list': {
      document: 'query ($text: String!) { findings(filter: { namespaces: [$text] }) { nodes { id } } }',
      variables: { text: '\0' },
    },
    'U+0000 written into the document': {
      document: '{ auditEvents(filter: { viewer: "\\u0000" }) { nodes { id } } }',
      variables: {},
    },
    'half a character as idempotency key': {
      document:
        'mutation ($text: String!) { runStart(input: { cluster: "shop", idempotencyKey: $text }) { run { id } } }',
      variables: { text: '\ud800' },
    },
  };

  test('with one error that says what and where, and nothing in the error log', async () => {
    const app = await startTestApp({ recordings: [SHOP] });
    for (const [title, { document, variables }] of Object.entries(documents)) {
      const { errors } = await app.ask(document, variables as Record<string, unknown>);
      expect(errors, title).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(errors?.[0]?.message, title).toMatch(/holds (the character U\+0000|half of a character)/);
    }
    expect(app.log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});

test('two copies of one cluster keep memories of their own', async () => {
  const copy = join(tempDir(), 'copy');
  await cp('recordings/shop', copy, { recursive: true });
  const app = await startTestApp({ recordings: [SHOP, { directory: copy, moment: '2-during' }] });
  const count = async (cluster: string): Promise<number> => {
    const query = 'query ($cluster: String!) { findings(filter: { cluster: $cluster, state: OPEN }) { totalCount } }';
    return (await app.query<{ findings: { totalCount: number } }>(query, { cluster })).findings.totalCount;
  };
  await app.diagnose({ cluster: 'shop' });
  const before = await count('shop');
  await app.diagnose({ cluster: 'copy' });
  expect(await count('shop')).toBe(before);
  expect(await count('copy')).toBeGreaterThan(before + 20);
});

test('a run on a cluster that can not be reached is refused with the reason', async () => {
  const damaged = join(tempDir(), 'damaged');
  await cp('recordings/shop/1-before/lists', join(damaged, 'lists'), { recursive: true });
  const app = await startTestApp({ recordings: [{ directory: damaged, moment: undefined }] });
  const { errors } = await app.ask('mutation { runStart(input: { cluster: "damaged" }) { run { id } } }');
  expect(errors).toMatchObject([
    {
      extensions: { code: 'UNAVAILABLE' },
      message: expect.stringMatching(/taken-at\.txt|discovery|apis\.json|version\.json/),
    },
  ]);
});
