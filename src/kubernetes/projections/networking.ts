import type {
  V1EndpointSlice,
  V1Ingress,
  V1IngressClass,
  V1NetworkPolicy,
  V1NetworkPolicyPeer,
  V1NetworkPolicyPort,
  V1NetworkPolicySpec,
} from '@kubernetes/client-node';
import { defineProjection } from './define-projection.ts';
import { LABEL_SELECTOR } from './shared-masks.ts';

export const endpointSliceProjection = defineProjection<V1EndpointSlice>()('EndpointSlice', {
  addressType: true,
  endpoints: {
    addresses: true,
    conditions: { ready: true, serving: true, terminating: true },
    nodeName: true,
    targetRef: { kind: true, namespace: true, name: true, uid: true },
  },
  ports: { name: true, port: true, protocol: true },
});

const BACKEND = {
  service: { name: true, port: { name: true, number: true } },
  resource: { apiGroup: true, kind: true, name: true },
} as const;

export const ingressProjection = defineProjection<V1Ingress>()('Ingress', {
  spec: {
    ingressClassName: true,
    defaultBackend: BACKEND,
    rules: { host: true, http: { paths: { path: true, pathType: true, backend: BACKEND } } },
    tls: { hosts: true, secretName: true },
  },
  status: { loadBalancer: { ingress: { ip: true, hostname: true } } },
});

export const ingressClassProjection = defineProjection<V1IngressClass>()('IngressClass', {
  spec: { controller: true },
});

const PEER = {
  podSelector: LABEL_SELECTOR,
  namespaceSelector: LABEL_SELECTOR,
  ipBlock: { cidr: true, except: true },
} as const;

const PORT = { port: true, endPort: true, protocol: true } as const;

/** client-node calls the field `_from`; on the wire it is `from`. */
interface NetworkPolicyOnTheWire extends Omit<V1NetworkPolicy, 'spec'> {
  spec: Omit<V1NetworkPolicySpec, 'ingress'> & {
    ingress?: { from?: V1NetworkPolicyPeer[]; ports?: V1NetworkPolicyPort[] }[];
  };
}

export const networkPolicyProjection = defineProjection<NetworkPolicyOnTheWire>()('NetworkPolicy', {
  spec: {
    podSelector: LABEL_SELECTOR,
    policyTypes: true,
    ingress: { from: PEER, ports: PORT },
    egress: { to: PEER, ports: PORT },
  },
});
