import type { Viewer } from '#src/access/viewer.ts';
import { showSubjects } from '#src/checks/engine/merge-reports.ts';
import type { ObjectRef } from '#src/kubernetes/port.ts';
import { maskNames } from './mentions.ts';
import type { Evidence } from './words.ts';

/**
 * How far a viewer sees. Stores filter rows by it, the functions below what is inside a row. `namespaces` undefined: all,
 * and cluster-scoped objects too; else only what lies in them.
 */
export interface Sight {
  readonly clusters: readonly string[] | undefined;
  readonly namespaces: readonly string[] | undefined;
}

/** For the server itself. */
export const WHOLE: Sight = { clusters: undefined, namespaces: undefined };

export function sightOf(viewer: Viewer): Sight {
  return { clusters: viewer.clusters, namespaces: viewer.namespaces };
}

export function seesNamespace(sight: Sight, namespace: string | undefined): boolean {
  return sight.namespaces === undefined || (namespace !== undefined && sight.namespaces.includes(namespace));
}

/** What of a finding, or of its standing in a run, is cut to the viewer's sight. */
export interface Sayings {
  readonly subjects: readonly ObjectRef[];
  readonly text: string;
  readonly changes: Readonly<Record<string, string>>;
}

function hiddenAmong(sight: Sight, mentions: readonly string[]): readonly string[] {
  return mentions.filter((name) => !seesNamespace(sight, name));
}

/** Subjects outside the sight are gone from list, count and sentence; names of hidden namespaces are masked. */
export function cutSayings<T extends Sayings>(sight: Sight, saying: T, mentions: readonly string[]): T {
  if (sight.namespaces === undefined) return saying;
  const subjects = saying.subjects.filter((ref) => seesNamespace(sight, ref.namespace));
  const hidden = hiddenAmong(sight, mentions);
  const text =
    subjects.length === saying.subjects.length
      ? saying.text
      : saying.text.replaceAll(showSubjects(saying.subjects), showSubjects(subjects));
  const changes = Object.fromEntries(
    Object.entries(saying.changes).map(([key, value]) => [key, maskNames(value, hidden)]),
  );
  return { ...saying, subjects, text: maskNames(text, hidden), changes };
}

/** Evidence on visible objects only, names of hidden namespaces masked. */
export function cutEvidence(
  sight: Sight,
  evidence: readonly Evidence[],
  mentions: readonly string[],
): readonly Evidence[] {
  if (sight.namespaces === undefined) return evidence;
  const hidden = hiddenAmong(sight, mentions);
  return evidence
    .filter((piece) => seesNamespace(sight, piece.object.namespace))
    .map((piece) =>
      piece.type === 'FIELD'
        ? { ...piece, value: maskNames(piece.value, hidden) }
        : { ...piece, message: maskNames(piece.message, hidden) },
    );
}

/** A text with the names of hidden namespaces masked. */
export function cutText(sight: Sight, text: string, mentions: readonly string[]): string {
  return sight.namespaces === undefined ? text : maskNames(text, hiddenAmong(sight, mentions));
}
