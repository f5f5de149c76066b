import { z } from 'zod';
import { ROLES, type Role } from './viewer.ts';

/** What the tokens file says of one token. The token itself is nowhere: only its hash. */
export interface TokenEntry {
  readonly name: string;
  /** Lower-case hex SHA-256 of the token's UTF-8 bytes. */
  readonly sha256: string;
  readonly role: Role;
  /** Clusters by name; absent: all. */
  readonly clusters?: readonly string[] | undefined;
  /** Namespaces; absent: all, and cluster-scoped objects too. */
  readonly namespaces?: readonly string[] | undefined;
  /** RFC 3339; absent: never. */
  readonly expires?: string | undefined;
}

const MOST_TOKENS = 1_000;
const MOST_CHARACTERS = 1_048_576;
const MOST_ERRORS = 20;
/** Names of viewers that come without a token; a token with one of them would write false audit rows. */
const RESERVED = ['local', 'anonymous', 'system', 'unauthenticated'];

// Whoever pastes the token itself where its hash belongs must not find it in a log: no message repeats a value.
const nonEmptyList = (item: z.ZodType<string>, what: string) =>
  z
    .array(item, `must be an array of ${what}`)
    .min(1, 'is empty, which would show nothing; leave it out to show all')
    .max(1_000, 'has more than 1000 items')
    .optional();

/** One entry of the tokens file. */
export const tokenEntrySchema = z.strictObject(
  {
    name: z
      .string('must be a text')
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/,
        'must have 1 to 64 letters, digits or . _ @ - and begin with a letter or digit',
      )
      .refine((name) => !name.startsWith('kc_'), 'must not begin with kc_, as tokens do')
      .refine((name) => !RESERVED.includes(name.toLowerCase()), `must not be one of ${RESERVED.join(', ')}`),
    sha256: z
      .string('must be a text')
      .regex(/^[0-9a-f]{64}$/i, "must be the token's SHA-256 in 64 hexadecimal digits")
      .toLowerCase(),
    role: z.enum(ROLES, `must be one of ${ROLES.join(', ')}`),
    clusters: nonEmptyList(
      z.string('must be a text').min(1, 'must not be empty').max(253, 'is longer than 253 characters'),
      'cluster names',
    ),
    namespaces: nonEmptyList(
      z.string('must be a text').regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'must be the name of a namespace'),
      'namespace names',
    ),
    expires: z.iso
      .datetime({ offset: true, error: 'must be an RFC 3339 time such as 2030-01-31T12:00:00Z' })
      .optional(),
  },
  { error: (issue) => (issue.code === 'unrecognized_keys' ? undefined : 'must be an object') },
);

/** `name` of entry `index` for error texts, when it is a name at all. */
function entryLabel(entries: readonly unknown[], index: number): string {
  const entry = entries[index];
  const name = typeof entry === 'object' && entry !== null && 'name' in entry ? entry.name : undefined;
  const named = tokenEntrySchema.shape.name.safeParse(name);
  return named.success ? `entry ${index + 1} (${named.data})` : `entry ${index + 1}`;
}

function describeIssue(entries: readonly unknown[], issue: z.core.$ZodIssue): string {
  const [index, ...field] = issue.path;
  const where = typeof index === 'number' ? entryLabel(entries, index) : 'the file';
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(tokenEntrySchema.shape).join(', ');
    const words = issue.keys.filter((key) => /^[A-Za-z_-]{1,20}$/.test(key)).join(', ');
    return `${where}: has an unknown field${words === '' ? '' : ` (${words})`}; there are ${known}`;
  }
  return field.length > 0 ? `${where}: ${field.join('.')} ${issue.message}` : `${where}: ${issue.message}`;
}

function duplicates(tokens: readonly TokenEntry[]): string[] {
  const errors: string[] = [];
  for (const field of ['name', 'sha256'] as const) {
    const first = new Map<string, number>();
    tokens.forEach((token, index) => {
      const earlier = first.get(token[field]);
      if (earlier === undefined) first.set(token[field], index);
      else errors.push(`entries ${earlier + 1} and ${index + 1} (${token.name}): both have the same ${field}`);
    });
  }
  return errors;
}

/**
 * Reads the text of a tokens file: a JSON array of entries. An empty array is valid and lets nobody in. Errors name
 * entry and field and what would be right, at most 20 of them, and never repeat a value that could be a token.
 */
export function parseTokens(
  text: string,
): { readonly tokens: readonly TokenEntry[] } | { readonly errors: readonly string[] } {
  if (text.length > MOST_CHARACTERS) return { errors: ['The tokens file is larger than 1 MiB.'] };
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text around the error.
    return { errors: ['The tokens file is not JSON.'] };
  }
  if (!Array.isArray(content)) return { errors: ['The tokens file must hold a JSON array of entries.'] };
  if (content.length > MOST_TOKENS) return { errors: [`The tokens file has more than ${MOST_TOKENS} entries.`] };
  const result = z.array(tokenEntrySchema).safeParse(content);
  const problems = result.success
    ? duplicates(result.data)
    : result.error.issues.map((issue) => describeIssue(content, issue));
  if (result.success && problems.length === 0) return { tokens: result.data };
  const more = problems.length > MOST_ERRORS ? [`and ${problems.length - MOST_ERRORS} more`] : [];
  return { errors: [...problems.slice(0, MOST_ERRORS), ...more].map((problem) => `Tokens file, ${problem}.`) };
}
