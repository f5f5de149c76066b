import { z } from 'zod';
import { defineCheck } from '../../engine/define-check.ts';
import { refOf } from '../../engine/object-ref.ts';
import { eventEvidence, fieldEvidence } from '../../lib/evidence.ts';
import { pendingCauseOf } from '../../lib/pending-claims.ts';
import { seconds } from '../../lib/seconds-param.ts';

const next = 'kubectl -n {{namespace}} describe pvc {{name}}';

export const claimPending = defineCheck({
  id: 'claim-pending',
  title: 'PersistentVolumeClaim has no volume',
  stage: 'STORAGE',
  severity: 'ERROR',
  needs: ['PersistentVolumeClaim', 'PersistentVolume', 'StorageClass', 'Pod'],
  uses: ['Event'],
  params: z.object({
    graceSeconds: seconds(60, 'how long a claim may be pending'),
    provisionSeconds: seconds(300, 'how long a provisioner may take to answer'),
  }),
  messages: {
    classMissing: {
      text: 'PersistentVolumeClaim {{name}} in {{namespace}} is pending: its StorageClass {{class}} does not exist.',
      problem: 'no-volume',
      changes: ['class'],
      next: 'kubectl get storageclasses',
    },
    noDefaultClass: {
      text: 'PersistentVolumeClaim {{name}} in {{namespace}} is pending: it names no StorageClass, and the cluster has no default one.',
      problem: 'no-volume',
      next: 'kubectl get storageclasses',
    },
    noVolume: {
      text: 'PersistentVolumeClaim {{name}} in {{namespace}} is pending: no free PersistentVolume {{ofClass}} has {{size}} with {{modes}}, and nothing makes one.',
      problem: 'no-volume',
      next: 'kubectl get persistentvolumes',
    },
    volumeMissing: {
      text: 'PersistentVolumeClaim {{name}} in {{namespace}} is pending: it asks for PersistentVolume {{volume}}, which {{fault}}.',
      problem: 'no-volume',
      changes: ['volume', 'fault'],
      next: 'kubectl get persistentvolume {{volume}} -o yaml',
    },
    provisioningFailed: {
      text: 'PersistentVolumeClaim {{name}} in {{namespace}} is pending: provisioner {{provisioner}} of StorageClass {{class}} fails: {{explanation}}.',
      problem: 'no-volume',
      next,
    },
    unanswered: {
      text: 'PersistentVolumeClaim {{name}} in {{namespace}} has been pending for {{age}}: provisioner {{provisioner}} of StorageClass {{class}} does not answer.',
      problem: 'no-volume',
      next,
    },
    lost: {
      text: 'PersistentVolumeClaim {{name}} in {{namespace}} is lost: PersistentVolume {{volume}}, to which it was bound, is gone.',
      next,
    },
    waitsForPod: {
      text: 'PersistentVolumeClaim {{name}} in {{namespace}} waits for the first pod that uses it; StorageClass {{class}} binds no sooner.',
      severity: 'INFO',
      problem: 'no-volume',
      next,
    },
    waitsForScheduler: {
      text: 'PersistentVolumeClaim {{name}} in {{namespace}} waits until pod {{pod}} is scheduled; StorageClass {{class}} binds no sooner.',
      severity: 'INFO',
      problem: 'no-volume',
      next: 'kubectl -n {{namespace}} describe pod {{pod}}',
    },
  },
  remedy: 'Name a StorageClass that exists, create a fitting PersistentVolume, or read the log of the provisioner.',
  aliases: ['POP-1003', 'POP-1004', 'k8sgpt:PersistentVolumeClaim', 'k8sgpt:Storage'],
  *run({ snapshot, params, now }) {
    for (const claim of snapshot.list('PersistentVolumeClaim')) {
      const cause = pendingCauseOf(snapshot, claim, { ...params, now });
      if (cause === undefined) continue;
      yield {
        ...cause.report,
        on: claim,
        evidence: [fieldEvidence(claim, 'status.phase', claim.status.phase ?? ''), ...eventEvidence(cause.event)],
        causes: cause.pods.map(refOf),
      };
    }
  },
});
