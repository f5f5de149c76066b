import { parseArgs } from 'node:util';
import { newToken } from '../src/access/new-token.ts';

const USAGE = `Makes a token and its entry for the file that KUBECLINIC_TOKENS_FILE names.

Usage: npm run token -- --name NAME --role VIEWER|OPERATOR|ADMIN [--clusters A,B] [--namespaces X,Y] [--expires 30d|TIME]

  --name        who uses it; stands in the audit
  --role        VIEWER reads, OPERATOR also starts runs, ADMIN also reads the audit
  --clusters    clusters it may see, by name; default all
  --namespaces  namespaces it may see; default all, and cluster-scoped objects
  --expires     a span (45m, 12h, 30d) or an RFC 3339 time (2030-01-31T12:00:00Z); default never
`;

/** EX_USAGE of sysexits.h. */
const WRONG_ARGUMENTS = 64;

function fail(problems: readonly string[]): void {
  process.stderr.write(`${problems.join('\n')}\n\n${USAGE}`);
  process.exitCode = WRONG_ARGUMENTS;
}

function run(): void {
  let values: {
    name?: string;
    role?: string;
    clusters?: string;
    namespaces?: string;
    expires?: string;
    help?: boolean;
  };
  try {
    const text = { type: 'string' } as const;
    const options = {
      name: text,
      role: text,
      clusters: text,
      namespaces: text,
      expires: text,
      help: { type: 'boolean', short: 'h' },
    } as const;
    values = parseArgs({ options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    fail([error instanceof Error ? error.message : String(error)]);
    return;
  }
  if (values.help === true) {
    process.stdout.write(USAGE);
    return;
  }
  const { name, role, clusters, namespaces, expires } = values;
  const made =
    name === undefined || role === undefined
      ? { errors: ['--name and --role are needed.'] }
      : newToken({ name, role, clusters, namespaces, expires }, new Date());
  if ('errors' in made) {
    fail(made.errors);
    return;
  }
  // Labels go to standard error, so that standard output is the token's line and then the entry, for scripts.
  process.stderr.write('The token, shown this once:\n');
  process.stdout.write(`${made.token}\n`);
  process.stderr.write('Its entry, to be added to the array in the tokens file:\n');
  process.stdout.write(`${JSON.stringify(made.entry, undefined, 2)}\n`);
}

run();
