import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
}

let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'kubeclinic-lint-'));
  for (const path of ['src', 'package.json', 'tsconfig.json', '.dependency-cruiser.mjs', 'biome.jsonc', 'scripts']) {
    await cp(path, join(copy, path), { recursive: true });
  }
  await mkdir(join(copy, 'test'));
  await writeFile(join(copy, 'test/fake.ts'), 'export const fake = 1;\n');
  await symlink(resolve('node_modules'), join(copy, 'node_modules'));
});

afterAll(async () => {
  await rm(copy, { recursive: true, force: true });
});

/** All violations in the copy after these files were added; the files are taken away again. */
async function violationsWith(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(copy, path)), { recursive: true });
    await writeFile(join(copy, path), text);
  }
  const cruise = join(copy, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [cruise, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'src'];
  const { stdout } = await run(process.execPath, args, { cwd: copy, maxBuffer: 256 * 1024 * 1024 }).catch(
    (error: { stdout: string }) => error,
  );
  for (const path of Object.keys(files)) await rm(join(copy, path));
  const { summary } = JSON.parse(stdout) as { summary: { violations: readonly Violation[] } };
  return summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`).sort();
}

describe('the import rules are seen to fail', () => {
  test('the tree as it is has no violation', async () => {
    expect(await violationsWith({})).toEqual([]);
  });

  test('each rule refuses what it is there to refuse', async () => {
    const forbidden = {
      'src/audit/bad-test.ts': "import { fake } from '../../test/fake.ts';\nexport const bad = fake;\n",
      'src/checks/catalogue/pods/bad-clock.ts':
        "import { performance } from 'node:perf_hooks';\nexport const bad = performance.now();\n",
      'src/checks/catalogue/pods/bad-room.ts':
        "import { KINDS } from '../../../kubernetes/kinds.ts';\nexport const bad = KINDS;\n",
      'src/checks/lib/bad-room.ts':
        "import { createSnapshot } from '../../kubernetes/snapshot.ts';\nexport const bad = createSnapshot;\n",
      'src/checks/engine/bad-check.ts': "import { CHECKS } from '../catalogue/index.ts';\nexport const bad = CHECKS;\n",
      'src/graphql/resolvers/bad-store.ts':
        "import { createSnapshot } from '#src/kubernetes/snapshot.ts';\nexport const bad = createSnapshot;\n",
      'src/jobs/tasks/bad-port.ts':
        "import { createSnapshot } from '#src/kubernetes/snapshot.ts';\nexport const bad = createSnapshot;\n",
      'src/http/bad-client.ts': "import { request } from 'undici';\nexport const bad = request;\n",
      'src/audit/bad-sql.ts': "import pg from 'pg';\nexport const bad = pg;\n",
      'src/audit/bad-reflector.ts':
        "import { createSnapshot } from '#src/kubernetes/snapshot.ts';\nexport const bad = createSnapshot;\n",
      'src/lib/bad-room.ts': "import { KINDS } from '#src/kubernetes/kinds.ts';\nexport const bad = KINDS;\n",
      'src/audit/bad-root.ts': "import { createApp } from '#src/app.ts';\nexport const bad = createApp;\n",
      'src/audit/bad-circle-a.ts': "import { b } from './bad-circle-b.ts';\nexport const a = () => b;\n",
      'src/audit/bad-circle-b.ts': "import { a } from './bad-circle-a.ts';\nexport const b = () => a;\n",
      'src/audit/bad-name.ts': "import { nobody } from './nowhere.ts';\nexport const bad = nobody;\n",
    };
    expect(await violationsWith(forbidden)).toEqual(
      [
        'src-not-to-test: src/audit/bad-test.ts',
        'catalogue-no-built-ins: src/checks/catalogue/pods/bad-clock.ts',
        'catalogue-only-to-engine: src/checks/catalogue/pods/bad-clock.ts',
        'catalogue-only-to-engine: src/checks/catalogue/pods/bad-room.ts',
        'checks-lib-stays-pure: src/checks/lib/bad-room.ts',
        'engine-knows-no-check: src/checks/engine/bad-check.ts',
        'engine-no-catalogue-types: src/checks/engine/bad-check.ts',
        'resolvers-translate: src/graphql/resolvers/bad-store.ts',
        'tasks-call-services: src/jobs/tasks/bad-port.ts',
        'kubernetes-client-in-its-room: src/http/bad-client.ts',
        'database-clients-in-their-rooms: src/audit/bad-sql.ts',
        'domains-meet-at-the-port: src/audit/bad-reflector.ts',
        'lib-needs-nothing: src/lib/bad-room.ts',
        'only-the-root-constructs: src/audit/bad-root.ts',
        'no-circular: src/audit/bad-circle-a.ts',
        'no-unresolvable: src/audit/bad-name.ts',
      ].sort(),
    );
  });

  test('a type may cross where a value may not', async () => {
    const typeOnly =
      "import type { ClusterSnapshot } from '#src/kubernetes/port.ts';\nexport type Seen = ClusterSnapshot;\n";
    expect(
      await violationsWith({ 'src/checks/lib/good-type.ts': typeOnly, 'src/graphql/resolvers/good-type.ts': typeOnly }),
    ).toEqual([]);
  });
});

describe('style rules', () => {
  test('the environment is read in src/config and nowhere else in src', async () => {
    const text = "export const home = process.env['HOME'];\n";
    const biome = resolve('node_modules/@biomejs/biome/bin/biome');
    const lint = async (path: string): Promise<string> => {
      const args = [biome, 'lint'];
      await writeFile(join(copy, path), text);
      const outcome = await run(process.execPath, [...args, '--vcs-enabled=false', path], { cwd: copy }).catch(
        (error: { stderr: string }) => error,
      );
      await rm(join(copy, path));
      return outcome.stderr;
    };
    expect(await lint('src/audit/bad-environment.ts')).toContain('lint/style/noProcessEnv');
    expect(await lint('src/config/good-environment.ts')).not.toContain('noProcessEnv');
  });
});

describe('file budgets', () => {
  test('a check of 121 lines fails, and is named', async () => {
    const path = join(copy, 'src/checks/catalogue/pods/too-long.ts');
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, 'export {};\n'.repeat(121));
    const outcome = await run(process.execPath, [resolve('scripts/file-budgets.ts'), copy]).catch(
      (error: { code: number; stderr: string }) => error,
    );
    await rm(path);
    expect(outcome).toMatchObject({
      code: 1,
      stderr: 'src/checks/catalogue/pods/too-long.ts: 121 lines; a check has 120\n',
    });
  });
});
