import type {
  V1CronJob,
  V1DaemonSet,
  V1Deployment,
  V1Job,
  V1PodDisruptionBudget,
  V1PriorityClass,
  V1ReplicaSet,
  V1StatefulSet,
  V2HorizontalPodAutoscaler,
} from '@kubernetes/client-node';
import { defineProjection } from './define-projection.ts';
import { CONDITION, LABEL_SELECTOR, POD_SPEC } from './shared-masks.ts';

const TEMPLATE = { metadata: { labels: true }, spec: POD_SPEC } as const;

export const deploymentProjection = defineProjection<V1Deployment>()('Deployment', {
  spec: {
    replicas: true,
    selector: LABEL_SELECTOR,
    template: TEMPLATE,
    paused: true,
    progressDeadlineSeconds: true,
    strategy: { type: true, rollingUpdate: { maxSurge: true, maxUnavailable: true } },
  },
  status: {
    observedGeneration: true,
    replicas: true,
    updatedReplicas: true,
    readyReplicas: true,
    availableReplicas: true,
    unavailableReplicas: true,
    conditions: { ...CONDITION, lastUpdateTime: true },
  },
});

export const replicaSetProjection = defineProjection<V1ReplicaSet>()('ReplicaSet', {
  spec: { replicas: true, selector: LABEL_SELECTOR, template: TEMPLATE },
  status: {
    replicas: true,
    readyReplicas: true,
    availableReplicas: true,
    observedGeneration: true,
    conditions: CONDITION,
  },
});

export const statefulSetProjection = defineProjection<V1StatefulSet>()('StatefulSet', {
  spec: {
    replicas: true,
    selector: LABEL_SELECTOR,
    serviceName: true,
    template: TEMPLATE,
    updateStrategy: { type: true },
    podManagementPolicy: true,
    volumeClaimTemplates: { metadata: { name: true }, spec: { storageClassName: true } },
  },
  status: {
    observedGeneration: true,
    replicas: true,
    readyReplicas: true,
    currentReplicas: true,
    updatedReplicas: true,
    availableReplicas: true,
    currentRevision: true,
    updateRevision: true,
    conditions: CONDITION,
  },
});

export const daemonSetProjection = defineProjection<V1DaemonSet>()('DaemonSet', {
  spec: { selector: LABEL_SELECTOR, template: TEMPLATE, updateStrategy: { type: true } },
  status: {
    observedGeneration: true,
    desiredNumberScheduled: true,
    currentNumberScheduled: true,
    updatedNumberScheduled: true,
    numberReady: true,
    numberAvailable: true,
    numberUnavailable: true,
    numberMisscheduled: true,
    conditions: CONDITION,
  },
});

export const jobProjection = defineProjection<V1Job>()('Job', {
  spec: {
    parallelism: true,
    completions: true,
    backoffLimit: true,
    activeDeadlineSeconds: true,
    suspend: true,
    selector: LABEL_SELECTOR,
    template: TEMPLATE,
  },
  status: {
    active: true,
    ready: true,
    succeeded: true,
    failed: true,
    startTime: true,
    completionTime: true,
    conditions: CONDITION,
  },
});

export const cronJobProjection = defineProjection<V1CronJob>()('CronJob', {
  spec: {
    schedule: true,
    timeZone: true,
    suspend: true,
    concurrencyPolicy: true,
    startingDeadlineSeconds: true,
    failedJobsHistoryLimit: true,
    successfulJobsHistoryLimit: true,
  },
  status: { active: { name: true, uid: true }, lastScheduleTime: true, lastSuccessfulTime: true },
});

export const horizontalPodAutoscalerProjection = defineProjection<V2HorizontalPodAutoscaler>()(
  'HorizontalPodAutoscaler',
  {
    spec: {
      minReplicas: true,
      maxReplicas: true,
      scaleTargetRef: { apiVersion: true, kind: true, name: true },
      metrics: { type: true },
    },
    status: { currentReplicas: true, desiredReplicas: true, lastScaleTime: true, conditions: CONDITION },
  },
);

export const podDisruptionBudgetProjection = defineProjection<V1PodDisruptionBudget>()('PodDisruptionBudget', {
  spec: { minAvailable: true, maxUnavailable: true, selector: LABEL_SELECTOR },
  status: {
    currentHealthy: true,
    desiredHealthy: true,
    disruptionsAllowed: true,
    expectedPods: true,
    observedGeneration: true,
    conditions: CONDITION,
  },
});

export const priorityClassProjection = defineProjection<V1PriorityClass>()('PriorityClass', {
  value: true,
  globalDefault: true,
  preemptionPolicy: true,
});
