/** Fails when something derived is stale: generates everything anew and names what became different. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';

const DERIVED = [
  'src/db/generated/**',
  'src/graphql/generated/**',
  'docs/checks/*.md',
  'docs/diagnosis.schema.json',
  'README.md',
];

function digests(): Map<string, string> {
  const files = DERIVED.flatMap((pattern) => globSync(pattern)).filter((path) => statSync(path).isFile());
  return new Map(files.map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]));
}

const before = digests();
execFileSync('npm', ['run', 'generate'], { stdio: 'inherit', shell: process.platform === 'win32' });
const after = digests();
const stale = [...new Set([...before.keys(), ...after.keys()])]
  .filter((path) => before.get(path) !== after.get(path))
  .sort();

if (stale.length > 0) {
  console.error(`Stale, and made anew now; commit them:\n${stale.join('\n')}`);
  process.exit(1);
}
console.log(`${after.size} derived files are what they are derived from.`);
