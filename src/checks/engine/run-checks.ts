import { setImmediate } from 'node:timers/promises';
import type { KindName } from '#src/kubernetes/kinds.ts';
import type { Snapshot } from '#src/kubernetes/port.ts';
import { matches, type Requirement } from '#src/lib/label-selector.ts';
import { blindness } from './blindness.ts';
import type { Check, Report } from './define-check.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type MergedFinding, mergeReports, type RootedReport } from './merge-reports.ts';
import { refOf } from './object-ref.ts';
import type { CheckState, DiagnosedFinding, Diagnosis, Outcome } from './outcome.ts';
import { resolveParams } from './params.ts';
import { restrictSnapshot } from './restrict-snapshot.ts';
import { linkCauses } from './root-causes.ts';
import { rootOwnerOf } from './root-owner.ts';

/** Who may be accused, ready to use. */
export interface AccusedScope {
  /** Undefined: all namespaces and cluster-scoped objects. */
  readonly namespaces: readonly string[] | undefined;
  readonly requirements: readonly Requirement[];
}

export interface RunChecksInput {
  readonly checks: readonly Check[];
  readonly snapshot: Snapshot;
  readonly scope: AccusedScope;
  /** Params by check id: the cluster's own defaults, and this run's over them. */
  readonly defaults: Readonly<Record<string, object>>;
  readonly params: Readonly<Record<string, object>>;
  /** The cluster's clock, for the checks. */
  readonly now: Date;
  /** Our clock, for the age of broken watches. */
  readonly ourNow: Date;
  /** A monotonic clock in milliseconds. */
  readonly stopwatch: () => number;
  /** Aborting rejects with the signal's reason, between two checks. */
  readonly signal?: AbortSignal;
  readonly onChecked?: (outcome: Outcome, done: number, total: number) => void;
}

/** More reports than this from one check are a defect of the check; it is stopped and says so. */
const MAX_REPORTS = 20_000;

type Checked = { readonly state: CheckState; readonly merged: readonly MergedFinding[] };

function unseen(check: Check, snapshot: Snapshot, ourNow: Date): CheckState | undefined {
  const blind = check.needs.flatMap((kind) => {
    const found = blindness(snapshot.stateOf(kind), ourNow);
    return found === undefined ? [] : [{ kind, ...found }];
  });
  const unknown = blind.filter(({ outcome }) => outcome === 'UNKNOWN');
  const say = (parts: typeof blind): string => parts.map(({ kind, reason }) => `${kind}: ${reason}`).join('; ');
  if (unknown.length > 0) return { state: 'UNKNOWN', reason: say(unknown) };
  return blind.length > 0 ? { state: 'SKIPPED', reason: say(blind) } : undefined;
}

function inScope({ namespaces, requirements }: AccusedScope, { namespace, labels }: DiagnosedFinding): boolean {
  if (namespaces !== undefined && (namespace === undefined || !namespaces.includes(namespace))) return false;
  return matches(requirements, labels);
}

function isTerminatingPod(report: Report): boolean {
  return report.on.kind === 'Pod' && report.on.metadata.deletionTimestamp !== undefined;
}

function runOne(check: Check, variant: string, params: unknown, input: RunChecksInput): Checked {
  const blind = unseen(check, input.snapshot, input.ourNow);
  if (blind !== undefined) return { state: blind, merged: [] };

  const snapshot = restrictSnapshot(input.snapshot, [...check.needs, ...(check.uses ?? [])]);
  const rooted: RootedReport[] = [];
  const blindRoots = new Set<KindName>();
  let reports = 0;
  for (const report of check.run({ snapshot, params, now: input.now })) {
    reports += 1;
    if (reports > MAX_REPORTS) break;
    if (isTerminatingPod(report) && check.accusesTerminatingPods !== true) continue;
    const owner = rootOwnerOf(report.on, input.snapshot, input.ourNow);
    if (!owner.known) {
      blindRoots.add(owner.blindOn);
      continue;
    }
    const on = refOf(report.on);
    const message = check.messages[report.message];
    if (message === undefined) throw new Error(`yields the unknown message "${report.message}"`);
    const problem = message.problem ?? report.message;
    const identity = {
      check: check.id,
      variant,
      problem,
      kind: on.kind,
      namespace: on.namespace,
      root: owner.root,
      part: report.part,
    };
    rooted.push({
      fingerprint: fingerprintOf(identity),
      on,
      root: owner.root,
      labels: owner.labels,
      message: report.message,
      problem,
      severity: message.severity ?? check.severity,
      part: report.part,
      data: report.data,
      evidence: report.evidence ?? [],
      subjects: report.subjects ?? [on],
      causes: report.causes ?? [],
    });
  }

  const groups = Map.groupBy(rooted, ({ fingerprint }) => fingerprint);
  // Scope is asked of the whole finding: a selector that only some of its pods match must not make it look smaller.
  const merged = [...groups.values()]
    .map((group) => mergeReports(check, variant, group))
    .filter(({ finding }) => inScope(input.scope, finding));
  if (reports > MAX_REPORTS)
    return { state: { state: 'UNKNOWN', reason: `stopped after ${MAX_REPORTS} reports` }, merged };
  if (blindRoots.size > 0) {
    const kinds = [...blindRoots].join(', ');
    return {
      state: { state: 'UNKNOWN', reason: `the owners of some objects are unknown, because ${kinds} can't be read` },
      merged,
    };
  }
  return { state: merged.length === 0 ? { state: 'OK' } : { state: 'FINDINGS', count: merged.length }, merged };
}

/** A throw is that check's CRASHED and nobody else's. */
function runIsolated(check: Check, input: RunChecksInput): Checked & { readonly variant: string } {
  let variant = '';
  try {
    const resolved = resolveParams(check, input.defaults[check.id] ?? {}, input.params[check.id] ?? {});
    variant = resolved.variant;
    return { ...runOne(check, variant, resolved.params, input), variant };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { state: { state: 'CRASHED', error: text.slice(0, 500) }, merged: [], variant };
  }
}

/** Runs checks over a snapshot. Between two checks the event loop gets its turn, so that a long run starves nobody. */
export async function runChecks(input: RunChecksInput): Promise<Diagnosis> {
  const outcomes: Outcome[] = [];
  const merged: MergedFinding[] = [];
  for (const check of input.checks) {
    input.signal?.throwIfAborted();
    const started = input.stopwatch();
    const checked = runIsolated(check, input);
    const milliseconds = Math.round((input.stopwatch() - started) * 1000) / 1000;
    const outcome: Outcome = { ...checked.state, check: check.id, variant: checked.variant, milliseconds };
    outcomes.push(outcome);
    merged.push(...checked.merged);
    input.onChecked?.(outcome, outcomes.length, input.checks.length);
    await setImmediate();
  }
  return { outcomes, findings: linkCauses(merged) };
}
