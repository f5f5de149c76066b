import { z } from 'zod';
import type { Pod } from '#src/kubernetes/objects.ts';
import type { ObjectRef } from '#src/kubernetes/port.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { missingFromVolumes } from '../../lib/config-references.ts';
import { eventEvidence, fieldEvidence } from '../../lib/evidence.ts';
import { isNodeReady } from '../../lib/nodes.ts';
import { containersBeingMade, creationBeganAt } from '../../lib/pod-creation.ts';
import { setupOf } from '../../lib/pod-setup.ts';
import { runtimeWordsOf } from '../../lib/runtime-words.ts';
import { seconds } from '../../lib/seconds-param.ts';
import { secondsBetween, spanOf } from '../../lib/time.ts';

function claimsOf(pod: Pod): ObjectRef[] {
  const namespace = pod.metadata.namespace ?? '';
  return (pod.spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) =>
    persistentVolumeClaim === undefined
      ? []
      : [{ kind: 'PersistentVolumeClaim', namespace, name: persistentVolumeClaim.claimName }],
  );
}

export const podStuckCreating = defineCheck({
  id: 'pod-stuck-creating',
  title: 'Pod is not set up on its node',
  stage: 'POD',
  severity: 'ERROR',
  needs: ['Pod'],
  uses: ['Event', 'ConfigMap', 'Secret', 'Node'],
  params: z.object({
    // A mount that fails for a moment (a cache not filled yet) is tried again within seconds.
    graceSeconds: seconds(60, 'Seconds in creation from which a recorded error is told.'),
    // Large images take minutes to pull; nobody complains before ten.
    slowSeconds: z
      .number()
      .int()
      .min(1)
      .default(600)
      .describe('Seconds in creation from which a pod is told of without an error.'),
  }),
  messages: {
    missing: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: the volumes of {{subjects}} have not been there on node {{node}} for {{span}}: {{missing}}.',
      problem: 'stuck-creating',
      changes: ['missing'],
      next: 'kubectl get configmaps,secrets --namespace {{namespace}}',
    },
    volumes: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: the volumes of {{subjects}} have not been there on node {{node}} for {{span}}: {{words}}.',
      problem: 'stuck-creating',
      next: 'kubectl describe pod --namespace {{namespace}} {{name}}',
    },
    sandbox: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: the sandbox and network of {{subjects}} have not been there on node {{node}} for {{span}}: {{words}}.',
      problem: 'stuck-creating',
      next: 'kubectl describe pod --namespace {{namespace}} {{name}}',
    },
    slow: {
      text: '{{rootKind}} {{rootName}} in {{namespace}}: container {{containers}} of {{subjects}} has been in creation on node {{node}} for {{span}}, and no error is recorded.',
      severity: 'WARNING',
      problem: 'stuck-creating',
      next: 'kubectl describe pod --namespace {{namespace}} {{name}}',
    },
  },
  remedy:
    'Create the missing object, free the volume from its other node, or look at the network plugin and the storage driver of the node.',
  aliases: ['POP-202', 'POP-203', 'k8sgpt:Pod'],
  *run({ snapshot, params, now }) {
    for (const pod of snapshot.list('Pod')) {
      const containers = containersBeingMade(pod);
      const since = creationBeganAt(pod);
      const seconds = secondsBetween(since, now);
      if (containers.length === 0 || seconds === undefined || seconds < params.graceSeconds) continue;
      const node = pod.spec.nodeName ?? '';
      const host = snapshot.get('Node', undefined, node);
      // Where the node is down, nothing of the pod is its own fault.
      if (host !== undefined && !isNodeReady(host)) continue;
      const events = snapshot.eventsOf(pod).filter(({ lastSeen }) => (secondsBetween(since, lastSeen) ?? -1) >= 0);
      const { isDone, volume, sandbox } = setupOf(pod, events);
      const missing = isDone ? [] : missingFromVolumes(snapshot, pod);
      const span = spanOf(seconds);
      const evidence = [
        ...eventEvidence(volume, sandbox),
        fieldEvidence(pod, 'status.phase', pod.status.phase ?? '(empty)', since),
      ];
      const about = { on: pod, evidence };
      if (missing.length > 0) yield { ...about, message: 'missing', data: { node, span, missing } };
      else if (volume !== undefined) {
        yield {
          ...about,
          message: 'volumes',
          data: { node, span, words: runtimeWordsOf(volume.message) },
          causes: claimsOf(pod),
        };
      } else if (sandbox !== undefined) {
        const causes = [{ kind: 'Node', name: node }];
        yield { ...about, message: 'sandbox', data: { node, span, words: runtimeWordsOf(sandbox.message) }, causes };
      } else if (seconds >= params.slowSeconds) {
        yield { ...about, message: 'slow', data: { node, span, containers: containers.map(({ name }) => name) } };
      }
    }
  },
});
