import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempDir } from '#test/harness/temp-dir.ts';

/** The server's entry with these arguments and just this environment. */
function main(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/main.ts', ...args], { encoding: 'utf8', env });
  return { status, stdout, stderr };
}

describe('npm start', () => {
  it('ends with 78 on wrong settings, tells them all, starts nothing and shows no secret', () => {
    const dataDir = join(tempDir(), 'data');
    const { status, stdout, stderr } = main([], {
      KUBECLINIC_DATA_DIR: dataDir,
      KUBECLINIC_PORT: 'x',
      KUBECLINIC_HOTS: 'y',
      DATABASE_URL: 'kc:s3cret@db',
    });
    expect({ status, stdout }).toEqual({ status: 78, stdout: '' });
    expect(stderr.split('\n').map((line) => line.split('.', 1)[0])).toEqual([
      'Kubeclinic was not started: 3 problems with its settings',
      '  KUBECLINIC_HOTS: There is no such setting; the nearest one is KUBECLINIC_HOST',
      '  KUBECLINIC_PORT: "x" is not a whole number',
      '  DATABASE_URL: It does not begin with postgres:// or postgresql://',
      '',
    ]);
    expect(stderr).not.toContain('s3cret');
    expect(existsSync(dataDir)).toBe(false);
  });

  it.each([['--port'], ['serve']])('ends with 64 on the argument %s', (argument) => {
    const { status, stdout, stderr } = main([argument]);
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
    expect(stderr).toContain(argument);
    expect(stderr).toContain('Usage: npm start');
  });

  it('tells its usage', () => {
    expect(main(['--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage: npm start') });
  });
});
