/** Writes what is derived from the checks: the head of each page and the index of pages. `--check` only compares, and fails. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { CHECKS } from '#src/checks/catalogue/index.ts';
import { STAGES } from '#src/checks/engine/define-check.ts';
import { withHeader } from './check-page.ts';

const onlyCompare = process.argv.includes('--check');
const stale: string[] = [];

function write(path: string, text: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  if (onlyCompare) stale.push(path);
  else writeFileSync(path, text);
}

for (const check of CHECKS) {
  const path = `docs/checks/${check.id}.md`;
  write(path, withHeader(readFileSync(path, 'utf8'), check));
}

const index = STAGES.flatMap((stage) => {
  const rows = CHECKS.filter((check) => check.stage === stage).map((check) => `| [\`${check.id}\`](${check.id}.md) | ${check.severity} | ${check.title} |`);
  return rows.length === 0 ? [] : [`## ${stage}`, '', '| check | severity | what it finds |', '|---|---|---|', ...rows, ''];
});
write('docs/checks/README.md', [`# Checks`, '', `${CHECKS.length} checks, in the order of the troubleshooting course.`, '', ...index].join('\n'));

if (stale.length > 0) {
  console.error(`Stale: ${stale.join(', ')}. Run: npm run generate`);
  process.exit(1);
}
