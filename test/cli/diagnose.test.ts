import { readFileSync } from 'node:fs';
import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import type { DiagnosisReport } from '#src/cli/diagnosis-report.ts';
import { falselyAccused, missed, readExpectation, type SeenFinding } from '#test/harness/expected-diagnosis.ts';
import { type Ended, runScript } from '#test/harness/run-script.ts';
import { tempDir } from '#test/harness/temp-dir.ts';

function diagnose(...args: readonly string[]): Promise<Ended> {
  return runScript('src/cli/diagnose.ts', { args }).ended;
}

describe('one diagnosis without a server', () => {
  test('prints one JSON object that its schema describes, and nothing else on standard output', async () => {
    const { code, stdout, stderr } = await diagnose('--recording', 'recordings/shop:2-during', '--format', 'json');
    const report = JSON.parse(stdout) as DiagnosisReport;
    const ajv = new Ajv2020({ allErrors: true, strict: false });
    addFormats.default(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync('docs/diagnosis.schema.json', 'utf8')));
    validate(report);
    expect(validate.errors).toBeNull();
    expect(stderr).toBe('');
    expect(code).toBe(1);
    expect(report).toMatchObject({ cluster: 'shop', takenAt: '2026-11-23T16:09:23.000Z' });

    const expected = readExpectation('recordings/shop/expected.json').moments['2-during'] ?? {
      problems: [],
      quiet: [],
    };
    const findings = report.findings as readonly SeenFinding[];
    expect(missed(expected, findings)).toEqual([]);
    expect(falselyAccused(expected, findings)).toEqual([]);
  });

  test('exits 0 where nothing is bad enough, and takes the last moment by default', async () => {
    const { code, stdout } = await diagnose('--recording', 'recordings/shop:1-before', '--fail-on', 'WARNING');
    expect(stdout).toMatch(/^shop at 2026-11-23T16:05:07\.000Z: 2 INFO\n/);
    expect(code).toBe(0);
    const last = await diagnose('--recording', 'recordings/shop', '--fail-on', 'CRITICAL');
    expect(last.stdout).toMatch(/^shop at 2026-11-23T16:16:22\.000Z: /);
    expect(last.code).toBe(0);
  });

  test('exits 1 from the severity on that was named', async () => {
    expect((await diagnose('--recording', 'recordings/shop:1-before', '--fail-on', 'INFO')).code).toBe(1);
  });

  describe('blind is not green', () => {
    async function withoutSecrets(): Promise<string> {
      const directory = join(tempDir(), 'shop');
      await cp('recordings/shop/1-before', directory, { recursive: true });
      await rm(join(directory, 'lists/core/secrets.json'));
      const words = 'Error from server (Forbidden): secrets is forbidden: User "audit" cannot list resource "secrets"';
      await writeFile(join(directory, 'unreachable.json'), JSON.stringify({ '/api/v1/secrets': words }));
      return directory;
    }

    test('exits 2 when a check could not look, and says which and why', async () => {
      const { code, stdout } = await diagnose('--recording', await withoutSecrets());
      expect(stdout).toMatch(/Could not look \(\d+ of \d+ checks\):\n.*certificate-expiring UNKNOWN: Secret: /s);
      expect(code).toBe(2);
    });

    test('exits as usual when that is allowed', async () => {
      expect((await diagnose('--recording', await withoutSecrets(), '--allow-unknown')).code).toBe(0);
    });
  });

  test('a damaged recording is one sentence that names the file, and exit 2', async () => {
    const directory = join(tempDir(), 'shop');
    await cp('recordings/shop/1-before', directory, { recursive: true });
    await rm(join(directory, 'taken-at.txt'));
    const { code, stdout, stderr } = await diagnose('--recording', directory);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^[^\n]*taken-at\.txt[^\n]*\n$/);
    expect(code).toBe(2);
  });

  test('a reader that has seen enough changes nothing about how it ends', async () => {
    const script = runScript('src/cli/diagnose.ts', {
      args: ['--recording', 'recordings/shop:2-during', '--format', 'json'],
    });
    await script.says(/\{/);
    script.child.stdout?.destroy();
    expect(await script.ended).toMatchObject({ code: 1, stderr: '' });
  });

  test('wrong arguments are explained on standard error, and exit 64', async () => {
    const { code, stdout, stderr } = await diagnose('--recording', 'nowhere');
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^--recording: There is no directory "nowhere"\.\n\nUsage: /);
    expect(code).toBe(64);
  });
});
