import type { V1Container, V1ContainerStatus, V1LabelSelector, V1PodSpec, V1Probe } from '@kubernetes/client-node';
import { maskOf } from './mask.ts';

/** Label selector: kept whole. */
export const LABEL_SELECTOR = maskOf<V1LabelSelector>()({
  matchLabels: true,
  matchExpressions: { key: true, operator: true, values: true },
});

/** A condition as most kinds carry it. */
export const CONDITION = {
  type: true,
  status: true,
  reason: true,
  message: true,
  lastTransitionTime: true,
} as const;

const PROBE = maskOf<V1Probe>()({
  httpGet: { path: true, port: true, scheme: true, host: true },
  tcpSocket: { port: true, host: true },
  grpc: { port: true, service: true },
  exec: { command: true },
  initialDelaySeconds: true,
  periodSeconds: true,
  timeoutSeconds: true,
  failureThreshold: true,
  successThreshold: true,
  terminationGracePeriodSeconds: true,
});

/** A container: values and arguments may be secret and are left out, names and references are kept. */
const CONTAINER = maskOf<V1Container>()({
  name: true,
  image: true,
  imagePullPolicy: true,
  restartPolicy: true,
  ports: { name: true, containerPort: true, protocol: true, hostPort: true },
  env: {
    name: true,
    valueFrom: {
      configMapKeyRef: { name: true, key: true, optional: true },
      secretKeyRef: { name: true, key: true, optional: true },
    },
  },
  envFrom: {
    prefix: true,
    configMapRef: { name: true, optional: true },
    secretRef: { name: true, optional: true },
  },
  resources: { requests: true, limits: true },
  livenessProbe: PROBE,
  readinessProbe: PROBE,
  startupProbe: PROBE,
  volumeMounts: { name: true, mountPath: true },
});

const NODE_SELECTOR_TERM = {
  matchExpressions: { key: true, operator: true, values: true },
  matchFields: { key: true, operator: true, values: true },
} as const;

const POD_AFFINITY_TERM = {
  labelSelector: LABEL_SELECTOR,
  namespaceSelector: LABEL_SELECTOR,
  namespaces: true,
  topologyKey: true,
  matchLabelKeys: true,
  mismatchLabelKeys: true,
} as const;

/** A pod's spec, also as template. */
export const POD_SPEC = maskOf<V1PodSpec>()({
  nodeName: true,
  nodeSelector: true,
  affinity: {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: NODE_SELECTOR_TERM } },
    podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: POD_AFFINITY_TERM },
    podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: POD_AFFINITY_TERM },
  },
  topologySpreadConstraints: {
    maxSkew: true,
    minDomains: true,
    topologyKey: true,
    whenUnsatisfiable: true,
    labelSelector: LABEL_SELECTOR,
    matchLabelKeys: true,
    nodeAffinityPolicy: true,
    nodeTaintsPolicy: true,
  },
  tolerations: { key: true, operator: true, value: true, effect: true, tolerationSeconds: true },
  schedulingGates: { name: true },
  schedulerName: true,
  priority: true,
  priorityClassName: true,
  overhead: true,
  resources: { requests: true, limits: true },
  resourceClaims: { name: true },
  restartPolicy: true,
  terminationGracePeriodSeconds: true,
  activeDeadlineSeconds: true,
  hostNetwork: true,
  serviceAccountName: true,
  imagePullSecrets: { name: true },
  readinessGates: { conditionType: true },
  containers: CONTAINER,
  initContainers: CONTAINER,
  ephemeralContainers: { name: true, image: true, targetContainerName: true },
  volumes: {
    name: true,
    configMap: { name: true, optional: true, items: { key: true, path: true } },
    secret: { secretName: true, optional: true, items: { key: true, path: true } },
    persistentVolumeClaim: { claimName: true, readOnly: true },
    ephemeral: { volumeClaimTemplate: { spec: { storageClassName: true } } },
    emptyDir: { medium: true, sizeLimit: true },
    hostPath: { path: true, type: true },
    projected: {
      sources: {
        configMap: { name: true, optional: true, items: { key: true, path: true } },
        secret: { name: true, optional: true, items: { key: true, path: true } },
        serviceAccountToken: { path: true },
      },
    },
    csi: { driver: true },
  },
});

const CONTAINER_STATE = {
  running: { startedAt: true },
  waiting: { reason: true, message: true },
  terminated: { exitCode: true, signal: true, reason: true, message: true, startedAt: true, finishedAt: true },
} as const;

/** What the kubelet says of a container. */
export const CONTAINER_STATUS = maskOf<V1ContainerStatus>()({
  name: true,
  ready: true,
  started: true,
  restartCount: true,
  image: true,
  imageID: true,
  state: CONTAINER_STATE,
  lastState: CONTAINER_STATE,
});
