import { claimPending } from '#src/checks/catalogue/storage/claim-pending.ts';
import type { PersistentVolumeClaim } from '#src/kubernetes/objects.ts';
import { eventOn, merge, object, pod, type RawObject, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

function claim(raw: RawObject = {}): PersistentVolumeClaim {
  const base = {
    metadata: { namespace: 'shop', name: 'data' },
    spec: { storageClassName: 'fast', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Gi' } } },
    status: { phase: 'Pending' },
  };
  return object('PersistentVolumeClaim', merge(base, raw));
}

function storageClass(raw: RawObject = {}): ReturnType<typeof object<'StorageClass'>> {
  return object(
    'StorageClass',
    merge({ metadata: { name: 'fast' }, provisioner: 'csi.example.com', volumeBindingMode: 'Immediate' }, raw),
  );
}

function volume(raw: RawObject = {}): ReturnType<typeof object<'PersistentVolume'>> {
  const spec = { storageClassName: 'fast', accessModes: ['ReadWriteOnce'], capacity: { storage: '5Gi' } };
  return object('PersistentVolume', merge({ metadata: { name: 'pv-1' }, spec, status: { phase: 'Available' } }, raw));
}

const LOCAL = { provisioner: 'kubernetes.io/no-provisioner' };
const LATE = { volumeBindingMode: 'WaitForFirstConsumer' };
const DEFAULT = { metadata: { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } } };
const CHOSEN = { metadata: { annotations: { 'volume.kubernetes.io/selected-node': 'node-1' } } };
const NO_CLASS = { spec: { storageClassName: '' } };
const OTHERS = { spec: { claimRef: { namespace: 'shop', name: 'other' } }, status: { phase: 'Bound' } };
const FAILED = {
  reason: 'ProvisioningFailed',
  message: 'failed to provision volume with StorageClass "fast": rpc error: quota exceeded.',
};
const YOUNG_CLASS = { metadata: { creationTimestamp: secondsAgo(200) } };
const user = pod({ spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] } });

const unnamed = object('PersistentVolumeClaim', {
  metadata: { namespace: 'shop', name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Gi' } } },
  status: { phase: 'Pending' },
});

const on = 'shop/PersistentVolumeClaim/data';
const classMissing = { on, message: 'classMissing', data: { class: 'fast' } } as const;
const failing = {
  on,
  message: 'provisioningFailed',
  data: {
    class: 'fast',
    provisioner: 'csi.example.com',
    explanation: 'failed to provision volume with StorageClass "fast": rpc error: quota exceeded',
  },
} as const;
const waitsForPod = { on, message: 'waitsForPod', data: { class: 'fast' } } as const;
const waitsForScheduler = { on, message: 'waitsForScheduler', data: { class: 'fast', pod: 'web-1' } } as const;

function noVolume(ofClass = 'of StorageClass fast'): {
  on: string;
  message: string;
  data: { ofClass: string; size: string; modes: string[] };
} {
  return { on, message: 'noVolume', data: { ofClass, size: '5Gi', modes: ['ReadWriteOnce'] } };
}

function unanswered(age: string): {
  on: string;
  message: string;
  data: { class: string; provisioner: string; age: string };
} {
  return { on, message: 'unanswered', data: { class: 'fast', provisioner: 'csi.example.com', age } };
}

function volumeMissing(fault: string): { on: string; message: string; data: { volume: string; fault: string } } {
  return { on, message: 'volumeMissing', data: { volume: 'pv-1', fault } };
}

testCheck(claimPending, {
  quiet: {
    'a claim that is bound': { objects: [claim({ status: { phase: 'Bound' } })] },
    'no phase yet': { objects: [claim({ status: { phase: undefined } })] },
    'its class is missing for 59 s': { objects: [claim({ metadata: { creationTimestamp: secondsAgo(59) } })] },
    'its class is missing, but a volume made by hand is about to be bound': { objects: [claim(), volume()] },
    'a claim that is being deleted': { objects: [claim({ metadata: { deletionTimestamp: secondsAgo(1) } })] },
    'a provisioner has 299 s to answer': {
      objects: [claim({ metadata: { creationTimestamp: secondsAgo(299) } }), storageClass()],
    },
    'a claim without class is about to be bound': {
      objects: [claim(NO_CLASS), volume({ spec: { storageClassName: undefined } })],
    },
    'it names a volume that is free for it': { objects: [claim({ spec: { volumeName: 'pv-1' } }), volume()] },
    'it names a volume that is reserved for it': {
      objects: [
        claim({ spec: { volumeName: 'pv-1' } }),
        volume({ spec: { claimRef: { namespace: 'shop', name: 'data' } } }),
      ],
    },
    'a pod waits for its volume since 299 s, a node is chosen': {
      objects: [
        claim(CHOSEN),
        storageClass(LATE),
        pod(
          merge(
            { metadata: { creationTimestamp: secondsAgo(299) } },
            { spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] } },
          ),
        ),
      ],
    },
  },
  fires: {
    'it was made before its class, so the failure is of then': {
      objects: [
        claim({ metadata: { creationTimestamp: secondsAgo(400) } }),
        storageClass(YOUNG_CLASS),
        eventOn(claim(), { ...FAILED, lastSeen: secondsAgo(201) }),
      ],
      reports: [unanswered('6 min')],
    },
    'its provisioner failed after the class was made': {
      objects: [claim(), storageClass(YOUNG_CLASS), eventOn(claim(), { ...FAILED, lastSeen: secondsAgo(200) })],
      reports: [failing],
    },
    'its provisioner failed for a pod that is gone': {
      objects: [claim(), storageClass(LATE), eventOn(claim(), FAILED)],
      reports: [waitsForPod],
    },
    'its class does not exist': {
      objects: [claim({ metadata: { creationTimestamp: secondsAgo(60) } })],
      reports: [
        {
          ...classMissing,
          evidence: [
            {
              type: 'FIELD',
              object: {
                kind: 'PersistentVolumeClaim',
                namespace: 'shop',
                name: 'data',
                uid: 'uid-PersistentVolumeClaim-shop-data',
              },
              path: 'status.phase',
              value: 'Pending',
            },
          ],
        },
      ],
    },
    'the older annotation names the class': {
      objects: [
        claim({ metadata: { annotations: { 'volume.beta.kubernetes.io/storage-class': 'old' } } }),
        storageClass(),
      ],
      reports: [{ ...classMissing, data: { class: 'old' } }],
    },
    'its class does not exist, and the free volume is of another class': {
      objects: [claim(), volume({ spec: { storageClassName: 'slow' } })],
      reports: [classMissing],
    },
    'its class does not exist, and the free volume is too small': {
      objects: [claim(), volume({ spec: { capacity: { storage: '4Gi' } } })],
      reports: [classMissing],
    },
    'its class does not exist, and the free volume can not be written': {
      objects: [claim(), volume({ spec: { accessModes: ['ReadOnlyMany'] } })],
      reports: [classMissing],
    },
    'its class does not exist, and the free volume is a raw device': {
      objects: [claim(), volume({ spec: { volumeMode: 'Block' } })],
      reports: [classMissing],
    },
    "its class does not exist, and the volume is another claim's": {
      objects: [claim(), volume(OTHERS)],
      reports: [classMissing],
    },
    'its class does not exist, and the volume is released, not free': {
      objects: [claim(), volume({ status: { phase: 'Released' } })],
      reports: [classMissing],
    },
    'no class is named, and none is the default': {
      objects: [unnamed, storageClass()],
      reports: [{ on, message: 'noDefaultClass', data: {} }],
    },
    'no class is named, and the default makes none': {
      objects: [unnamed, storageClass(merge(DEFAULT, LOCAL))],
      reports: [noVolume()],
    },
    'no class is wanted, and no volume is free': {
      objects: [claim(NO_CLASS), storageClass(DEFAULT)],
      reports: [noVolume('without StorageClass')],
    },
    'a class that makes none, and no volume is free': {
      objects: [claim(), storageClass(LOCAL)],
      reports: [noVolume()],
    },
    'the same, bound late, and a pod waits': {
      objects: [claim(), storageClass(merge(LOCAL, LATE)), user],
      reports: [noVolume()],
    },
    'it names a volume that does not exist': {
      objects: [claim({ spec: { volumeName: 'pv-1' } })],
      reports: [volumeMissing('does not exist')],
    },
    'it names a volume of another claim': {
      objects: [claim({ spec: { volumeName: 'pv-1' } }), volume(OTHERS)],
      reports: [volumeMissing('belongs to claim other in shop')],
    },
    'the provisioner fails': {
      objects: [claim(), storageClass(), eventOn(claim(), FAILED)],
      reports: [
        {
          ...failing,
          evidence: [
            {
              type: 'FIELD',
              object: {
                kind: 'PersistentVolumeClaim',
                namespace: 'shop',
                name: 'data',
                uid: 'uid-PersistentVolumeClaim-shop-data',
              },
              path: 'status.phase',
              value: 'Pending',
            },
            {
              type: 'EVENT',
              object: {
                kind: 'PersistentVolumeClaim',
                namespace: 'shop',
                name: 'data',
                uid: 'uid-PersistentVolumeClaim-shop-data',
              },
              reason: 'ProvisioningFailed',
              message: 'failed to provision volume with StorageClass "fast": rpc error: quota exceeded.',
              count: 1,
              at: '2026-03-01T11:59:00Z',
            },
          ],
        },
      ],
    },
    'the provisioner failed 900 s ago: it still tries': {
      objects: [claim(), storageClass(), eventOn(claim(), { ...FAILED, lastSeen: secondsAgo(900) })],
      reports: [failing],
    },
    'the provisioner failed 901 s ago and is silent since': {
      objects: [claim(), storageClass(), eventOn(claim(), { ...FAILED, lastSeen: secondsAgo(901) })],
      reports: [unanswered('60 min')],
    },
    'the provisioner fails, and the pod is to be scheduled again': {
      objects: [claim(), storageClass(LATE), user, eventOn(claim(), FAILED)],
      reports: [failing],
    },
    'the provisioner has not answered for 300 s': {
      objects: [claim({ metadata: { creationTimestamp: secondsAgo(300) } }), storageClass()],
      reports: [unanswered('5 min')],
    },
    'of two defaults the newer counts': {
      objects: [
        unnamed,
        storageClass(DEFAULT),
        storageClass(
          merge(merge(DEFAULT, LOCAL), { metadata: { name: 'older', creationTimestamp: secondsAgo(9000) } }),
        ),
      ],
      reports: [unanswered('60 min')],
    },
    'a node is chosen, and the provisioner has not answered for 300 s': {
      objects: [
        claim(CHOSEN),
        storageClass(LATE),
        pod({
          metadata: { creationTimestamp: secondsAgo(300) },
          spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] },
        }),
      ],
      reports: [unanswered('5 min')],
    },
    'it waits for its first pod': { objects: [claim(), storageClass(LATE)], reports: [{ ...waitsForPod, causes: [] }] },
    'it waits for its first pod, and volumes are made by hand': {
      objects: [claim(), storageClass(merge(LOCAL, LATE))],
      reports: [waitsForPod],
    },
    'the pod that used it has ended': {
      objects: [
        claim(),
        storageClass(LATE),
        pod({
          spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] },
          status: { phase: 'Succeeded' },
        }),
      ],
      reports: [waitsForPod],
    },
    'a pod in another namespace uses a namesake': {
      objects: [
        claim(),
        storageClass(LATE),
        pod({
          metadata: { namespace: 'other' },
          spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] },
        }),
      ],
      reports: [waitsForPod],
    },
    'its pod is not scheduled': {
      objects: [claim(), storageClass(LATE), user],
      reports: [{ ...waitsForScheduler, causes: ['shop/Pod/web-1'] }],
    },
    "a pod's own ephemeral volume": {
      objects: [
        claim({ metadata: { name: 'web-1-scratch' } }),
        storageClass(LATE),
        pod({ spec: { volumes: [{ name: 'scratch', ephemeral: { volumeClaimTemplate: { spec: {} } } }] } }),
      ],
      reports: [{ ...waitsForScheduler, on: 'shop/PersistentVolumeClaim/web-1-scratch' }],
    },
    'its pod is not scheduled, and a volume made by hand would do': {
      objects: [claim(), storageClass(merge(LOCAL, LATE)), user, volume()],
      reports: [waitsForScheduler],
    },
    'its volume is lost': {
      objects: [claim({ spec: { volumeName: 'pv-1' }, status: { phase: 'Lost' } })],
      reports: [{ on, message: 'lost', data: { volume: 'pv-1' } }],
    },
  },
});
