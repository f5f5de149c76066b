import type {
  V1LimitRange,
  V1LimitRangeItem,
  V1Namespace,
  V1Node,
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1Pod,
  V1ReplicationController,
  V1ResourceQuota,
  V1Service,
  V1ServiceAccount,
} from '@kubernetes/client-node';
import { defineProjection } from './define-projection.ts';
import { CONDITION, CONTAINER_STATUS, POD_SPEC } from './shared-masks.ts';

export const namespaceProjection = defineProjection<V1Namespace>()('Namespace', {
  spec: { finalizers: true },
  status: { phase: true, conditions: CONDITION },
});

export const nodeProjection = defineProjection<V1Node>()('Node', {
  spec: {
    unschedulable: true,
    taints: { key: true, value: true, effect: true, timeAdded: true },
    podCIDR: true,
    providerID: true,
  },
  status: {
    capacity: true,
    allocatable: true,
    addresses: { type: true, address: true },
    conditions: {
      type: true,
      status: true,
      reason: true,
      message: true,
      lastHeartbeatTime: true,
      lastTransitionTime: true,
    },
    nodeInfo: {
      kubeletVersion: true,
      kernelVersion: true,
      osImage: true,
      containerRuntimeVersion: true,
      architecture: true,
      operatingSystem: true,
    },
  },
});

export const podProjection = defineProjection<V1Pod>()('Pod', {
  spec: POD_SPEC,
  status: {
    phase: true,
    reason: true,
    message: true,
    podIP: true,
    hostIP: true,
    startTime: true,
    qosClass: true,
    nominatedNodeName: true,
    conditions: CONDITION,
    initContainerStatuses: CONTAINER_STATUS,
    containerStatuses: CONTAINER_STATUS,
    ephemeralContainerStatuses: CONTAINER_STATUS,
  },
});

export const replicationControllerProjection = defineProjection<V1ReplicationController>()('ReplicationController', {
  spec: { replicas: true, selector: true, template: { metadata: { labels: true }, spec: POD_SPEC } },
  status: {
    replicas: true,
    readyReplicas: true,
    availableReplicas: true,
    observedGeneration: true,
    conditions: CONDITION,
  },
});

export const serviceProjection = defineProjection<V1Service>()('Service', {
  spec: {
    type: true,
    selector: true,
    clusterIP: true,
    clusterIPs: true,
    externalName: true,
    externalIPs: true,
    externalTrafficPolicy: true,
    publishNotReadyAddresses: true,
    ports: { name: true, protocol: true, port: true, targetPort: true, nodePort: true, appProtocol: true },
  },
  status: { loadBalancer: { ingress: { ip: true, hostname: true } } },
});

export const serviceAccountProjection = defineProjection<V1ServiceAccount>()('ServiceAccount', {
  automountServiceAccountToken: true,
  imagePullSecrets: { name: true },
  secrets: { name: true },
});

export const persistentVolumeClaimProjection = defineProjection<V1PersistentVolumeClaim>()('PersistentVolumeClaim', {
  spec: {
    accessModes: true,
    storageClassName: true,
    volumeMode: true,
    volumeName: true,
    resources: { requests: true },
  },
  status: { phase: true, capacity: true, accessModes: true, conditions: CONDITION },
});

export const persistentVolumeProjection = defineProjection<V1PersistentVolume>()('PersistentVolume', {
  spec: {
    capacity: true,
    accessModes: true,
    storageClassName: true,
    volumeMode: true,
    persistentVolumeReclaimPolicy: true,
    claimRef: { namespace: true, name: true, uid: true },
    nodeAffinity: {
      required: { nodeSelectorTerms: { matchExpressions: { key: true, operator: true, values: true } } },
    },
    csi: { driver: true },
    local: { path: true },
    hostPath: { path: true },
  },
  status: { phase: true, reason: true, message: true },
});

export const resourceQuotaProjection = defineProjection<V1ResourceQuota>()('ResourceQuota', {
  spec: { hard: true, scopes: true },
  status: { hard: true, used: true },
});

/** client-node calls the field `_default`; on the wire it is `default`. */
interface LimitRangeOnTheWire extends Omit<V1LimitRange, 'spec'> {
  spec: { limits: (V1LimitRangeItem & { default?: { [resource: string]: string } })[] };
}

export const limitRangeProjection = defineProjection<LimitRangeOnTheWire>()('LimitRange', {
  spec: { limits: { type: true, min: true, max: true, default: true, defaultRequest: true } },
});
