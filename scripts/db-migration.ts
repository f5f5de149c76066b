// npm run db:migration -- NAME [--empty]
// Writes prisma/migrations/<time>_<name>/migration.sql: what leads from the committed migrations to prisma/schema.prisma.
// With --empty the file is for SQL by hand (triggers, conditions of indexes); by hand may also be added to a written one before it is committed.
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { migrationsDirectory, readMigrations } from '#src/db/migration-files.ts';
import { diffMigrations } from './lib/schema-engine.ts';

const USAGE = 'Usage: npm run db:migration -- NAME [--empty], where NAME says what it does, such as add_schedules';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { empty: { type: 'boolean', default: false } },
});
const name = positionals
  .join('_')
  .toLowerCase()
  .replaceAll(/[^a-z0-9]+/g, '_');
if (!/^[a-z][a-z0-9_]{1,80}$/.test(name)) {
  console.error(USAGE);
  process.exit(64);
}

const sql = values.empty ? '-- By hand: \n' : await diffMigrations();
if (sql === '') {
  console.error('Nothing to do: the migrations agree with prisma/schema.prisma. (--empty makes one for SQL by hand.)');
  process.exit(1);
}

const directory = migrationsDirectory();
const last = (await readMigrations(directory)).at(-1)?.name ?? '';
const time = new Date().toISOString().replaceAll(/[-:T]|\..*$/g, '');
// Order is by name: a migration dated before the last one would run before it elsewhere.
if (time <= last.slice(0, time.length)) {
  console.error(`The clock of this machine (${time}) is behind the last migration ${last}.`);
  process.exit(1);
}
const target = join(directory, `${time}_${name}`);
await mkdir(target);
await writeFile(join(target, 'migration.sql'), sql);
console.log(
  `Wrote ${relative(process.cwd(), join(target, 'migration.sql'))}. Read it, then: npm run generate:prisma && npm run db:check`,
);
