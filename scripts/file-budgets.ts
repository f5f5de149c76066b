/** Fails when a file outgrows its budget. Prints median and maximum, so that growth is seen before it hurts. */
import { globSync, readFileSync } from 'node:fs';

const BUDGETS: readonly { readonly pattern: RegExp; readonly lines: number; readonly what: string }[] = [
  { pattern: /^src\/main\.ts$/, lines: 60, what: 'the entry' },
  { pattern: /^src\/checks\/catalogue\/[^/]+\/[^/]+\.ts$/, lines: 120, what: 'a check' },
  { pattern: /^src\/graphql\/resolvers\/.+\.ts$/, lines: 40, what: 'a resolver' },
  { pattern: /\.ts$/, lines: 400, what: 'a file' },
];

const root = process.argv[2] ?? '.';
const files = globSync(['src/**/*.ts', 'test/**/*.ts', 'scripts/**/*.ts', 'bench/**/*.ts'], { cwd: root })
  .filter((path) => !path.includes('/generated/'))
  .map((path) => ({ path, lines: readFileSync(`${root}/${path}`, 'utf8').split('\n').length - 1 }))
  .sort((a, b) => a.lines - b.lines);

const over = files.flatMap(({ path, lines }) => {
  const budget = BUDGETS.find(({ pattern }) => pattern.test(path));
  return budget !== undefined && lines > budget.lines
    ? [`${path}: ${lines} lines; ${budget.what} has ${budget.lines}`]
    : [];
});

for (const line of over) console.error(line);
const largest = files.at(-1);
console.log(
  `${files.length} files, median ${files[Math.floor(files.length / 2)]?.lines} lines, largest ${largest?.path} with ${largest?.lines}`,
);
if (over.length > 0) process.exit(1);
