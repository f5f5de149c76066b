import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startTestApp } from '#test/harness/app.ts';

const README = readFileSync('README.md', 'utf8');
const SCRIPTS = Object.keys(
  (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts,
);

function block(language: string): string {
  const found = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(README)?.[1];
  if (found === undefined) throw new Error(`README.md has no ${language} block`);
  return found;
}

describe('what the README shows is true', () => {
  test('its first mutation and query give the answer that is printed', async () => {
    const app = await startTestApp({ recordings: [{ directory: resolve('recordings/shop'), moment: undefined }] });
    const [, body = ''] = /-d '(\{"query":"mutation.*\})'/.exec(README) ?? [];
    const { query } = JSON.parse(body) as { query: string };
    const { runStart } = await app.query<{ runStart: { run: { state: string }; userErrors: unknown[] } }>(query);
    expect(runStart).toMatchObject({ run: { state: 'QUEUED' }, userErrors: [] });
    // Runs of a cluster follow each other: when this one has ended, so has the README's.
    await app.diagnose({ cluster: 'shop' });
    const answer = await app.ask(block('graphql'));
    expect({ data: answer.data }).toEqual(JSON.parse(block('json')));
  });

  test('every npm script that README and CONTRIBUTING name exists, and CONTRIBUTING has a line for each that is for people', () => {
    const contributing = readFileSync('CONTRIBUTING.md', 'utf8');
    const named = [...`${README}\n${contributing}`.matchAll(/npm (?:run ([a-z:-]+)|(start|test)\b)/g)].map(
      ([, script, verb]) => script ?? verb ?? '',
    );
    expect(named.filter((name) => !SCRIPTS.includes(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(10);
    const forPeople = [
      'demo',
      'diagnose',
      'start',
      'dev',
      'build',
      'test',
      'lint',
      'typecheck',
      'generate',
      'generate:check',
      'check:new',
      'db:migration',
      'bench',
    ];
    for (const name of forPeople) expect(contributing, name).toMatch(new RegExp(`\\| \`npm (run )?${name}[ \`]`));
  });
});
