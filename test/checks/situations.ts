import { expect } from 'vitest';
import { CHECKS } from '#src/checks/catalogue/index.ts';
import { runChecks } from '#src/checks/engine/run-checks.ts';
import type { Deployment, KubernetesObject, Pod } from '#src/kubernetes/objects.ts';
import { merge, NOW, node, object, ownedBy, pod, type RawObject, secondsAgo } from '#test/harness/objects.ts';
import { snapshotOf } from '#test/harness/snapshot-of.ts';

/** What every check together says at WARNING or above: `SEVERITY check namespace/Kind/name`, and `<= check` for what it follows from. */
export async function said(...objects: readonly KubernetesObject[]): Promise<readonly string[]> {
  const { findings, outcomes } = await runChecks({
    checks: CHECKS,
    snapshot: snapshotOf(objects),
    scope: { namespaces: undefined, requirements: [] },
    defaults: {},
    params: {},
    now: NOW,
    ourNow: NOW,
    stopwatch: () => 0,
  });
  expect(outcomes.filter(({ state }) => state !== 'OK' && state !== 'FINDINGS')).toEqual([]);
  const byFingerprint = new Map(findings.map((finding) => [finding.fingerprint, finding.check]));
  return findings
    .filter(({ severity }) => severity !== 'INFO')
    .map(({ severity, check, root, causedBy }) => {
      const causes = causedBy.map((fingerprint) => byFingerprint.get(fingerprint)).sort();
      const where = `${root.namespace === undefined ? '' : `${root.namespace}/`}${root.kind}/${root.name}`;
      return `${severity} ${check} ${where}${causes.length === 0 ? '' : ` <= ${causes.join(', ')}`}`;
    })
    .sort();
}

export const LABELS = { app: 'web' };

export function deployment(replicas: number, status: object): Deployment {
  return object('Deployment', {
    metadata: { namespace: 'shop', name: 'web', generation: 1 },
    spec: { replicas, selector: { matchLabels: LABELS }, template: { metadata: { labels: LABELS }, spec: {} } },
    status: { observedGeneration: 1, ...status },
  });
}

export const replicaSet = object('ReplicaSet', {
  metadata: { namespace: 'shop', name: 'web-abc', ownerReferences: [ownedBy(deployment(1, {}))] },
});

export function replica(name: string, over: RawObject = {}): Pod {
  return pod(merge({ metadata: { name, ownerReferences: [ownedBy(replicaSet)] } }, over));
}

export function condition(type: string, status: string, reason: string, message = ''): object {
  return { type, status, reason, message, lastTransitionTime: secondsAgo(900), lastUpdateTime: secondsAgo(900) };
}

export const service = object('Service', {
  metadata: { namespace: 'shop', name: 'web' },
  spec: { selector: LABELS, ports: [{ name: 'http', port: 80 }] },
});
export const ingress = object('Ingress', {
  metadata: { namespace: 'shop', name: 'web' },
  spec: { defaultBackend: { service: { name: 'web', port: { name: 'http' } } } },
});
export const NONE = { conditions: [condition('Available', 'False', 'MinimumReplicasUnavailable')] };
export const NOT_READY = {
  status: { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: secondsAgo(800) }] },
};
const SILENT = condition('Ready', 'Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.');
export const UNREACHABLE = node({ status: { conditions: [SILENT] } });

/** A static pod of the control plane. */
export function staticPod(component: string, over: RawObject = {}): Pod {
  const metadata = {
    namespace: 'kube-system',
    name: `${component}-node-1`,
    labels: { component, tier: 'control-plane' },
    annotations: { 'kubernetes.io/config.mirror': 'abc' },
  };
  return pod(merge({ metadata }, over));
}
