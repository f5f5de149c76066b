import { z } from 'zod';
import { defineCheck } from '#src/checks/engine/define-check.ts';
import type { Cluster } from '#src/clusters/cluster.ts';
import type { ComparedFinding, FindingState } from '#src/diagnosis/comparison.ts';
import type { Episode, Finding } from '#src/diagnosis/finding.ts';
import type { FailedRun, FinishedRun, QueuedRun } from '#src/diagnosis/run.ts';

/** A literal Kubernetes cluster id. */
export const CLUSTER_ID = '2c7f6a52-0000-4000-8000-000000000001';

export const shop: Cluster = {
  id: CLUSTER_ID,
  name: 'shop',
  source: 'RECORDING',
  version: 'v1.34.4',
  connection: { state: 'CONNECTED' },
  kinds: new Map([
    ['Pod', { state: 'SYNCED' }],
    ['Node', { state: 'SYNCING' }],
    ['Lease', { state: 'STALE', since: '2026-03-01T11:58:00Z', reason: 'The watch broke.' }],
    ['Secret', { state: 'FORBIDDEN', verb: 'list', resource: 'secrets' }],
    ['Event', { state: 'UNAVAILABLE', reason: 'etcd is down.' }],
    ['Ingress', { state: 'ABSENT' }],
  ]),
  now: new Date('2026-03-01T12:00:00.000Z'),
};

export const edge: Cluster = {
  id: undefined,
  name: 'arn:aws:eks:eu-west-1:1:cluster/edge',
  source: 'KUBECONFIG',
  version: undefined,
  connection: { state: 'FAILED', reason: 'Nobody answers.' },
  kinds: new Map(),
  now: new Date('2026-03-01T12:30:00.000Z'),
};

const runBase = {
  clusterId: CLUSTER_ID,
  cluster: 'shop',
  startedBy: 'ann',
  trigger: 'MANUAL',
  correlationId: 'req-1',
  queuedAt: new Date('2026-03-01T11:00:00.000Z'),
} as const;

export const finishedRun: FinishedRun = {
  ...runBase,
  id: 'run-1',
  sequence: 1,
  request: {
    scope: { namespaces: [], labelSelector: 'app=web' },
    checks: ['pod-crashing'],
    params: { 'pod-crashing': { restarts: 3 } },
  },
  state: 'FINISHED',
  startedAt: new Date('2026-03-01T11:00:01.000Z'),
  endedAt: new Date('2026-03-01T11:00:02.000Z'),
  takenAt: new Date('2026-03-01T10:59:00.000Z'),
  outcomes: [
    { check: 'secret-missing', variant: '', state: 'UNKNOWN', reason: 'Secret is FORBIDDEN.', milliseconds: 0.1 },
    { check: 'pod-crashing', variant: 'ab12', state: 'FINDINGS', count: 2, milliseconds: 1.5 },
    { check: 'job-failed', variant: '', state: 'CRASHED', error: 'It threw.', milliseconds: 0.4 },
    { check: 'node-ready', variant: '', state: 'OK', milliseconds: 0.2 },
  ],
  coverage: {
    kinds: [{ kind: 'Pod', state: { state: 'SYNCED' }, objects: 12 }],
    objects: 12,
    apiCalls: 0,
    milliseconds: 3.25,
  },
};

export const queuedRun: QueuedRun = {
  ...runBase,
  id: 'run-2',
  sequence: 2,
  request: { scope: { namespaces: ['web'] }, checks: undefined, params: {} },
  state: 'QUEUED',
};

export const failedRun: FailedRun = {
  ...runBase,
  id: 'run-3',
  sequence: 3,
  request: { scope: {}, checks: undefined, params: {} },
  state: 'FAILED',
  startedAt: undefined,
  endedAt: new Date('2026-03-01T11:10:00.000Z'),
  reason: 'The server was stopped.',
};

export const crashing: Finding = {
  id: 'finding-1',
  clusterId: CLUSTER_ID,
  cluster: 'shop',
  fingerprint: 'f1',
  check: 'pod-crashing',
  variant: '',
  problem: 'crashing',
  message: 'crashes',
  severity: 'ERROR',
  kind: 'Pod',
  namespace: 'web',
  name: 'web-1',
  root: { kind: 'Deployment', namespace: 'web', name: 'web', uid: 'u-1' },
  part: 'app',
  text: 'Container app of web-1 crashes.',
  data: { restarts: 7 },
  changes: {},
  subjects: [
    { kind: 'Pod', namespace: 'web', name: 'web-1', uid: 'p-1' },
    { kind: 'Pod', namespace: 'web', name: 'web-2' },
  ],
  labels: {},
  evidence: [
    {
      type: 'FIELD',
      object: { kind: 'Pod', namespace: 'web', name: 'web-1' },
      path: 'status.restartCount',
      value: '7',
    },
    {
      type: 'EVENT',
      object: { kind: 'Pod', namespace: 'web', name: 'web-1' },
      reason: 'BackOff',
      message: 'back-off',
      count: 3,
      at: '2026-03-01T13:58:00.5+02:00',
    },
  ],
  next: 'kubectl logs web-1 -n web --previous',
  remedy: 'Read the log.',
  causedBy: [],
  state: 'OPEN',
  firstSeen: new Date('2026-03-01T10:00:00.000Z'),
  lastSeen: new Date('2026-03-01T12:00:00.000Z'),
  since: new Date('2026-03-01T11:30:00.000Z'),
  resolvedAt: undefined,
  reopened: 1,
  subjectCount: 2,
};

export const silent: Finding = {
  ...crashing,
  id: 'finding-2',
  fingerprint: 'f2',
  check: 'a-check-of-yesterday',
  variant: 'cd34',
  problem: 'no-endpoints',
  kind: 'Node',
  namespace: undefined,
  name: 'node-1',
  root: { kind: 'Node', name: 'node-1' },
  part: undefined,
  subjects: [],
  evidence: [],
  causedBy: ['f1', 'hidden'],
  state: 'RESOLVED',
  resolvedAt: new Date('2026-03-01T11:59:00.000Z'),
  subjectCount: 0,
};

export const episodes: Readonly<Record<string, readonly Episode[]>> = {
  'finding-1': [
    {
      openedAt: new Date('2026-03-01T11:31:00.000Z'),
      openedTakenAt: new Date('2026-03-01T11:30:00.000Z'),
      openedBy: 'run-1',
      resolvedAt: undefined,
      resolvedTakenAt: undefined,
      resolvedBy: undefined,
    },
    {
      openedAt: new Date('2026-03-01T10:01:00.000Z'),
      openedTakenAt: new Date('2026-03-01T10:00:00.000Z'),
      openedBy: 'run-gone',
      resolvedAt: new Date('2026-03-01T10:31:00.000Z'),
      resolvedTakenAt: new Date('2026-03-01T10:30:00.000Z'),
      resolvedBy: 'run-3',
    },
  ],
};

const before: FindingState = {
  severity: 'WARNING',
  message: 'restarts',
  text: 'It restarted.',
  changes: {},
  subjects: [{ kind: 'Pod', namespace: 'web', name: 'web-1' }],
};
const after: FindingState = { ...before, severity: 'ERROR', message: 'crashes', text: 'It crashes.' };
const compared = {
  findingId: 'finding-1',
  fingerprint: 'f1',
  check: 'pod-crashing',
  problem: 'crashing',
  kind: 'Pod',
  namespace: 'web',
  name: 'web-1',
  root: crashing.root,
};

export const comparedFindings: readonly ComparedFinding[] = [
  { ...compared, change: 'NEW', head: after, reopened: true },
  { ...compared, change: 'RESOLVED', base: before },
  {
    ...compared,
    change: 'CHANGED',
    base: before,
    head: after,
    fields: [{ field: 'severity', before: 'WARNING', after: 'ERROR' }],
  },
  { ...compared, change: 'UNCHANGED', base: before, head: after, otherSubjects: false },
  {
    ...compared,
    findingId: 'finding-gone',
    change: 'NOT_COMPARABLE',
    base: before,
    head: undefined,
    reason: 'CHECK_UNKNOWN',
    explanation: 'Pod was FORBIDDEN.',
  },
];

export const checks = [
  defineCheck({
    id: 'pod-crashing',
    title: 'Container crashes again and again',
    stage: 'POD',
    severity: 'ERROR',
    needs: ['Pod'],
    uses: ['Event'],
    params: z.object({ restarts: z.number().int().min(1).default(3) }),
    messages: {
      crashes: { text: 'It crashes.', problem: 'crashing', next: 'kubectl logs' },
      restarts: { text: 'It restarts.', severity: 'WARNING', next: 'kubectl logs' },
    },
    remedy: 'Read the log.',
    aliases: ['k8sgpt:Pod'],
    *run() {},
  }),
  defineCheck({
    id: 'node-ready',
    title: 'Node is not ready',
    stage: 'NODE',
    severity: 'CRITICAL',
    needs: ['Node'],
    messages: { notReady: { text: 'It is not ready.', next: 'kubectl describe node' } },
    remedy: 'Look at the kubelet.',
    *run() {},
  }),
];
