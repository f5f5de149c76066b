import type { KindName } from '../kinds.ts';
import * as cluster from './cluster.ts';
import { configMapProjection, secretProjection } from './config.ts';
import * as core from './core.ts';
import { eventProjection } from './event.ts';
import * as networking from './networking.ts';
import * as workloads from './workloads.ts';

/** The projection of every kind: one function a kind, so that the way a kind is parsed can change by itself. */
export const PROJECTIONS = {
  Namespace: core.namespaceProjection,
  Node: core.nodeProjection,
  Lease: cluster.leaseProjection,
  Pod: core.podProjection,
  ReplicationController: core.replicationControllerProjection,
  ReplicaSet: workloads.replicaSetProjection,
  Deployment: workloads.deploymentProjection,
  StatefulSet: workloads.statefulSetProjection,
  DaemonSet: workloads.daemonSetProjection,
  Job: workloads.jobProjection,
  CronJob: workloads.cronJobProjection,
  Service: core.serviceProjection,
  EndpointSlice: networking.endpointSliceProjection,
  Ingress: networking.ingressProjection,
  IngressClass: networking.ingressClassProjection,
  NetworkPolicy: networking.networkPolicyProjection,
  ConfigMap: configMapProjection,
  Secret: secretProjection,
  ServiceAccount: core.serviceAccountProjection,
  PersistentVolumeClaim: core.persistentVolumeClaimProjection,
  PersistentVolume: core.persistentVolumeProjection,
  StorageClass: cluster.storageClassProjection,
  VolumeAttachment: cluster.volumeAttachmentProjection,
  ResourceQuota: core.resourceQuotaProjection,
  LimitRange: core.limitRangeProjection,
  HorizontalPodAutoscaler: workloads.horizontalPodAutoscalerProjection,
  PodDisruptionBudget: workloads.podDisruptionBudgetProjection,
  PriorityClass: workloads.priorityClassProjection,
  Role: cluster.roleProjection,
  RoleBinding: cluster.roleBindingProjection,
  ClusterRole: cluster.clusterRoleProjection,
  ClusterRoleBinding: cluster.clusterRoleBindingProjection,
  ValidatingWebhookConfiguration: cluster.validatingWebhookConfigurationProjection,
  MutatingWebhookConfiguration: cluster.mutatingWebhookConfigurationProjection,
  APIService: cluster.apiServiceProjection,
  CustomResourceDefinition: cluster.customResourceDefinitionProjection,
  CertificateSigningRequest: cluster.certificateSigningRequestProjection,
  Event: eventProjection,
} as const satisfies { readonly [K in KindName]: { readonly kind: K } };
