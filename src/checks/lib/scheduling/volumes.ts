import type { ClusterNode, ObjectOf, PersistentVolumeClaim, Pod } from '#src/kubernetes/objects.ts';
import type { ObjectRef, Snapshot } from '#src/kubernetes/port.ts';
import { isSeen } from '../seen.ts';
import { classNameOf, couldBind, isNodeSelected, NO_PROVISIONER } from '../volumes.ts';
import { matchesTerms } from './node-selector.ts';

type VolumeSnapshot = Snapshot<'PersistentVolumeClaim' | 'PersistentVolume' | 'StorageClass'>;

/** A claim that keeps its pod from being scheduled anywhere. */
export interface ClaimObstacle {
  readonly text: string;
  readonly claim: ObjectRef;
  /** A node is chosen, and the scheduler waits for the provisioner to make a volume for it. */
  readonly isBeingMade: boolean;
}

/** The names of the claims that a pod mounts; a generic ephemeral volume's claim is named `<pod>-<volume>`. */
export function claimNamesOf(pod: Pod): readonly string[] {
  return (pod.spec.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) => {
    if (persistentVolumeClaim !== undefined) return [persistentVolumeClaim.claimName];
    return ephemeral === undefined ? [] : [`${pod.metadata.name}-${name}`];
  });
}

function classOf(snapshot: VolumeSnapshot, claim: PersistentVolumeClaim): ObjectOf<'StorageClass'> | undefined {
  const name = classNameOf(claim);
  return name === undefined || name === '' ? undefined : snapshot.get('StorageClass', undefined, name);
}

function isBound(claim: PersistentVolumeClaim): boolean {
  return claim.status.phase === 'Bound' || (claim.spec.volumeName !== undefined && claim.spec.volumeName !== '');
}

/** Claims that stop a pod before any node is looked at: missing, lost, on their way out, or unbound though their class binds at once. */
export function claimObstaclesOf(snapshot: VolumeSnapshot, pod: Pod): readonly ClaimObstacle[] {
  if (!isSeen(snapshot, 'PersistentVolumeClaim')) return [];
  const namespace = pod.metadata.namespace ?? '';
  return claimNamesOf(pod).flatMap((name): ClaimObstacle[] => {
    const claim = snapshot.get('PersistentVolumeClaim', namespace, name);
    const obstacle = (text: string, isBeingMade = false): ClaimObstacle[] => [
      { text, claim: { kind: 'PersistentVolumeClaim', namespace, name }, isBeingMade },
    ];
    if (claim === undefined) return obstacle(`its claim ${name} does not exist`);
    if (claim.metadata.deletionTimestamp !== undefined) return obstacle(`its claim ${name} is being deleted`);
    if (claim.status.phase === 'Lost') return obstacle(`its claim ${name} has lost its volume`);
    if (isBound(claim)) return [];
    // Without a look at the classes nobody knows whether the claim waits for its pod on purpose.
    if (!isSeen(snapshot, 'StorageClass')) return [];
    const className = classNameOf(claim);
    const kind = className === undefined || className === '' ? 'without a class' : `of class ${className}`;
    // The scheduler's last words are then of a time before it chose a node, or there are none.
    if (classOf(snapshot, claim)?.volumeBindingMode === 'WaitForFirstConsumer')
      return isNodeSelected(claim) ? obstacle(`its claim ${name} ${kind} waits for its volume to be made`, true) : [];
    return obstacle(`its claim ${name} ${kind} is not bound to a volume`);
  });
}

function isReachable(volume: ObjectOf<'PersistentVolume'>, node: ClusterNode): boolean {
  const terms = volume.spec.nodeAffinity?.required?.nodeSelectorTerms;
  return terms === undefined || matchesTerms(terms, node);
}

/** Why a pod's claims keep it off one node: a bound volume that cannot be reached from there, or no free one there; undefined where they do not. */
export function volumeObstacleOf(snapshot: VolumeSnapshot, pod: Pod, node: ClusterNode): string | undefined {
  if (!isSeen(snapshot, 'PersistentVolumeClaim') || !isSeen(snapshot, 'PersistentVolume')) return undefined;
  for (const name of claimNamesOf(pod)) {
    const claim = snapshot.get('PersistentVolumeClaim', pod.metadata.namespace, name);
    if (claim === undefined) continue;
    const volume =
      claim.spec.volumeName === undefined
        ? undefined
        : snapshot.get('PersistentVolume', undefined, claim.spec.volumeName);
    if (volume !== undefined && !isReachable(volume, node))
      return `out of reach of volume ${volume.metadata.name} (claim ${name})`;
    if (isBound(claim) || classOf(snapshot, claim)?.provisioner !== NO_PROVISIONER) continue;
    const isThere = snapshot
      .list('PersistentVolume')
      .some((candidate) => couldBind(candidate, claim) && isReachable(candidate, node));
    if (!isThere) return `without a free volume for claim ${name} (class ${classNameOf(claim)})`;
  }
  return undefined;
}
