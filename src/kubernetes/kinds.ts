/** How the API server serves a kind: `/api/v1/…` for the empty group, `/apis/<group>/<version>/…` otherwise. */
export interface KindInfo {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly namespaced: boolean;
}

function namespaced(group: string, version: string, resource: string): KindInfo {
  return { group, version, resource, namespaced: true };
}

function clusterWide(group: string, version: string, resource: string): KindInfo {
  return { group, version, resource, namespaced: false };
}

/** Every kind that is listed and watched, in the order in which people think of them. */
export const KINDS = {
  Namespace: clusterWide('', 'v1', 'namespaces'),
  Node: clusterWide('', 'v1', 'nodes'),
  Lease: namespaced('coordination.k8s.io', 'v1', 'leases'),
  Pod: namespaced('', 'v1', 'pods'),
  ReplicationController: namespaced('', 'v1', 'replicationcontrollers'),
  ReplicaSet: namespaced('apps', 'v1', 'replicasets'),
  Deployment: namespaced('apps', 'v1', 'deployments'),
  StatefulSet: namespaced('apps', 'v1', 'statefulsets'),
  DaemonSet: namespaced('apps', 'v1', 'daemonsets'),
  Job: namespaced('batch', 'v1', 'jobs'),
  CronJob: namespaced('batch', 'v1', 'cronjobs'),
  Service: namespaced('', 'v1', 'services'),
  EndpointSlice: namespaced('discovery.k8s.io', 'v1', 'endpointslices'),
  Ingress: namespaced('networking.k8s.io', 'v1', 'ingresses'),
  IngressClass: clusterWide('networking.k8s.io', 'v1', 'ingressclasses'),
  NetworkPolicy: namespaced('networking.k8s.io', 'v1', 'networkpolicies'),
  ConfigMap: namespaced('', 'v1', 'configmaps'),
  Secret: namespaced('', 'v1', 'secrets'),
  ServiceAccount: namespaced('', 'v1', 'serviceaccounts'),
  PersistentVolumeClaim: namespaced('', 'v1', 'persistentvolumeclaims'),
  PersistentVolume: clusterWide('', 'v1', 'persistentvolumes'),
  StorageClass: clusterWide('storage.k8s.io', 'v1', 'storageclasses'),
  VolumeAttachment: clusterWide('storage.k8s.io', 'v1', 'volumeattachments'),
  ResourceQuota: namespaced('', 'v1', 'resourcequotas'),
  LimitRange: namespaced('', 'v1', 'limitranges'),
  HorizontalPodAutoscaler: namespaced('autoscaling', 'v2', 'horizontalpodautoscalers'),
  PodDisruptionBudget: namespaced('policy', 'v1', 'poddisruptionbudgets'),
  PriorityClass: clusterWide('scheduling.k8s.io', 'v1', 'priorityclasses'),
  Role: namespaced('rbac.authorization.k8s.io', 'v1', 'roles'),
  RoleBinding: namespaced('rbac.authorization.k8s.io', 'v1', 'rolebindings'),
  ClusterRole: clusterWide('rbac.authorization.k8s.io', 'v1', 'clusterroles'),
  ClusterRoleBinding: clusterWide('rbac.authorization.k8s.io', 'v1', 'clusterrolebindings'),
  ValidatingWebhookConfiguration: clusterWide('admissionregistration.k8s.io', 'v1', 'validatingwebhookconfigurations'),
  MutatingWebhookConfiguration: clusterWide('admissionregistration.k8s.io', 'v1', 'mutatingwebhookconfigurations'),
  APIService: clusterWide('apiregistration.k8s.io', 'v1', 'apiservices'),
  CustomResourceDefinition: clusterWide('apiextensions.k8s.io', 'v1', 'customresourcedefinitions'),
  CertificateSigningRequest: clusterWide('certificates.k8s.io', 'v1', 'certificatesigningrequests'),
  Event: namespaced('', 'v1', 'events'),
} as const satisfies Record<string, KindInfo>;

/** The name of a kind that Kubeclinic reads. */
export type KindName = keyof typeof KINDS;

/** All kind names, in the order of {@link KINDS}. */
export const KIND_NAMES = Object.keys(KINDS) as readonly KindName[];

/** Whether a string (an owner reference's kind, say) names a kind that Kubeclinic reads. */
export function isKindName(kind: string): kind is KindName {
  return Object.hasOwn(KINDS, kind);
}
