import { expect, test } from 'vitest';
import { runScript } from '#test/harness/run-script.ts';
import { tempDir } from '#test/harness/temp-dir.ts';

const SUMMARY = /\n[1-9]\d* resolved, [1-9]\d* new, 1 changed, [1-9]\d* unchanged, 0 not comparable\n/;

/** Two whole demos, each with an initdb. */
const STORY_MS = 120_000;

test('the demo tells its story, and starts afresh each time', { timeout: STORY_MS }, async () => {
  const dataDir = tempDir();
  for (const round of ['first', 'second']) {
    const demo = runScript('src/cli/demo.ts', { args: ['--once'], env: { KUBECLINIC_DATA_DIR: dataDir } });
    const { code, stdout, stderr } = await demo.ended;
    expect(stderr, round).toBe('');
    expect(code, round).toBe(0);
    expect(stdout, round).toMatch(/1-before: \d+ objects, \d+ checks, 2 INFO\n/);
    expect(stdout, round).toMatch(/^ERROR +2-during +shop\/Deployment\/mailer$/m);
    expect(stdout, round).toContain('Deployment mailer in shop: container mailer keeps crashing with exit code 3, 4');
    expect(stdout, round).toMatch(SUMMARY);
    const [, unchanged = ''] = stdout.split('\nUnchanged, though the pods are others\n');
    expect(unchanged, round).toContain('  shop/Deployment/recommender container-oom-killed\n');
    expect(stdout, round).toContain(`curl -s http://127.0.0.1:`);
    // No colour and no control characters where the output is no terminal.
    expect(stdout, round).not.toContain('\u001b');
  }
});

test('the query that the demo offers can be pasted', async () => {
  const demo = runScript('src/cli/demo.ts', { env: { KUBECLINIC_DATA_DIR: tempDir() } });
  const [, url = '', body = ''] = await demo.says(/curl -s (\S+) -H 'content-type: application\/json' -d '([^']+)'/);
  await demo.says(/Serving until Ctrl-C/);
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { data } = (await answer.json()) as { data: { findings: { totalCount: number; nodes: unknown[] } } };
  expect(data.findings.nodes).toHaveLength(5);
  expect(data.findings.totalCount).toBeGreaterThan(5);
  demo.child.kill('SIGINT');
  expect(await demo.ended).toMatchObject({ code: 0 });
});

test('a second demo in the same data directory is refused in one sentence, not in a stack', async () => {
  const env = { KUBECLINIC_DATA_DIR: tempDir() };
  const first = runScript('src/cli/demo.ts', { env });
  await first.says(/Serving until Ctrl-C/);
  const { code, stderr } = await runScript('src/cli/demo.ts', { env }).ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(/^Kubeclinic could not start\. [^\n]+\n$/);
  expect(stderr).toContain(env.KUBECLINIC_DATA_DIR);
  first.child.kill('SIGINT');
  expect(await first.ended).toMatchObject({ code: 0 });
});

test('the demo stays on loopback and open, whatever else is configured', async () => {
  const env = { KUBECLINIC_DATA_DIR: tempDir(), KUBECLINIC_HOST: '0.0.0.0', KUBECLINIC_ALLOW_ANONYMOUS: 'true' };
  const { code, stdout } = await runScript('src/cli/demo.ts', { args: ['--once'], env }).ended;
  expect(code).toBe(0);
  expect(stdout).toContain('serving recordings/shop at http://127.0.0.1:');
});
