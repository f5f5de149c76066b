import { parseAllDocuments } from 'yaml';
import { isKindName } from '#src/kubernetes/kinds.ts';
import type { KubernetesObject } from '#src/kubernetes/objects.ts';
import { object, type RawObject } from './objects.ts';

/** The text under a `## heading`, up to the next one; undefined when the page has no such heading. */
export function sectionOf(page: string, heading: string): string | undefined {
  return page.split(/^## /m).find((section) => section.startsWith(`${heading}\n`));
}

/** The fenced YAML blocks of a section. */
export function yamlBlocks(section: string): readonly string[] {
  return [...section.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
}

/** Reads a block's objects as the reflector would keep them. */
export function objectsOf(block: string): readonly KubernetesObject[] {
  return parseAllDocuments(block).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    const raw = document.toJS() as RawObject & { readonly kind?: string };
    if (raw.kind === undefined || !isKindName(raw.kind))
      throw new Error(`an object of kind ${raw.kind}, which is not read`);
    return object(raw.kind, raw);
  });
}
