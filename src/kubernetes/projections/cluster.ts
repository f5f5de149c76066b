import type {
  V1APIService,
  V1CertificateSigningRequest,
  V1ClusterRole,
  V1ClusterRoleBinding,
  V1CustomResourceDefinition,
  V1Lease,
  V1MutatingWebhookConfiguration,
  V1Role,
  V1RoleBinding,
  V1StorageClass,
  V1ValidatingWebhookConfiguration,
  V1VolumeAttachment,
} from '@kubernetes/client-node';
import { defineProjection } from './define-projection.ts';
import { CONDITION, LABEL_SELECTOR } from './shared-masks.ts';

export const leaseProjection = defineProjection<V1Lease>()('Lease', {
  spec: { holderIdentity: true, leaseDurationSeconds: true, renewTime: true, acquireTime: true },
});

export const storageClassProjection = defineProjection<V1StorageClass>()('StorageClass', {
  provisioner: true,
  reclaimPolicy: true,
  volumeBindingMode: true,
  allowVolumeExpansion: true,
  allowedTopologies: { matchLabelExpressions: { key: true, values: true } },
});

export const volumeAttachmentProjection = defineProjection<V1VolumeAttachment>()('VolumeAttachment', {
  spec: { attacher: true, nodeName: true, source: { persistentVolumeName: true } },
  status: {
    attached: true,
    attachError: { message: true, time: true },
    detachError: { message: true, time: true },
  },
});

const POLICY_RULE = {
  apiGroups: true,
  resources: true,
  verbs: true,
  resourceNames: true,
  nonResourceURLs: true,
} as const;
const SUBJECT = { kind: true, apiGroup: true, name: true, namespace: true } as const;
const ROLE_REF = { apiGroup: true, kind: true, name: true } as const;

export const roleProjection = defineProjection<V1Role>()('Role', { rules: POLICY_RULE });

export const clusterRoleProjection = defineProjection<V1ClusterRole>()('ClusterRole', {
  rules: POLICY_RULE,
  aggregationRule: { clusterRoleSelectors: LABEL_SELECTOR },
});

export const roleBindingProjection = defineProjection<V1RoleBinding>()('RoleBinding', {
  roleRef: ROLE_REF,
  subjects: SUBJECT,
});

export const clusterRoleBindingProjection = defineProjection<V1ClusterRoleBinding>()('ClusterRoleBinding', {
  roleRef: ROLE_REF,
  subjects: SUBJECT,
});

const WEBHOOK = {
  name: true,
  failurePolicy: true,
  timeoutSeconds: true,
  matchPolicy: true,
  sideEffects: true,
  clientConfig: { url: true, service: { namespace: true, name: true, port: true, path: true } },
  rules: { apiGroups: true, apiVersions: true, resources: true, operations: true, scope: true },
  namespaceSelector: LABEL_SELECTOR,
  objectSelector: LABEL_SELECTOR,
} as const;

export const validatingWebhookConfigurationProjection = defineProjection<V1ValidatingWebhookConfiguration>()(
  'ValidatingWebhookConfiguration',
  { webhooks: WEBHOOK },
);

export const mutatingWebhookConfigurationProjection = defineProjection<V1MutatingWebhookConfiguration>()(
  'MutatingWebhookConfiguration',
  { webhooks: WEBHOOK },
);

export const apiServiceProjection = defineProjection<V1APIService>()('APIService', {
  spec: { group: true, version: true, service: { namespace: true, name: true, port: true } },
  status: { conditions: CONDITION },
});

export const customResourceDefinitionProjection = defineProjection<V1CustomResourceDefinition>()(
  'CustomResourceDefinition',
  {
    spec: {
      group: true,
      scope: true,
      names: { kind: true, plural: true },
      versions: { name: true, served: true, storage: true, deprecated: true },
      conversion: {
        strategy: true,
        webhook: { clientConfig: { service: { namespace: true, name: true, port: true } } },
      },
    },
    status: { conditions: CONDITION, storedVersions: true },
  },
);

export const certificateSigningRequestProjection = defineProjection<V1CertificateSigningRequest>()(
  'CertificateSigningRequest',
  {
    spec: { signerName: true, username: true, usages: true, expirationSeconds: true },
    status: { conditions: CONDITION },
  },
);
