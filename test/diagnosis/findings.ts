import type { CheckState, DiagnosedFinding, Outcome } from '#src/checks/engine/outcome.ts';
import type { KnownFinding } from '#src/diagnosis/known-finding.ts';

/** A finding of the check `crash` on Deployment `web` in namespace `shop`, with one pod. */
export function diagnosed(fingerprint: string, over: Partial<DiagnosedFinding> = {}): DiagnosedFinding {
  const namespace = 'namespace' in over ? over.namespace : 'shop';
  const place = namespace === undefined ? {} : { namespace };
  return {
    fingerprint,
    check: 'crash',
    variant: '',
    problem: 'crash',
    message: 'crashed',
    severity: 'ERROR',
    kind: 'Pod',
    namespace,
    name: 'web-1',
    root: { kind: 'Deployment', ...place, name: 'web' },
    part: undefined,
    text: 'Pod web-1 of Deployment web crashed.',
    data: { restarts: 3 },
    changes: {},
    subjects: [{ kind: 'Pod', ...place, name: 'web-1', uid: 'u1' }],
    labels: { app: 'web' },
    evidence: [],
    next: 'kubectl -n shop logs web-1',
    remedy: 'Read the log.',
    causedBy: [],
    ...over,
  };
}

/** The same as it is remembered: open, in its first episode. */
export function known(fingerprint: string, over: Partial<KnownFinding> = {}): KnownFinding {
  const { check, variant, kind, namespace, root, severity, message, name, changes, subjects, labels, causedBy } =
    diagnosed(fingerprint, over);
  return {
    id: `id-of-${fingerprint}`,
    fingerprint,
    state: 'OPEN',
    episode: 1,
    ...{ check, variant, kind, namespace, root, severity, message, name, changes, subjects, labels, causedBy },
    ...over,
  };
}

const STATES: Readonly<Record<CheckState['state'], CheckState>> = {
  OK: { state: 'OK' },
  FINDINGS: { state: 'FINDINGS', count: 1 },
  UNKNOWN: { state: 'UNKNOWN', reason: 'Pod: forbidden to list pods' },
  SKIPPED: { state: 'SKIPPED', reason: 'Pod: the API server does not serve it' },
  CRASHED: { state: 'CRASHED', error: 'boom' },
};

/** What a check did, in 1 ms. */
export function outcome(
  check: string,
  state: CheckState['state'],
  over: { readonly variant?: string; readonly reason?: string } = {},
): Outcome {
  const given = STATES[state];
  const reason =
    over.reason !== undefined && (given.state === 'UNKNOWN' || given.state === 'SKIPPED')
      ? { reason: over.reason }
      : {};
  return { ...given, ...reason, check, variant: over.variant ?? '', milliseconds: 1 };
}
