import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** An object as it was recorded. */
interface Recorded {
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly uid: string | undefined;
  readonly json: string;
}

function read(directory: string): readonly Recorded[] {
  return globSync(`${directory}/lists/*/*.json`).flatMap((file) => {
    const { items } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly items: readonly {
        readonly metadata: { readonly name: string; readonly namespace?: string; readonly uid?: string };
      }[];
    };
    return items.map((item) => ({
      resource: basename(file, '.json'),
      namespace: item.metadata.namespace,
      name: item.metadata.name,
      uid: item.metadata.uid,
      json: JSON.stringify(item),
    }));
  });
}

/** Names of namespaces that are also everyday words: `the default image tag`, `.data` of a Secret. They count where a namespace stands. */
const EVERYDAY = ['default', 'data'];

/** Whether one of the lines names something: as a whole word, so that `shop` is not found in `allow-shop-to-checkout`. */
export function names(lines: string, word: string): boolean {
  if (!lines.includes(word)) return false;
  const escaped = word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  const pattern = EVERYDAY.includes(word)
    ? `^${word}$|(?<![-A-Za-z0-9/.])${word}/|namespaces? "?${word}(?![-A-Za-z0-9])|-n ${word} `
    : `(?<![-A-Za-z0-9])${escaped}(?![-A-Za-z0-9])`;
  return new RegExp(pattern, 'm').test(lines);
}

/**
 * What a viewer of some namespaces may not be told of a recorded cluster: names of other namespaces, and names and uids of
 * what lies in them or in none. A name that also stands in the viewer's own objects (a node under one of its pods) tells
 * nothing; the name of a namespace is never excused.
 */
export function hiddenNames(moments: readonly string[], visible: readonly string[]): readonly string[] {
  const all = moments.flatMap(read);
  const isOwn = ({ namespace = '' }: Recorded): boolean => visible.includes(namespace);
  const ownText = all
    .filter(isOwn)
    .map(({ json }) => json)
    .join('\n');
  const namespaces = all
    .filter(({ resource, name }) => resource === 'namespaces' && !visible.includes(name))
    .map(({ name }) => name);
  const rest = all
    .filter((one) => !isOwn(one))
    .flatMap(({ resource, name, uid = '' }) => (resource === 'namespaces' ? [uid] : [name, uid]));
  return [...new Set([...namespaces, ...[...new Set(rest)].filter((word) => word !== '' && !names(ownText, word))])];
}
