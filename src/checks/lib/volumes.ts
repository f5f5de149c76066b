import type { ObjectOf, PersistentVolumeClaim, Pod } from '#src/kubernetes/objects.ts';
import type { Snapshot } from '#src/kubernetes/port.ts';
import { isLive } from './pods.ts';
import { quantityOf } from './quantities.ts';

/** A provisioner by this name makes nothing: volumes of the class are created by hand or by a local-volume operator. */
export const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

/** The older way to name a class; where it is set it wins (pkg/apis/core/v1/helper, GetPersistentVolumeClaimClass). */
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

/** Written by the scheduler when it has chosen a node: only then does a WaitForFirstConsumer claim go to its provisioner. */
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';

/** Whether the scheduler has chosen a node for the claim's pod, so that the provisioner is to make a volume there. */
export function isNodeSelected({ metadata }: PersistentVolumeClaim): boolean {
  return metadata.annotations?.[SELECTED_NODE] !== undefined;
}

const DEFAULT_ANNOTATIONS: readonly string[] = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

/** The class a claim asks for; empty: none, by request; undefined: the default, whichever it is. */
export function classNameOf(claim: PersistentVolumeClaim): string | undefined {
  return claim.metadata.annotations?.[CLASS_ANNOTATION] ?? claim.spec.storageClassName;
}

/** The StorageClass for claims that name none. Of several defaults the newest is taken, as the API server does. */
export function defaultClassOf(snapshot: Snapshot<'StorageClass'>): ObjectOf<'StorageClass'> | undefined {
  return snapshot
    .list('StorageClass')
    .filter(({ metadata }) => DEFAULT_ANNOTATIONS.some((key) => metadata.annotations?.[key] === 'true'))
    .sort((a, b) => Date.parse(b.metadata.creationTimestamp) - Date.parse(a.metadata.creationTimestamp))[0];
}

/**
 * Whether a PersistentVolume that is there could be bound to the claim (pkg/controller/volume/persistentvolume, FindMatchingVolume;
 * a claim's label selector is not looked at).
 */
export function couldBind(volume: ObjectOf<'PersistentVolume'>, claim: PersistentVolumeClaim): boolean {
  const { claimRef, capacity, accessModes } = volume.spec;
  if (claimRef !== undefined)
    return claimRef.namespace === claim.metadata.namespace && claimRef.name === claim.metadata.name;
  if (volume.status.phase !== 'Available' || (volume.spec.storageClassName ?? '') !== (classNameOf(claim) ?? ''))
    return false;
  if ((volume.spec.volumeMode ?? 'Filesystem') !== (claim.spec.volumeMode ?? 'Filesystem')) return false;
  if (!(claim.spec.accessModes ?? []).every((mode) => accessModes?.includes(mode) === true)) return false;
  return (quantityOf(capacity?.['storage']) ?? 0) >= (quantityOf(claim.spec.resources?.requests?.['storage']) ?? 0);
}

/** Pods that wait for the claim or use it, ephemeral volumes (whose claim is `<pod>-<volume>`) included. */
export function usersOf(snapshot: Snapshot<'Pod'>, claim: PersistentVolumeClaim): readonly Pod[] {
  const { name, namespace } = claim.metadata;
  return snapshot.list('Pod', namespace).filter((pod) => {
    const uses = (pod.spec.volumes ?? []).some(
      (volume) =>
        volume.persistentVolumeClaim?.claimName === name ||
        (volume.ephemeral !== undefined && `${pod.metadata.name}-${volume.name}` === name),
    );
    return uses && isLive(pod);
  });
}
