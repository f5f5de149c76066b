/**
 * Fails when schema.graphql breaks documents that the last commit's answers. What is broken on purpose is listed, with
 * its reason, in scripts/schema-breaking-allowed.json.
 *
 *   node scripts/schema-breaking.ts [--base REF]
 *
 * Without --base: the last commit, or the one before it when the working tree has nothing new (as in CI).
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type AllowedChange, breakingChanges } from './lib/breaking-changes.ts';

const ROOT = new URL('../', import.meta.url);
const LIST = 'scripts/schema-breaking-allowed.json';

/** The schema as a commit has it; undefined when it has none, or there is no such commit. */
function schemaAt(ref: string): string | undefined {
  try {
    return execFileSync('git', ['show', `${ref}:schema.graphql`], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
}

const { values } = parseArgs({ options: { base: { type: 'string' } } });
const after = readFileSync(new URL('schema.graphql', ROOT), 'utf8');
const allowed = JSON.parse(readFileSync(new URL(LIST, ROOT), 'utf8')) as AllowedChange[];
const base = values.base ?? (schemaAt('HEAD') === after ? 'HEAD^' : 'HEAD');
const before = schemaAt(base);

if (before === undefined) {
  console.log(`${base} has no schema.graphql: nothing can break.`);
} else {
  const changes = await breakingChanges(before, after, allowed);
  for (const { change, message } of changes) console.error(`${change}: ${message}`);
  if (changes.length > 0) {
    console.error(
      `\n${changes.length} breaking changes of schema.graphql against ${base}. Keep the old form beside the new and deprecate it, or list them in ${LIST} with a reason.`,
    );
    process.exitCode = 1;
  } else {
    console.log(`schema.graphql breaks nothing against ${base}.`);
  }
}
