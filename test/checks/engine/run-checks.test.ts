import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Check, defineCheck } from '#src/checks/engine/define-check.ts';
import type { Diagnosis } from '#src/checks/engine/outcome.ts';
import { type RunChecksInput, runChecks } from '#src/checks/engine/run-checks.ts';
import type { KindName } from '#src/kubernetes/kinds.ts';
import type { KubernetesObject } from '#src/kubernetes/objects.ts';
import type { KindState } from '#src/kubernetes/port.ts';
import { NOW, object, ownedBy, pod, secondsAgo } from '#test/harness/objects.ts';
import { snapshotOf } from '#test/harness/snapshot-of.ts';

const everyPod = defineCheck({
  id: 'every-pod',
  title: 'A pod exists',
  stage: 'POD',
  severity: 'ERROR',
  needs: ['Pod'],
  params: z.object({ word: z.string().default('there') }),
  messages: {
    exists: {
      text: '{{subjects}} of {{rootKind}} {{rootName}} are {{word}}, code {{code}}, seen {{times}} times.',
      changes: ['code'],
      next: 'kubectl get pod {{name}}',
    },
  },
  remedy: 'None.',
  *run({ snapshot, params }) {
    for (const found of snapshot.list('Pod')) {
      const code = Number(found.metadata.labels?.['code'] ?? 0);
      yield {
        on: found,
        message: 'exists',
        part: 'web',
        data: { word: params.word, code, times: found.metadata.name.length },
      };
    }
  },
});

async function run(
  checks: readonly Check[],
  objects: readonly KubernetesObject[],
  over: Partial<RunChecksInput> & { readonly states?: Partial<Record<KindName, KindState>> } = {},
): Promise<Diagnosis> {
  return runChecks({
    checks,
    snapshot: snapshotOf(objects, over.states),
    scope: { namespaces: undefined, requirements: [] },
    defaults: {},
    params: {},
    now: NOW,
    ourNow: NOW,
    stopwatch: () => 0,
    ...over,
  });
}

const deployment = object('Deployment', { metadata: { namespace: 'shop', name: 'web', labels: { team: 'a' } } });
const replicaSet = object('ReplicaSet', {
  metadata: { namespace: 'shop', name: 'web-abc', ownerReferences: [ownedBy(deployment)] },
});

function replica(name: string, code: string, over: Record<string, unknown> = {}): KubernetesObject {
  const labels = { code, 'pod-template-hash': 'abc' };
  return pod({ metadata: { name, labels, ownerReferences: [ownedBy(replicaSet)], ...over } });
}

describe('identity', () => {
  test('all pods of a Deployment are one finding with the pods as subjects', async () => {
    const { outcomes, findings } = await run(
      [everyPod],
      [deployment, replicaSet, replica('web-1', '4'), replica('web-22', '3')],
    );
    expect(outcomes).toEqual([{ check: 'every-pod', variant: '', state: 'FINDINGS', count: 1, milliseconds: 0 }]);
    expect(findings).toMatchObject([
      {
        kind: 'Pod',
        namespace: 'shop',
        name: 'web-1',
        root: { kind: 'Deployment', namespace: 'shop', name: 'web' },
        part: 'web',
        text: '2 Pods of Deployment web are there, code 3, 4, seen 6 times.',
        changes: { code: '3, 4' },
        subjects: [{ name: 'web-1' }, { name: 'web-22' }],
        next: 'kubectl get pod web-1',
      },
    ]);
  });

  test('a rolled pod keeps the fingerprint; another code, another name and another text do not matter', async () => {
    const before = await run([everyPod], [deployment, replicaSet, replica('web-1', '3')]);
    const after = await run([everyPod], [deployment, replicaSet, replica('web-9', '4')]);
    expect(after.findings[0]?.fingerprint).toBe(before.findings[0]?.fingerprint);
    expect(after.findings[0]?.text).not.toBe(before.findings[0]?.text);
  });

  test('a-b in namespace c and a in namespace b-c are two', async () => {
    const { findings } = await run(
      [everyPod],
      [pod({ metadata: { namespace: 'c', name: 'a-b' } }), pod({ metadata: { namespace: 'b-c', name: 'a' } })],
    );
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });

  test('params other than the defaults make a variant with a fingerprint of its own', async () => {
    const usual = await run([everyPod], [pod()]);
    const other = await run([everyPod], [pod()], { params: { 'every-pod': { word: 'here' } } });
    const spelledOut = await run([everyPod], [pod()], { params: { 'every-pod': { word: 'there' } } });
    expect(other.outcomes[0]?.variant).toMatch(/^[0-9a-f]{16}$/);
    expect(other.findings[0]?.fingerprint).not.toBe(usual.findings[0]?.fingerprint);
    expect(spelledOut.findings[0]?.fingerprint).toBe(usual.findings[0]?.fingerprint);
  });

  test("the cluster's defaults are no variant", async () => {
    const { outcomes } = await run([everyPod], [pod()], { defaults: { 'every-pod': { word: 'here' } } });
    expect(outcomes[0]?.variant).toBe('');
  });

  test('a Deployment is known by its pods’ hash where ReplicaSets may not be read', async () => {
    const seen = await run([everyPod], [deployment, replicaSet, replica('web-1', '3')]);
    const forbidden: KindState = { state: 'FORBIDDEN', verb: 'list', resource: 'replicasets' };
    const blind = await run([everyPod], [deployment, replica('web-1', '3')], { states: { ReplicaSet: forbidden } });
    expect(blind.findings[0]?.fingerprint).toBe(seen.findings[0]?.fingerprint);
  });

  test('a pod whose Job can’t be read is left out, and the check says UNKNOWN', async () => {
    const job = object('Job', { metadata: { namespace: 'shop', name: 'load-1' } });
    const worker = pod({ metadata: { name: 'load-1-x', ownerReferences: [ownedBy(job)] } });
    const { outcomes, findings } = await run([everyPod], [worker, pod()], {
      states: { Job: { state: 'FORBIDDEN', verb: 'list', resource: 'jobs' } },
    });
    expect(outcomes).toMatchObject([
      { state: 'UNKNOWN', reason: "the owners of some objects are unknown, because Job can't be read" },
    ]);
    expect(findings.map(({ name }) => name)).toEqual(['web-1']);
  });

  test('a static pod is its own root, a Deployment made by an operator stays itself, a pod of a custom controller is the controller’s', async () => {
    const machine = object('Node', { metadata: { name: 'cp-1' } });
    const custom = { kind: 'Database', metadata: { name: 'main', uid: 'uid-db' } };
    const operated = object('Deployment', {
      metadata: { namespace: 'shop', name: 'op', ownerReferences: [ownedBy(custom)] },
    });
    const operatedSet = object('ReplicaSet', {
      metadata: { namespace: 'shop', name: 'op-1', ownerReferences: [ownedBy(operated)] },
    });
    const { findings } = await run(
      [everyPod],
      [
        machine,
        operated,
        operatedSet,
        pod({
          metadata: {
            name: 'etcd-cp-1',
            annotations: { 'kubernetes.io/config.mirror': 'x' },
            ownerReferences: [ownedBy(machine)],
          },
        }),
        pod({ metadata: { name: 'op-1-x', ownerReferences: [ownedBy(operatedSet)] } }),
        pod({ metadata: { name: 'main-0', ownerReferences: [ownedBy(custom)] } }),
      ],
    );
    expect(findings.map(({ root }) => `${root.kind}/${root.name}`)).toEqual([
      'Pod/etcd-cp-1',
      'Database/main',
      'Deployment/op',
    ]);
  });
});

describe('isolation', () => {
  test('a throw is that check’s CRASHED and nobody else’s', async () => {
    const broken: Check = {
      ...everyPod,
      id: 'broken',
      *run() {
        throw new Error('no such field');
      },
    };
    const { outcomes, findings } = await run([broken, everyPod], [pod()]);
    expect(outcomes).toMatchObject([
      { check: 'broken', state: 'CRASHED', error: 'no such field' },
      { check: 'every-pod', state: 'FINDINGS' },
    ]);
    expect(findings).toHaveLength(1);
  });

  test('reading an undeclared kind crashes the check, whatever the compiler was told', async () => {
    const sly: Check = {
      ...everyPod,
      id: 'sly',
      *run({ snapshot }) {
        snapshot.list('Secret');
      },
    };
    const { outcomes } = await run([sly], []);
    expect(outcomes).toMatchObject([
      { state: 'CRASHED', error: 'reads Secret, which is neither in its needs nor in its uses' },
    ]);
  });

  test('a snapshot can’t be changed by a check', async () => {
    const vandal: Check = {
      ...everyPod,
      id: 'vandal',
      *run({ snapshot }) {
        Object.assign(snapshot.list('Pod')[0]?.metadata ?? {}, { name: 'mine' });
      },
    };
    const { outcomes, findings } = await run([vandal, everyPod], [pod()]);
    expect(outcomes[0]?.state).toBe('CRASHED');
    expect(findings[0]?.name).toBe('web-1');
  });

  test('an aborted run stops between two checks and gives no diagnosis', async () => {
    const abort = new AbortController();
    const seen: string[] = [];
    const running = run([everyPod, { ...everyPod, id: 'second' }], [pod()], {
      signal: abort.signal,
      onChecked(outcome) {
        seen.push(outcome.check);
        abort.abort(new Error('cancelled'));
      },
    });
    await expect(running).rejects.toThrow('cancelled');
    expect(seen).toEqual(['every-pod']);
  });
});

describe('blind is not green', () => {
  const states: Record<string, { state: KindState; outcome: object }> = {
    forbidden: {
      state: { state: 'FORBIDDEN', verb: 'list', resource: 'pods' },
      outcome: { state: 'UNKNOWN', reason: 'Pod: forbidden to list pods' },
    },
    unavailable: {
      state: { state: 'UNAVAILABLE', reason: 'the server answers 503' },
      outcome: { state: 'UNKNOWN', reason: 'Pod: the server answers 503' },
    },
    'not read yet': {
      state: { state: 'SYNCING' },
      outcome: { state: 'UNKNOWN', reason: 'Pod: its first list has not been read yet' },
    },
    'broken for 60 s': {
      state: { state: 'STALE', since: secondsAgo(60), reason: 'connection refused' },
      outcome: { state: 'UNKNOWN', reason: 'Pod: its watch has been broken for 60 s (connection refused)' },
    },
    'not served': {
      state: { state: 'ABSENT' },
      outcome: { state: 'SKIPPED', reason: 'Pod: the API server does not serve it' },
    },
  };
  for (const [title, { state, outcome }] of Object.entries(states)) {
    test(`a kind that is ${title} is no OK`, async () => {
      const { outcomes, findings } = await run([everyPod], [], { states: { Pod: state } });
      expect(outcomes).toEqual([{ check: 'every-pod', variant: '', milliseconds: 0, ...outcome }]);
      expect(findings).toEqual([]);
    });
  }

  test('a watch that broke 59 s ago is still trusted', async () => {
    const { outcomes } = await run([everyPod], [], {
      states: { Pod: { state: 'STALE', since: secondsAgo(59), reason: 'connection refused' } },
    });
    expect(outcomes[0]?.state).toBe('OK');
  });

  test('a kind that only enriches the evidence makes nothing UNKNOWN', async () => {
    const uses: Check = { ...everyPod, uses: ['Event'] };
    const { outcomes } = await run([uses], [], {
      states: { Event: { state: 'FORBIDDEN', verb: 'list', resource: 'events' } },
    });
    expect(outcomes[0]?.state).toBe('OK');
  });
});

describe('scope', () => {
  const here = pod({ metadata: { labels: { app: 'web' } } });
  const there = pod({ metadata: { namespace: 'bank', labels: { app: 'web' } } });

  test('namespaces limit who is accused', async () => {
    const { findings } = await run([everyPod], [here, there], { scope: { namespaces: ['bank'], requirements: [] } });
    expect(findings.map(({ namespace }) => namespace)).toEqual(['bank']);
  });

  test('a selector looks at the labels of the accused and of its root owner', async () => {
    const scope = { namespaces: undefined, requirements: [{ key: 'team', operator: 'in', values: ['a'] }] } as const;
    const { findings } = await run([everyPod], [here, deployment, replicaSet, replica('web-2', '3')], { scope });
    expect(findings.map(({ name }) => name)).toEqual(['web-2']);
  });
});

describe('a selector and the pods of one workload', () => {
  const scope = { namespaces: undefined, requirements: [{ key: 'code', operator: 'in', values: ['3'] }] } as const;

  test('a finding is whole or not there: pods that do not match are not cut out of it', async () => {
    const { findings } = await run([everyPod], [deployment, replicaSet, replica('web-1', '3'), replica('web-2', '4')], {
      scope,
    });
    expect(findings.map(({ subjects }) => subjects.map(({ name }) => name))).toEqual([['web-1', 'web-2']]);
    const other = await run([everyPod], [deployment, replicaSet, replica('web-1', '4'), replica('web-2', '3')], {
      scope,
    });
    expect(other.findings).toEqual([]);
  });
});

describe('pods on their way out', () => {
  const leaving = pod({ metadata: { deletionTimestamp: '2026-03-01T12:00:00Z' } });

  test('accuse nobody', async () => {
    const { outcomes } = await run([everyPod], [leaving]);
    expect(outcomes[0]?.state).toBe('OK');
  });

  test('are accused by a check that is about them', async () => {
    const { outcomes } = await run([{ ...everyPod, accusesTerminatingPods: true }], [leaving]);
    expect(outcomes[0]?.state).toBe('FINDINGS');
  });
});

describe('causes', () => {
  const service = object('Service', { metadata: { namespace: 'shop', name: 'web' } });
  const serviceDown = defineCheck({
    id: 'service-down',
    title: 'A service is down',
    stage: 'NETWORK',
    severity: 'ERROR',
    needs: ['Service', 'Pod'],
    messages: { down: { text: 'Service {{name}} is down.', next: 'kubectl get service {{name}}' } },
    remedy: 'None.',
    *run({ snapshot }) {
      for (const on of snapshot.list('Service')) {
        const causes = snapshot
          .list('Pod')
          .map(({ kind, metadata }) => ({ kind, name: metadata.name, namespace: metadata.namespace ?? '' }));
        yield { on, message: 'down', data: {}, causes };
      }
    },
  });

  test('a finding names those found on the objects that would explain it', async () => {
    const { findings } = await run([serviceDown, everyPod], [service, pod()]);
    const [consequence, cause] = findings;
    expect(consequence).toMatchObject({ check: 'service-down', causedBy: [cause?.fingerprint] });
    expect(cause).toMatchObject({ check: 'every-pod', causedBy: [] });
  });

  test('what is only INFO explains nothing', async () => {
    const { findings } = await run([serviceDown, { ...everyPod, severity: 'INFO' }], [service, pod()]);
    expect(findings[0]).toMatchObject({ check: 'service-down', causedBy: [] });
  });

  test('two findings never explain each other', async () => {
    const backwards: Check = {
      ...everyPod,
      *run(context) {
        for (const report of everyPod.run(context))
          yield { ...report, causes: [{ kind: 'Service', namespace: 'shop', name: 'web' }] };
      },
    };
    const { findings } = await run([serviceDown, backwards], [service, pod()]);
    expect(findings.map(({ causedBy }) => causedBy.length)).toEqual([1, 0]);
  });
});
