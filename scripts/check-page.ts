import { z } from 'zod';
import type { Check } from '#src/checks/engine/define-check.ts';
import { SEVERITIES } from '#src/checks/engine/define-check.ts';

const BEGIN = '<!-- generated: header -->';
const END = '<!-- /generated -->';

/** The sections that every check's page has, in this order. */
export const SECTIONS = [
  'Why it matters',
  'What it looks at',
  'Fires',
  'Stays quiet',
  'Confirm by hand',
  'When to turn it off',
] as const;

function severitiesOf(check: Check): string {
  const used = new Set(Object.values(check.messages).map((message) => message.severity ?? check.severity));
  return SEVERITIES.filter((severity) => used.has(severity)).join(', ');
}

function paramsTable(check: Check): string[] {
  if (check.params === undefined) return [];
  const schema = z.toJSONSchema(check.params, { io: 'input' }) as {
    properties?: Record<string, { default?: unknown; description?: string; type?: string }>;
  };
  const rows = Object.entries(schema.properties ?? {}).map(
    ([name, { type, default: value, description }]) =>
      `| \`${name}\` | ${type ?? ''} | \`${JSON.stringify(value)}\` | ${description ?? ''} |`,
  );
  return ['', '| param | type | default | meaning |', '|---|---|---|---|', ...rows];
}

/** The generated head of a check's page: what its metadata says. */
export function headerOf(check: Check): string {
  const messages = Object.entries(check.messages).map(
    ([id, message]) => `| \`${id}\` | ${message.severity ?? check.severity} | ${message.text.replaceAll('|', '\\|')} |`,
  );
  return [
    BEGIN,
    `# ${check.title}`,
    '',
    `\`${check.id}\` · stage ${check.stage} · ${severitiesOf(check)}`,
    '',
    `Needs: ${check.needs.join(', ')}.${(check.uses ?? []).length > 0 ? ` Uses for evidence: ${(check.uses ?? []).join(', ')}.` : ''}`,
    ...((check.aliases ?? []).length > 0
      ? ['', `Elsewhere: ${(check.aliases ?? []).map((alias) => `\`${alias}\``).join(', ')}.`]
      : []),
    ...paramsTable(check),
    '',
    '| message | severity | sentence |',
    '|---|---|---|',
    ...messages,
    '',
    `Remedy: ${check.remedy}`,
    END,
  ].join('\n');
}

/** The page with its head made anew; the written sections stay. Throws when the markers are missing. */
export function withHeader(page: string, check: Check): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin !== 0 || end < 0) throw new Error(`docs/checks/${check.id}.md does not begin with ${BEGIN} … ${END}`);
  return `${headerOf(check)}${page.slice(end + END.length)}`;
}

/** An empty page to write in. */
export function emptyPage(check: Check): string {
  return `${headerOf(check)}\n\n${SECTIONS.map((section) => `## ${section}\n`).join('\n')}`;
}
