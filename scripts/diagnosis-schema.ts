import { z } from 'zod';
import { SEVERITIES } from '#src/checks/engine/define-check.ts';
import { KIND_NAMES } from '#src/kubernetes/kinds.ts';

const time = z.iso.datetime();

const ref = z.object({
  kind: z.string(),
  namespace: z.string().optional().describe('Absent for cluster-scoped objects.'),
  name: z.string(),
  uid: z.string().optional(),
});

const outcomeBase = {
  check: z.string().describe("The check's id."),
  variant: z.string().describe('Empty when the check ran with its default params, else a digest of them.'),
  milliseconds: z.number().min(0),
};

const outcome = z.discriminatedUnion('state', [
  z.object({ ...outcomeBase, state: z.literal('OK') }),
  z.object({ ...outcomeBase, state: z.literal('FINDINGS'), count: z.int().min(1) }),
  z.object({ ...outcomeBase, state: z.literal('UNKNOWN'), reason: z.string() }).describe('Could not look.'),
  z
    .object({ ...outcomeBase, state: z.literal('SKIPPED'), reason: z.string() })
    .describe('The API server does not serve what it looks at.'),
  z.object({ ...outcomeBase, state: z.literal('CRASHED'), error: z.string() }),
]);

const kindState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('SYNCING') }),
  z.object({ state: z.literal('SYNCED') }),
  z.object({ state: z.literal('STALE'), since: time, reason: z.string() }),
  z.object({ state: z.literal('FORBIDDEN'), verb: z.string(), resource: z.string() }),
  z.object({ state: z.literal('UNAVAILABLE'), reason: z.string() }),
  z.object({ state: z.literal('ABSENT') }),
]);

const evidence = z.discriminatedUnion('type', [
  z.object({ type: z.literal('FIELD'), object: ref, path: z.string(), value: z.string(), at: z.string().optional() }),
  z.object({
    type: z.literal('EVENT'),
    object: ref,
    reason: z.string(),
    message: z.string(),
    count: z.int().min(1),
    at: z.string(),
  }),
]);

const finding = z.object({
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('Identity within the cluster; the same finding in the next diagnosis has the same.'),
  check: z.string(),
  problem: z.string(),
  severity: z.enum(SEVERITIES),
  kind: z.string(),
  namespace: z.string().nullable().describe('Null for cluster-scoped objects.'),
  name: z.string().describe('Of several subjects the first by name.'),
  rootKind: z.string().describe('Kind of the workload that a person made; the object itself where nothing owns it.'),
  rootName: z.string(),
  part: z.string().nullable().describe('Container or key, where one object can have the problem several times.'),
  text: z.string().describe('The full sentence.'),
  subjects: z.array(ref).max(1000),
  evidence: z.array(evidence).max(10),
  causedBy: z.array(z.string()).describe('Fingerprints of the findings that this one follows from.'),
  next: z.string().describe('The next command for a person.'),
  remedy: z.string(),
});

/** What `npm run diagnose -- --format json` prints. */
export const diagnosisSchema = z
  .object({
    cluster: z.string(),
    takenAt: time.describe("The cluster's clock when it was looked at."),
    outcomes: z.array(outcome),
    coverage: z.object({
      kinds: z.array(
        z.object({ kind: z.enum(KIND_NAMES as [string, ...string[]]), state: kindState, objects: z.int().min(0) }),
      ),
      objects: z.int().min(0),
      apiCalls: z.int().min(0).describe('API calls that reading the cluster took.'),
      milliseconds: z.number().min(0),
    }),
    findings: z.array(finding),
  })
  .describe('One diagnosis of one cluster, as printed by: npm run diagnose -- --format json');
