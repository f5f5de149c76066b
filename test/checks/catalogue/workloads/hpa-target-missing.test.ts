import { hpaTargetMissing } from '#src/checks/catalogue/workloads/hpa-target-missing.ts';
import { object, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

function hpa(
  apiVersion: string | undefined,
  kind: string,
  over: object = {},
): ReturnType<typeof object<'HorizontalPodAutoscaler'>> {
  return object('HorizontalPodAutoscaler', {
    metadata: { namespace: 'shop', name: 'web', ...over },
    spec: { minReplicas: 1, maxReplicas: 3, scaleTargetRef: { apiVersion, kind, name: 'web' } },
    status: { conditions: [{ type: 'AbleToScale', status: 'False', reason: 'FailedGetScale', message: 'not found' }] },
  });
}

const there = { metadata: { namespace: 'shop', name: 'web' } };
const on = 'shop/HorizontalPodAutoscaler/web';

function missing(targetKind: string): { on: string; message: string; data: { targetKind: string; target: string } } {
  return { on, message: 'missing', data: { targetKind, target: 'web' } };
}

function notScalable(
  targetKind: string,
  apiVersion: string,
): { on: string; message: string; data: { targetKind: string; target: string; apiVersion: string } } {
  return { on, message: 'notScalable', data: { targetKind, target: 'web', apiVersion } };
}

testCheck(hpaTargetMissing, {
  quiet: {
    'a Deployment that is there': { objects: [hpa('apps/v1', 'Deployment'), object('Deployment', there)] },
    'a StatefulSet that is there': { objects: [hpa('apps/v1', 'StatefulSet'), object('StatefulSet', there)] },
    'a ReplicaSet that is there': { objects: [hpa('apps/v1', 'ReplicaSet'), object('ReplicaSet', there)] },
    'a ReplicationController that is there': {
      objects: [hpa('v1', 'ReplicationController'), object('ReplicationController', there)],
    },
    'an old version of the group: the controller uses only the group': {
      objects: [hpa('apps/v1beta2', 'Deployment'), object('Deployment', there)],
    },
    'a custom resource may well have a scale subresource': { objects: [hpa('argoproj.io/v1alpha1', 'Rollout')] },
    'an autoscaler 59 s old, applied before its target': {
      objects: [hpa('apps/v1', 'Deployment', { creationTimestamp: secondsAgo(59) })],
    },
    'an autoscaler that is being deleted': {
      objects: [hpa('apps/v1', 'Deployment', { deletionTimestamp: secondsAgo(1) })],
    },
    'an autoscaler without a spec': { objects: [object('HorizontalPodAutoscaler', there)] },
  },
  fires: {
    'the Deployment does not exist': {
      objects: [hpa('apps/v1', 'Deployment', { creationTimestamp: secondsAgo(60) })],
      reports: [
        {
          ...missing('Deployment'),
          evidence: [
            {
              type: 'FIELD',
              object: {
                kind: 'HorizontalPodAutoscaler',
                namespace: 'shop',
                name: 'web',
                uid: 'uid-HorizontalPodAutoscaler-shop-web',
              },
              path: 'spec.scaleTargetRef',
              value: 'apps/v1 Deployment web',
            },
            {
              type: 'FIELD',
              object: {
                kind: 'HorizontalPodAutoscaler',
                namespace: 'shop',
                name: 'web',
                uid: 'uid-HorizontalPodAutoscaler-shop-web',
              },
              path: 'status.conditions[AbleToScale]',
              value: 'False, FailedGetScale: not found',
            },
          ],
        },
      ],
    },
    'a Deployment of that name exists only in another namespace': {
      objects: [hpa('apps/v1', 'Deployment'), object('Deployment', { metadata: { namespace: 'other', name: 'web' } })],
      reports: [missing('Deployment')],
    },
    'a StatefulSet of that name exists, a Deployment does not': {
      objects: [hpa('apps/v1', 'Deployment'), object('StatefulSet', there)],
      reports: [missing('Deployment')],
    },
    'a DaemonSet can not be scaled': {
      objects: [hpa('apps/v1', 'DaemonSet'), object('DaemonSet', there)],
      reports: [notScalable('DaemonSet', 'apps/v1')],
    },
    'the group is forgotten': {
      objects: [hpa('v1', 'Deployment'), object('Deployment', there)],
      reports: [notScalable('Deployment', 'v1')],
    },
    'no apiVersion at all': {
      objects: [hpa(undefined, 'Deployment'), object('Deployment', there)],
      reports: [notScalable('Deployment', '')],
    },
    'the kind is written small': {
      objects: [hpa('apps/v1', 'deployment'), object('Deployment', there)],
      reports: [notScalable('deployment', 'apps/v1')],
    },
    'a group that is gone': {
      objects: [hpa('extensions/v1beta1', 'Deployment'), object('Deployment', there)],
      reports: [notScalable('Deployment', 'extensions/v1beta1')],
    },
  },
});
