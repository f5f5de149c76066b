import type { KindName } from './kinds.ts';
import type { PROJECTIONS } from './projections/index.ts';

/** The stored object of a kind: exactly the fields that its projection keeps. */
export type ObjectOf<K extends KindName> = ReturnType<(typeof PROJECTIONS)[K]['project']>;

/** Any stored object; `kind` tells which. */
export type KubernetesObject = { readonly [K in KindName]: ObjectOf<K> }[KindName];

export type Pod = ObjectOf<'Pod'>;
export type ClusterNode = ObjectOf<'Node'>;
export type Container = Pod['spec']['containers'][number];
export type ContainerStatus = NonNullable<Pod['status']['containerStatuses']>[number];
export type Service = ObjectOf<'Service'>;
export type Deployment = ObjectOf<'Deployment'>;
export type Job = ObjectOf<'Job'>;
export type PersistentVolumeClaim = ObjectOf<'PersistentVolumeClaim'>;
export type LabelSelector = NonNullable<Deployment['spec']['selector']>;
export type { PublicCertificate, Secret } from './projections/config.ts';
export type { Event } from './projections/event.ts';
export type { OwnerReference } from './projections/metadata.ts';
