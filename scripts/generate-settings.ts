/** Writes the README's table of settings. */
import { readFileSync, writeFileSync } from 'node:fs';
import { SETTINGS } from '#src/config/settings.ts';

const BEGIN = '<!-- generated: settings -->';
const END = '<!-- /generated -->';

const rows = Object.values(SETTINGS).map(
  ({ variable, default: usual, description, accepted }) =>
    `| \`${variable}\` | ${usual === undefined || usual === '' ? '' : `\`${usual}\``} | ${description} Accepted: ${accepted}. |`,
);
const table = [BEGIN, '| variable | default | meaning |', '|---|---|---|', ...rows, END].join('\n');

const readme = readFileSync('README.md', 'utf8');
const begin = readme.indexOf(BEGIN);
const end = readme.indexOf(END, begin);
if (begin < 0 || end < 0) throw new Error(`README.md has no ${BEGIN} … ${END}`);
writeFileSync('README.md', readme.slice(0, begin) + table + readme.slice(end + END.length));
