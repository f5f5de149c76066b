import { readFileSync } from 'node:fs';
import { SEVERITIES, type Severity } from '#src/checks/engine/define-check.ts';

/** One line of `expected.json`. `row` is a row of the list of detectable problems; {@link CHECK_OF_ROW} knows our check. */
export interface ExpectedProblem {
  readonly row: number;
  readonly level: Severity;
  /** `namespace/Kind/name`, or `Kind/name` for cluster-scoped objects. */
  readonly on: string;
  readonly what: string;
  readonly names?: readonly string[];
  readonly since?: string;
}

export interface ExpectedMoment {
  readonly problems: readonly ExpectedProblem[];
  readonly quiet: readonly string[];
}

export interface ExpectedDiagnosis {
  readonly moments: Readonly<Record<string, ExpectedMoment>>;
  readonly between: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What an answer must say of a finding to be held against the expectation. */
export interface SeenFinding {
  readonly check: string;
  readonly severity: Severity;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly rootKind: string;
  readonly rootName: string;
  readonly text: string;
}

/** Which check finds a row's problem. */
const CHECK_OF_ROW: Readonly<Record<number, string>> = {
  1: 'container-crash-loop',
  2: 'container-oom-killed',
  6: 'image-pull-failing',
  7: 'image-name-invalid',
  9: 'container-config-missing',
  11: 'container-cannot-start',
  14: 'init-container-failing',
  19: 'readiness-probe-failing',
  20: 'liveness-probe-killing',
  22: 'pod-unschedulable',
  30: 'pod-unschedulable',
  32: 'pod-evicted',
  33: 'pod-stuck-terminating',
  49: 'deployment-unavailable',
  50: 'rollout-stuck',
  61: 'daemonset-unavailable',
  63: 'job-failed',
  66: 'cronjob-suspended',
  69: 'cronjob-failing',
  71: 'hpa-target-missing',
  83: 'service-without-ready-pods',
  85: 'service-without-ready-pods',
  88: 'service-port-mismatch',
  95: 'ingress-backend-missing',
  97: 'ingress-tls-secret-missing',
  123: 'claim-pending',
  150: 'certificate-expiring',
  158: 'node-not-ready',
  194: 'apiservice-unavailable',
  198: 'webhook-service-missing',
  216: 'binding-role-missing',
};

/** The check behind a row; a node's stuck pods are the node's own finding. */
export function checkOf(row: number, on: string): string {
  if (row === 33 && on.startsWith('Node/')) return 'node-pods-stuck';
  const check = CHECK_OF_ROW[row];
  if (check === undefined) throw new Error(`no check is named for row ${row}`);
  return check;
}

export function readExpectation(path: string): ExpectedDiagnosis {
  return JSON.parse(readFileSync(path, 'utf8')) as ExpectedDiagnosis;
}

/** The places that a finding accuses: its object and its root owner. */
export function placesOf(finding: SeenFinding): readonly string[] {
  const at = (kind: string, name: string): string =>
    [...(finding.namespace === null ? [] : [finding.namespace]), kind, name].join('/');
  return [at(finding.kind, finding.name), at(finding.rootKind, finding.rootName)];
}

function isAtLevel(actual: Severity, wanted: Severity): boolean {
  const distance = SEVERITIES.indexOf(actual) - SEVERITIES.indexOf(wanted);
  return distance === 0 || distance === 1;
}

function hasWord(text: string, word: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return new RegExp(`(?<![\\w.-])${escaped}(?![\\w-])`).test(text);
}

/** The finding that a problem expects, of the right check, on its place, at its level, with its words. */
export function findExpected<F extends SeenFinding>(problem: ExpectedProblem, findings: readonly F[]): F | undefined {
  return findings.find(
    (finding) =>
      finding.check === checkOf(problem.row, problem.on) &&
      placesOf(finding).includes(problem.on) &&
      isAtLevel(finding.severity, problem.level) &&
      (problem.names ?? []).every((name) => hasWord(finding.text, name)),
  );
}

/** Problems that were not found, each in one line. */
export function missed(moment: ExpectedMoment, findings: readonly SeenFinding[]): readonly string[] {
  return moment.problems
    .filter((problem) => findExpected(problem, findings) === undefined)
    .map(({ row, level, on, what }) => `row ${row} ${level} ${on}: ${what}`);
}

/** Accusations at WARNING or above of objects that are healthy, each in one line. */
export function falselyAccused(moment: ExpectedMoment, findings: readonly SeenFinding[]): readonly string[] {
  return findings
    .filter(({ severity }) => severity !== 'INFO')
    .filter((finding) => placesOf(finding).some((place) => moment.quiet.includes(place)))
    .map((finding) => `${finding.severity} ${finding.check} ${placesOf(finding).join(' ')}: ${finding.text}`);
}
