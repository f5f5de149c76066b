import type { ObjectRef } from '#src/kubernetes/port.ts';
import { SEVERITIES } from './define-check.ts';
import type { MergedFinding } from './merge-reports.ts';
import { refKey } from './object-ref.ts';
import type { DiagnosedFinding } from './outcome.ts';

const MAX_CAUSES = 20;

function keysOf(finding: DiagnosedFinding): Set<string> {
  const accused: ObjectRef = {
    kind: finding.kind,
    name: finding.name,
    ...(finding.namespace === undefined ? {} : { namespace: finding.namespace }),
  };
  return new Set([accused, finding.root, ...finding.subjects].map(refKey));
}

/**
 * Links each finding to those that explain it: a report names the objects whose own trouble would be the cause, and what
 * is found on these objects (at WARNING or above) is. Links never form a circle; the one found first stands.
 */
export function linkCauses(merged: readonly MergedFinding[]): DiagnosedFinding[] {
  const found = new Map<string, string[]>();
  for (const { finding } of merged) {
    if (SEVERITIES.indexOf(finding.severity) < SEVERITIES.indexOf('WARNING')) continue;
    for (const key of keysOf(finding)) found.set(key, [...(found.get(key) ?? []), finding.fingerprint]);
  }

  const causedBy = new Map<string, readonly string[]>();
  function leadsTo(from: string, to: string): boolean {
    return from === to || (causedBy.get(from) ?? []).some((next) => leadsTo(next, to));
  }

  for (const { finding, causes } of merged) {
    const candidates = new Set(causes.flatMap((cause) => found.get(refKey(cause)) ?? []));
    const accepted = [...candidates].filter((candidate) => !leadsTo(candidate, finding.fingerprint));
    causedBy.set(finding.fingerprint, accepted.slice(0, MAX_CAUSES));
  }
  return merged.map(({ finding }) => ({ ...finding, causedBy: causedBy.get(finding.fingerprint) ?? [] }));
}
