/** The engine's words that this room and its readers use. */

export { SEVERITIES, type Severity } from '#src/checks/engine/define-check.ts';
export type { Evidence } from '#src/checks/engine/evidence.ts';
export type { DiagnosedFinding, Outcome } from '#src/checks/engine/outcome.ts';
