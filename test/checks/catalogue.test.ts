import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { headerOf, SECTIONS } from '#root/scripts/check-page.ts';
import { CHECKS } from '#src/checks/catalogue/index.ts';
import { placeholdersOf } from '#src/checks/engine/fill-text.ts';
import { runChecks } from '#src/checks/engine/run-checks.ts';
import { NOW } from '#test/harness/objects.ts';
import { objectsOf, sectionOf, yamlBlocks } from '#test/harness/page-objects.ts';
import { snapshotOf } from '#test/harness/snapshot-of.ts';

const ids = CHECKS.map(({ id }) => id).sort();

function namesOf(pattern: string, ending: string): string[] {
  return globSync(pattern)
    .map((path) => basename(path, ending))
    .filter((name) => name !== 'README')
    .sort();
}

describe('no part of a check can be forgotten', () => {
  test('every file in the catalogue is in the index', () => {
    expect(namesOf('src/checks/catalogue/*/*.ts', '.ts')).toEqual(ids);
  });
  test('every check has its test', () => {
    expect(namesOf('test/checks/catalogue/*/*.test.ts', '.test.ts')).toEqual(ids);
  });
  test('every check has its page', () => {
    expect(namesOf('docs/checks/*.md', '.md')).toEqual(ids);
  });
  test('no id is given twice', () => {
    expect(ids.filter((id, index) => ids[index - 1] === id)).toEqual([]);
  });
});

describe.each(CHECKS.map((check) => ({ check, id: check.id })))('$id', ({ check }) => {
  const page = readFileSync(`docs/checks/${check.id}.md`, 'utf8');

  test('speaks in whole sentences and tells what to do', () => {
    expect(check.remedy).toMatch(/^[A-Z].*\.$/s);
    expect(check.title).toMatch(/^[A-Z].*[^.]$/);
    for (const message of Object.values(check.messages)) {
      expect(message.text).toMatch(/^([A-Z]|\{\{).*\.$/s);
      expect(placeholdersOf(message.text)).toEqual(
        expect.arrayContaining(message.changes?.filter((key) => placeholdersOf(message.text).includes(key)) ?? []),
      );
    }
  });

  test('every param has a default', () => {
    expect(check.params === undefined ? {} : check.params.parse({})).toBeTypeOf('object');
  });

  test('has a page whose head is what the check says (npm run generate)', () => {
    expect(page.startsWith(`${headerOf(check)}\n`)).toBe(true);
  });

  test('has a page with every section written', () => {
    for (const section of SECTIONS)
      expect((sectionOf(page, section) ?? '').length, section).toBeGreaterThan(section.length + 20);
  });

  async function findingsOf(block: string): Promise<readonly string[]> {
    const { outcomes, findings } = await runChecks({
      checks: [check],
      snapshot: snapshotOf(objectsOf(block)),
      scope: { namespaces: undefined, requirements: [] },
      defaults: {},
      params: {},
      now: NOW,
      ourNow: NOW,
      stopwatch: () => 0,
    });
    expect(outcomes.map(({ state }) => state)).not.toContain('CRASHED');
    return findings.map(({ text }) => text);
  }

  test('the examples on its page fire, and stay quiet', async () => {
    const fires = yamlBlocks(sectionOf(page, 'Fires') ?? '');
    const quiet = yamlBlocks(sectionOf(page, 'Stays quiet') ?? '');
    expect(fires.length, 'examples that fire').toBeGreaterThan(0);
    expect(quiet.length, 'examples that stay quiet').toBeGreaterThan(0);
    for (const block of fires) expect(await findingsOf(block), block).not.toEqual([]);
    for (const block of quiet) expect(await findingsOf(block), block).toEqual([]);
  });
});
