import { z } from 'zod';
import type { KindName } from '#src/kubernetes/kinds.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { conditionOf } from '../../lib/conditions.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { conditionEvidence, evidenceOf } from '../../lib/gather-evidence.ts';
import { seconds } from '../../lib/seconds-param.ts';
import { isYoungerThan } from '../../lib/time.ts';

/** Everything in Kubernetes' own groups that has a scale subresource. Of a target's apiVersion the controller uses only the group. */
const SCALABLE = {
  'apps/Deployment': 'Deployment',
  'apps/StatefulSet': 'StatefulSet',
  'apps/ReplicaSet': 'ReplicaSet',
  '/ReplicationController': 'ReplicationController',
} as const satisfies Record<string, KindName>;

/** Groups of which all kinds are known; any other may be a custom resource with a scale subresource. `extensions` is gone since 1.22. */
const KNOWN_GROUPS: ReadonlySet<string> = new Set(['', 'apps', 'batch', 'extensions']);

function isScalable(key: string): key is keyof typeof SCALABLE {
  return Object.hasOwn(SCALABLE, key);
}

export const hpaTargetMissing = defineCheck({
  id: 'hpa-target-missing',
  title: 'HorizontalPodAutoscaler scales nothing',
  stage: 'WORKLOAD',
  severity: 'ERROR',
  needs: ['HorizontalPodAutoscaler', 'Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'],
  params: z.object({
    graceSeconds: seconds(60, 'how long a new autoscaler may wait for its target'),
  }),
  messages: {
    missing: {
      text: 'HorizontalPodAutoscaler {{name}} in {{namespace}} scales {{targetKind}} {{target}}, which does not exist.',
      problem: 'target',
      changes: ['targetKind', 'target'],
      next: 'kubectl -n {{namespace}} describe hpa {{name}}',
    },
    notScalable: {
      text: 'HorizontalPodAutoscaler {{name}} in {{namespace}} scales {{targetKind}} {{target}}, but apiVersion "{{apiVersion}}" has no kind {{targetKind}} that can be scaled.',
      problem: 'target',
      changes: ['targetKind', 'target', 'apiVersion'],
      next: 'kubectl -n {{namespace}} get hpa {{name}} -o jsonpath={.spec.scaleTargetRef}',
    },
  },
  remedy: 'Correct scaleTargetRef, or delete the autoscaler with the workload it was for.',
  aliases: ['POP-600', 'k8sgpt:HorizontalPodAutoscaler'],
  *run({ snapshot, params, now }) {
    for (const autoscaler of snapshot.list('HorizontalPodAutoscaler')) {
      const reference = autoscaler.spec.scaleTargetRef;
      if (reference?.name === undefined || isYoungerThan(autoscaler, params.graceSeconds, now)) continue;
      if (autoscaler.metadata.deletionTimestamp !== undefined) continue;

      const apiVersion = reference.apiVersion ?? '';
      const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
      const key = `${group}/${reference.kind}`;
      const common = {
        on: autoscaler,
        evidence: evidenceOf(
          fieldEvidence(autoscaler, 'spec.scaleTargetRef', `${apiVersion} ${reference.kind} ${reference.name}`),
          conditionEvidence(autoscaler, conditionOf(autoscaler, 'AbleToScale')),
        ),
      };
      const data = { targetKind: reference.kind, target: reference.name };
      if (isScalable(key)) {
        if (snapshot.get(SCALABLE[key], autoscaler.metadata.namespace, reference.name) !== undefined) continue;
        yield { ...common, message: 'missing', data };
      } else if (KNOWN_GROUPS.has(group)) {
        yield { ...common, message: 'notScalable', data: { ...data, apiVersion } };
      }
    }
  },
});
