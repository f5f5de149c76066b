import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const NESTED_MS = 90_000;

let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'kubeclinic-new-'));
  for (const path of [
    'src',
    'scripts',
    'docs/checks',
    'test/harness',
    'test/checks',
    'package.json',
    'tsconfig.json',
  ]) {
    await cp(path, join(copy, path), { recursive: true });
  }
  await symlink(resolve('node_modules'), join(copy, 'node_modules'));
  await writeFile(join(copy, 'vitest.config.ts'), 'export default {};\n');
});

afterAll(async () => {
  await rm(copy, { recursive: true, force: true });
});

function inCopy(...args: readonly string[]): Promise<{ stdout: string; stderr: string; code?: number }> {
  return run(process.execPath, [...args], {
    cwd: copy,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
  }).catch((error: { stdout: string; stderr: string; code: number }) => error);
}

test('a scaffolded check is in the index, and its test passes before a line was written', {
  timeout: NESTED_MS,
}, async () => {
  const { stdout } = await inCopy('scripts/check-new.ts', 'network', 'service-is-odd');
  expect(stdout).toMatch(
    /^wrote src\/checks\/catalogue\/network\/service-is-odd\.ts\nwrote test\/[^\n]+\nwrote docs\/checks\/service-is-odd\.md\nadded serviceIsOdd/,
  );
  const index = await readFile(join(copy, 'src/checks/catalogue/index.ts'), 'utf8');
  expect(index).toContain("import { serviceIsOdd } from './network/service-is-odd.ts';\n");
  expect(index).toMatch(/ {2}serviceIsOdd,\n\];/);

  await inCopy('scripts/generate-checks.ts');
  const page = await readFile(join(copy, 'docs/checks/service-is-odd.md'), 'utf8');
  expect(page).toMatch(/^<!-- generated: header -->\n# Say in a few words what is wrong\n/);
  const own = await inCopy(
    'node_modules/vitest/vitest.mjs',
    'run',
    'test/checks/catalogue/network/service-is-odd.test.ts',
  );
  expect(own.stdout).toMatch(/\b5 passed\b/);
});

test('a second check of the same name is refused, and so is a name that is none', async () => {
  await inCopy('scripts/check-new.ts', 'network', 'service-is-twice');
  const twice = await inCopy('scripts/check-new.ts', 'network', 'service-is-twice');
  expect(twice).toMatchObject({ code: 64, stderr: expect.stringMatching(/^Already there: /) });
  const badName = await inCopy('scripts/check-new.ts', 'network', 'Odd');
  expect(badName).toMatchObject({ code: 64, stderr: expect.stringMatching(/^"Odd" is no check id\./) });
  const badArea = await inCopy('scripts/check-new.ts', 'nowhere', 'service-is-odd');
  expect(badArea).toMatchObject({ code: 64, stderr: expect.stringMatching(/^There is no area "nowhere"\./) });
});
