import { expect, test } from 'vitest';
import { createReleaseList } from '#src/lib/release-list.ts';

function recorded() {
  const heard: string[] = [];
  const list = createReleaseList((name, error) => heard.push(`${name}: ${(error as Error).message}`));
  const release = (name: string) => async () => void heard.push(name);
  return { heard, list, release };
}

test('what was acquired last is given back first, each once', async () => {
  const { heard, list, release } = recorded();
  for (const name of ['database', 'clusters', 'server']) list.add(name, release(name));
  await Promise.all([list.releaseAll(), list.releaseAll()]);
  expect(heard).toEqual(['server', 'clusters', 'database']);
});

test('one that fails keeps no other from being given back; the first error is thrown at the end', async () => {
  const { heard, list, release } = recorded();
  list.add('database', release('database'));
  list.add('worker', () => Promise.reject(new Error('late')));
  list.add('server', () => {
    throw new Error('busy');
  });
  await expect(list.releaseAll()).rejects.toThrow('busy');
  expect(heard).toEqual(['server: busy', 'worker: late', 'database']);
});

test('what is acquired while all is given back is given back at once', async () => {
  const { heard, list, release } = recorded();
  await list.releaseAll();
  list.add('late', release('late'));
  await Promise.resolve();
  expect(heard).toEqual(['late']);
});
