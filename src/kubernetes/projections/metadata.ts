import { applyMask } from './mask.ts';

/** A reference from an object to the object that owns it. */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
}

/** The part of ObjectMeta that is kept. Times are RFC 3339. Cluster-scoped objects have no namespace. */
export interface ObjectMeta {
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly creationTimestamp: string;
  readonly namespace?: string;
  readonly generation?: number;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly finalizers?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
}

const METADATA_MASK = {
  name: true,
  namespace: true,
  uid: true,
  resourceVersion: true,
  generation: true,
  creationTimestamp: true,
  deletionTimestamp: true,
  deletionGracePeriodSeconds: true,
  finalizers: true,
  labels: true,
  annotations: true,
  ownerReferences: { apiVersion: true, kind: true, name: true, uid: true, controller: true },
} as const;

/** Holds a copy of the whole object as it was applied, Secret values included; never kept. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Projects `metadata`. Throws when the object has no name, which no API server sends. */
export function projectMetadata(raw: unknown): ObjectMeta {
  const meta = applyMask(raw, METADATA_MASK) as ObjectMeta | undefined;
  if (meta === undefined || typeof meta.name !== 'string') throw new Error('an object without metadata.name');
  if (meta.annotations === undefined || !(LAST_APPLIED in meta.annotations)) return meta;
  const { [LAST_APPLIED]: _, ...annotations } = meta.annotations;
  return { ...meta, annotations };
}
