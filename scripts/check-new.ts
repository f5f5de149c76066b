/** Scaffolds a check: `npm run check:new -- AREA CHECK-ID`. Writes the check, its test and its page, and adds it to the index. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const CATALOGUE = 'src/checks/catalogue';
const areas = readdirSync(CATALOGUE, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const [area, id] = process.argv.slice(2);

function usage(problem: string): never {
  console.error(
    `${problem}\nUsage: npm run check:new -- AREA CHECK-ID\n  AREA      one of ${areas.join(', ')}\n  CHECK-ID  words in kebab-case, such as service-without-ready-pods`,
  );
  process.exit(64);
}

if (area === undefined || id === undefined) usage('Two words are needed.');
if (!areas.includes(area)) usage(`There is no area "${area}".`);
if (!/^[a-z]+(-[a-z0-9]+)+$/.test(id)) usage(`"${id}" is no check id.`);

const name = id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
const files: Readonly<Record<string, string>> = {
  [`${CATALOGUE}/${area}/${id}.ts`]: `import { defineCheck } from '../../engine/define-check.ts';

export const ${name} = defineCheck({
  id: '${id}',
  title: 'Say in a few words what is wrong',
  stage: 'POD',
  severity: 'WARNING',
  needs: ['Pod'],
  messages: {
    found: { text: 'Pod {{name}} in {{namespace}} has a problem.', next: 'kubectl -n {{namespace}} describe pod {{name}}' },
  },
  remedy: 'Say what a person does about it.',
  *run({ snapshot }) {
    for (const pod of snapshot.list('Pod')) {
      if (pod.metadata.labels?.['has-a-problem'] === 'yes') yield { on: pod, message: 'found', data: {} };
    }
  },
});
`,
  [`test/checks/catalogue/${area}/${id}.test.ts`]: `import { ${name} } from '#src/checks/catalogue/${area}/${id}.ts';
import { pod } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

testCheck(${name}, {
  quiet: {
    'a healthy pod': { objects: [pod()] },
  },
  fires: {
    'a pod with the problem': {
      objects: [pod({ metadata: { labels: { 'has-a-problem': 'yes' } } })],
      reports: [{ on: 'shop/Pod/web-1', message: 'found', data: {} }],
    },
  },
});
`,
  [`docs/checks/${id}.md`]: `<!-- generated: header -->
<!-- /generated -->

## Why it matters

## What it looks at

## Fires

\`\`\`yaml
apiVersion: v1
kind: Pod
metadata: { namespace: shop, name: web-1, labels: { has-a-problem: "yes" } }
\`\`\`

## Stays quiet

\`\`\`yaml
apiVersion: v1
kind: Pod
metadata: { namespace: shop, name: web-1 }
\`\`\`

## Confirm by hand

## When to turn it off
`,
};

const taken = Object.keys(files).filter((path) => existsSync(path));
if (taken.length > 0) usage(`Already there: ${taken.join(', ')}.`);
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`wrote ${path}`);
}

const indexPath = `${CATALOGUE}/index.ts`;
const index = readFileSync(indexPath, 'utf8');
const withImport = `import { ${name} } from './${area}/${id}.ts';\n${index}`;
const withEntry = withImport.replace(
  /(export const CHECKS: readonly Check\[\] = \[[\s\S]*?)(\n?\];)/,
  `$1\n  ${name},$2`,
);
writeFileSync(indexPath, withEntry);
console.log(`added ${name} to ${indexPath}; now: npm run generate && npx biome check --write ${CATALOGUE}`);
