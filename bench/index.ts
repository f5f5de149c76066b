/** `npm run bench [-- page|rows]`: figures, as ratios within one run on one machine; never a test. */
import { benchPage } from './page-bench.ts';
import { benchRows } from './rows-bench.ts';

const BENCHES: Readonly<Record<string, () => Promise<void>>> = { page: benchPage, rows: benchRows };

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !Object.hasOwn(BENCHES, name));
if (unknown !== undefined) {
  console.error(`There is no bench "${unknown}"; there are ${Object.keys(BENCHES).join(', ')}.`);
  process.exitCode = 64;
} else {
  for (const [name, bench] of Object.entries(BENCHES)) if (wanted.length === 0 || wanted.includes(name)) await bench();
}
