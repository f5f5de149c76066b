import type { DiagnosedFinding } from '#src/checks/engine/outcome.ts';
import type { ObjectRef } from '#src/kubernetes/port.ts';

/** A namespace's name is a DNS label: its neighbours in a sentence must not be part of a longer one. */
const WORD = '[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?';
/** How texts name a namespace: `shop/web`, `namespace shop`, `namespaces shop`. Bare words are not enough: "default" is an everyday word. */
const NAMED = new RegExp(`(?<![-a-z0-9/.])(${WORD})(?=/[a-z0-9A-Z])|\\bnamespaces? "?(${WORD})(?![-a-z0-9])`, 'g');

/** The namespace that a reference leads to; a Namespace object leads to itself. */
export function namespaceOf(ref: ObjectRef): string | undefined {
  return ref.kind === 'Namespace' ? ref.name : ref.namespace;
}

/** Namespaces that a text names, as far as they exist in `all`. */
export function namespacesIn(text: string, all: ReadonlySet<string>): readonly string[] {
  // The expression is slow beside this look, and most texts name none.
  if (!text.includes('/') && !text.includes('namespace')) return [];
  const found = [...text.matchAll(NAMED)].map((match) => match[1] ?? match[3] ?? '');
  return [...new Set(found.filter((name) => all.has(name)))];
}

function textsOf(finding: DiagnosedFinding): readonly string[] {
  const data = Object.values(finding.data).flatMap((value) => (typeof value === 'object' ? value : [String(value)]));
  const evidence = finding.evidence.map((piece) => (piece.type === 'FIELD' ? piece.value : piece.message));
  return [finding.text, finding.next, ...data, ...Object.values(finding.changes), ...evidence];
}

/**
 * The namespaces other than its own that a finding speaks of, by its references or in its texts. Kept beside it, so that
 * a viewer who may not see one of them is shown the sentence without the name.
 *
 * @param all names of the cluster's namespaces at that time
 */
export function mentionsOf(finding: DiagnosedFinding, all: ReadonlySet<string>): readonly string[] {
  const refs = [finding.root, ...finding.subjects, ...finding.evidence.map((piece) => piece.object)];
  const named = refs.flatMap((ref) => namespaceOf(ref) ?? []);
  const mentioned = new Set([...named, ...textsOf(finding).flatMap((text) => namespacesIn(text, all))]);
  if (finding.namespace !== undefined) mentioned.delete(finding.namespace);
  return [...mentioned].sort();
}

/** What stands where a name is not for the reader. */
export const HIDDEN = '[hidden]';

/** Replaces the names wherever they stand as whole words. */
export function maskNames(text: string, hidden: readonly string[]): string {
  if (hidden.length === 0) return text;
  // Longest first, so that of `shop-eu` and `shop` the longer is taken where both would fit.
  const names = [...hidden].sort((a, b) => b.length - a.length).map((name) => name.replaceAll('.', '\\.'));
  return text.replace(new RegExp(`(?<![-a-z0-9])(?:${names.join('|')})(?![-a-z0-9])`, 'g'), HIDDEN);
}
