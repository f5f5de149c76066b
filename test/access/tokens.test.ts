import { chmodSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newToken } from '#src/access/new-token.ts';
import { openTokenStore } from '#src/access/tokens.ts';
import { tempDir } from '#test/harness/temp-dir.ts';

function make(name: string, more: { expires?: string } = {}) {
  const made = newToken(
    { name, role: 'viewer', clusters: undefined, namespaces: undefined, expires: more.expires },
    new Date(),
  );
  if ('errors' in made) throw new Error(made.errors.join());
  return made;
}

/** A store over a file with these entries, and what it logged. */
async function storeOf(...entries: readonly unknown[]) {
  const file = join(tempDir(), 'tokens.json');
  writeFileSync(file, JSON.stringify(entries));
  const log: string[] = [];
  const logger = pino({ base: null, timestamp: false }, { write: (line: string) => void log.push(line) });
  const store = await openTokenStore({ file, logger, pollMs: 5 });
  onTestFinished(() => store.close());
  return { file, store, log };
}

describe('the tokens that are valid now', () => {
  it('are found by the token, whichever entry has its hash', async () => {
    const [a, b, c] = [make('a'), make('b'), make('c')];
    const { store } = await storeOf(a.entry, b.entry);
    expect(store.find(a.token)).toEqual(a.entry);
    expect(store.find(b.token)).toEqual(b.entry);
    expect(store.find(c.token)).toBeUndefined();
    expect(store.find(a.entry.sha256)).toBeUndefined();
  });

  it('change with the file: one is added, one removed, one keeps its identity, one has other rights', async () => {
    const [stays, goes, changes, comes] = [make('stays'), make('goes'), make('changes'), make('comes')];
    const { file, store } = await storeOf(stays.entry, goes.entry, changes.entry);
    const before = [stays, goes, changes].map(({ token }) => store.find(token));
    let changed = 0;
    store.onChange(() => (changed += 1));
    writeFileSync(file, JSON.stringify([comes.entry, { ...changes.entry, role: 'ADMIN' }, stays.entry]));
    await expect.poll(() => changed).toBe(1);
    expect(before.map((entry) => entry !== undefined && store.holds(entry))).toEqual([true, false, false]);
    expect([comes, goes, changes, stays].map(({ token }) => store.find(token)?.role)).toEqual([
      'VIEWER',
      undefined,
      'ADMIN',
      'VIEWER',
    ]);
  });

  it('change also when a mounted ConfigMap swaps the symlink', async () => {
    const directory = tempDir();
    const [a, b] = [make('a'), make('b')];
    writeFileSync(join(directory, 'one.json'), JSON.stringify([a.entry]));
    writeFileSync(join(directory, 'two.json'), JSON.stringify([b.entry]));
    symlinkSync('one.json', join(directory, 'tokens.json'));
    const store = await openTokenStore({
      file: join(directory, 'tokens.json'),
      logger: pino({ enabled: false }),
      pollMs: 5,
    });
    onTestFinished(() => store.close());
    symlinkSync('two.json', join(directory, 'next'));
    renameSync(join(directory, 'next'), join(directory, 'tokens.json'));
    await expect.poll(() => store.find(b.token)?.name).toBe('b');
    expect(store.find(a.token)).toBeUndefined();
  });

  it('stay as they were while the file is broken, which is logged once and without any of its content', async () => {
    const [a, b] = [make('a'), make('b')];
    const { file, store, log } = await storeOf(a.entry);
    writeFileSync(file, `[{"name":"b","sha256":"${b.token}"`);
    await expect.poll(() => log.length).toBe(1);
    expect(JSON.parse(log[0] ?? '')).toEqual({
      level: 50,
      file,
      problems: ['The tokens file is not JSON.'],
      msg: 'The changed tokens file is wrong; the tokens from before stay valid.',
    });
    expect(store.find(a.token)?.name).toBe('a');
    writeFileSync(file, JSON.stringify([b.entry]));
    await expect.poll(() => store.find(b.token)?.name).toBe('b');
    expect(store.find(a.token)).toBeUndefined();
    expect(log.map((line) => JSON.parse(line).level)).toEqual([50, 30]);
  });

  it('stay as they were while the file is gone', async () => {
    const a = make('a');
    const { file, store, log } = await storeOf(a.entry);
    rmSync(file);
    await expect.poll(() => log.length).toBe(1);
    expect(JSON.parse(log[0] ?? '')).toMatchObject({
      level: 50,
      msg: "The tokens file can't be read; the tokens from before stay valid.",
    });
    expect(store.find(a.token)?.name).toBe('a');
    writeFileSync(file, '[]');
    await expect.poll(() => store.find(a.token)).toBeUndefined();
    expect(log.length).toBe(2);
  });

  it('are not opened at all from a wrong or missing file', async () => {
    const file = join(tempDir(), 'tokens.json');
    const options = { file, logger: pino({ enabled: false }) };
    await expect(openTokenStore(options)).rejects.toThrow('ENOENT');
    writeFileSync(file, '{}');
    await expect(openTokenStore(options)).rejects.toThrow('The tokens file must hold a JSON array of entries.');
    chmodSync(file, 0o600);
    writeFileSync(file, ' '.repeat(1_048_577));
    await expect(openTokenStore(options)).rejects.toThrow('The tokens file is larger than 1 MiB.');
  });
});
