import type { Severity } from '#src/checks/engine/define-check.ts';
import type { DiagnosedFinding, Diagnosis } from '#src/checks/engine/outcome.ts';
import type { Coverage } from '#src/diagnosis/run.ts';

/** A finding in the JSON of `diagnose`; docs/diagnosis.schema.json describes it. */
interface ReportedFinding {
  readonly fingerprint: string;
  readonly check: string;
  readonly problem: string;
  readonly severity: Severity;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly rootKind: string;
  readonly rootName: string;
  readonly part: string | null;
  readonly text: string;
  readonly subjects: DiagnosedFinding['subjects'];
  readonly evidence: DiagnosedFinding['evidence'];
  readonly causedBy: readonly string[];
  readonly next: string;
  readonly remedy: string;
}

/** One diagnosis as one JSON object. */
export interface DiagnosisReport {
  readonly cluster: string;
  readonly takenAt: string;
  readonly outcomes: Diagnosis['outcomes'];
  readonly coverage: Coverage;
  readonly findings: readonly ReportedFinding[];
}

function reported(finding: DiagnosedFinding): ReportedFinding {
  const { fingerprint, check, problem, severity, kind, name, text, subjects, evidence, causedBy, next, remedy } =
    finding;
  return {
    fingerprint,
    check,
    problem,
    severity,
    kind,
    namespace: finding.namespace ?? null,
    name,
    rootKind: finding.root.kind,
    rootName: finding.root.name,
    part: finding.part ?? null,
    text,
    subjects,
    evidence,
    causedBy,
    next,
    remedy,
  };
}

/** Makes the JSON object that `diagnose --format json` prints. */
export function diagnosisReport(
  cluster: string,
  takenAt: string,
  diagnosis: Diagnosis,
  coverage: Coverage,
): DiagnosisReport {
  return { cluster, takenAt, outcomes: diagnosis.outcomes, coverage, findings: diagnosis.findings.map(reported) };
}
