import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newToken } from '#src/access/new-token.ts';

/** Who a test plays, as the options of `npm run token`. */
export interface Person {
  readonly role: string;
  readonly clusters?: string;
  readonly namespaces?: string;
  readonly expires?: string;
}

/** Writes a tokens file for these people into a directory; gives its path and each one's token. */
export function writeTokens<Name extends string>(
  directory: string,
  people: Readonly<Record<Name, Person>>,
): { readonly file: string; readonly tokens: Readonly<Record<Name, string>> } {
  const made = Object.entries<Person>(people).map(([name, person]) => {
    // Made long ago, so that a token can have expired by now.
    const token = newToken(
      { name, role: person.role, clusters: person.clusters, namespaces: person.namespaces, expires: person.expires },
      new Date('2020-01-01'),
    );
    if ('errors' in token) throw new Error(token.errors.join());
    return { name, ...token };
  });
  const file = join(directory, 'tokens.json');
  writeFileSync(file, JSON.stringify(made.map(({ entry }) => entry)));
  return { file, tokens: Object.fromEntries(made.map(({ name, token }) => [name, token])) as Record<Name, string> };
}
