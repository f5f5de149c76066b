/** Writes what is derived from the checks: the head of each page and the index of pages. */
import { readFileSync, writeFileSync } from 'node:fs';
import { CHECKS } from '#src/checks/catalogue/index.ts';
import { STAGES } from '#src/checks/engine/define-check.ts';
import { withHeader } from './check-page.ts';

for (const check of CHECKS) {
  const path = `docs/checks/${check.id}.md`;
  writeFileSync(path, withHeader(readFileSync(path, 'utf8'), check));
}

const index = STAGES.flatMap((stage) => {
  const rows = CHECKS.filter((check) => check.stage === stage).map(
    (check) => `| [\`${check.id}\`](${check.id}.md) | ${check.severity} | ${check.title} |`,
  );
  return rows.length === 0
    ? []
    : [`## ${stage}`, '', '| check | severity | what it finds |', '|---|---|---|', ...rows, ''];
});
writeFileSync(
  'docs/checks/README.md',
  [`# Checks`, '', `${CHECKS.length} checks, in the order of the troubleshooting course.`, '', ...index].join('\n'),
);
