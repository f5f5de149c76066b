import type { Scope } from '#src/checks/engine/outcome.ts';
import type { AccusedScope } from '#src/checks/engine/run-checks.ts';
import { type Labels, matches } from '#src/lib/label-selector.ts';
import { parseLabelSelector } from '#src/lib/parse-label-selector.ts';

/** The words of a request made ready for use. The selector was checked when the run was asked for: a bad one throws. */
export function readScope(scope: Scope): AccusedScope {
  const parsed = parseLabelSelector(scope.labelSelector ?? '');
  if (!parsed.ok) throw new Error(`stored label selector is not readable: ${parsed.fault.message}`);
  const namespaces = scope.namespaces ?? [];
  return { namespaces: namespaces.length === 0 ? undefined : namespaces, requirements: parsed.requirements };
}

/** Whether a run of this scope may accuse an object of this namespace with these labels. */
export function isInside(scope: AccusedScope, namespace: string | undefined, labels: Labels): boolean {
  if (scope.namespaces !== undefined && (namespace === undefined || !scope.namespaces.includes(namespace)))
    return false;
  return matches(scope.requirements, labels);
}

/** Whether everything inside `inner` lies inside `outer` for certain; other selectors than equal ones are not compared. */
export function contains(outer: Scope, inner: Scope): boolean {
  const wide = outer.namespaces ?? [];
  const narrow = inner.namespaces ?? [];
  const namespaces = wide.length === 0 || (narrow.length > 0 && narrow.every((name) => wide.includes(name)));
  const selector = outer.labelSelector ?? '';
  return namespaces && (selector === '' || selector === (inner.labelSelector ?? ''));
}
