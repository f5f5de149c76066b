import type { Event, ObjectOf, PersistentVolumeClaim, Pod } from '#src/kubernetes/objects.ts';
import type { Snapshot } from '#src/kubernetes/port.ts';
import { latestEvent } from './events.ts';
import { asClause } from './text.ts';
import { isWithin, isYoungerThan, secondsBetween, spanOf } from './time.ts';
import { classNameOf, couldBind, defaultClassOf, isNodeSelected, NO_PROVISIONER, usersOf } from './volumes.ts';

/** Why a claim has no volume, as a message of claim-pending with its data. */
export type PendingReport =
  | { readonly message: 'classMissing' | 'waitsForPod'; readonly data: { readonly class: string } }
  | { readonly message: 'noDefaultClass'; readonly data: Readonly<Record<never, never>> }
  | {
      readonly message: 'noVolume';
      readonly data: { readonly ofClass: string; readonly size: string; readonly modes: readonly string[] };
    }
  | { readonly message: 'volumeMissing'; readonly data: { readonly volume: string; readonly fault: string } }
  | {
      readonly message: 'provisioningFailed';
      readonly data: { readonly class: string; readonly provisioner: string; readonly explanation: string };
    }
  | {
      readonly message: 'unanswered';
      readonly data: { readonly class: string; readonly provisioner: string; readonly age: string };
    }
  | { readonly message: 'lost'; readonly data: { readonly volume: string } }
  | { readonly message: 'waitsForScheduler'; readonly data: { readonly class: string; readonly pod: string } };

export interface PendingCause {
  readonly report: PendingReport;
  readonly event?: Event | undefined;
  /** Pods whose own trouble keeps the claim waiting. */
  readonly pods: readonly Pod[];
}

export interface PendingLimits {
  readonly graceSeconds: number;
  readonly provisionSeconds: number;
  readonly now: Date;
}

/** Provisioners retry with a back-off of at most 5 min; an older failure has been followed by something else. */
const FAILURE_SECONDS = 900;

type Seen = Snapshot<'PersistentVolume' | 'StorageClass' | 'Pod' | 'Event'>;

function isBoundLate({ volumeBindingMode }: ObjectOf<'StorageClass'>): boolean {
  return volumeBindingMode === 'WaitForFirstConsumer';
}

/** A claim that names its volume is bound to that one or to none. */
function namedVolumeFault(
  snapshot: Snapshot<'PersistentVolume'>,
  claim: PersistentVolumeClaim,
  volume: string,
): string | undefined {
  const found = snapshot.get('PersistentVolume', undefined, volume);
  if (found === undefined) return 'does not exist';
  const owner = found.spec.claimRef;
  if (owner === undefined || couldBind(found, claim)) return undefined;
  return `belongs to claim ${owner.name ?? ''} in ${owner.namespace ?? ''}`;
}

/** Binding waits for a pod and its node: nothing is wrong with the claim itself. */
function waitFor(className: string, pods: readonly Pod[]): PendingCause {
  const [pod] = pods;
  if (pod === undefined) return { report: { message: 'waitsForPod', data: { class: className } }, pods: [] };
  return { report: { message: 'waitsForScheduler', data: { class: className, pod: pod.metadata.name } }, pods };
}

/** A class with a provisioner: it failed, is not to be asked yet, or does not answer. */
function provisionCause(
  snapshot: Seen,
  claim: PersistentVolumeClaim,
  storageClass: ObjectOf<'StorageClass'>,
  limits: PendingLimits,
): PendingCause | undefined {
  const names = { class: storageClass.metadata.name, provisioner: storageClass.provisioner };
  const users = isBoundLate(storageClass) ? usersOf(snapshot, claim) : undefined;
  if (users?.length === 0) return waitFor(names.class, []);
  const event = latestEvent(snapshot.eventsOf(claim), { reasons: ['ProvisioningFailed'] });
  // A claim that was made before its class has an event that the class was not found.
  const isOfThisClass = (secondsBetween(storageClass.metadata.creationTimestamp, event?.lastSeen) ?? -1) >= 0;
  if (event !== undefined && isOfThisClass && isWithin(event.lastSeen, FAILURE_SECONDS, limits.now)) {
    const data = { ...names, explanation: asClause(event.message) };
    return { report: { message: 'provisioningFailed', data }, event, pods: [] };
  }
  // What waits for a pod has been waiting for the provisioner since that pod's creation at most.
  let since = claim.metadata.creationTimestamp;
  if (users !== undefined) {
    if (!isNodeSelected(claim)) return waitFor(names.class, users);
    since = users[0]?.metadata.creationTimestamp ?? since;
  }
  const age = secondsBetween(since, limits.now) ?? 0;
  if (age < limits.provisionSeconds) return undefined;
  return { report: { message: 'unanswered', data: { ...names, age: spanOf(age) } }, pods: [] };
}

/** A class that makes nothing, or none at all: a volume must be there. */
function handmadeCause(
  snapshot: Seen,
  claim: PersistentVolumeClaim,
  storageClass: ObjectOf<'StorageClass'> | undefined,
): PendingCause | undefined {
  const canBind = snapshot.list('PersistentVolume').some((volume) => couldBind(volume, claim));
  if (storageClass !== undefined && isBoundLate(storageClass)) {
    const pods = usersOf(snapshot, claim);
    if (pods.length === 0 || canBind) return waitFor(storageClass.metadata.name, pods);
  }
  if (canBind) return undefined;
  const wanted = classNameOf(claim);
  if (storageClass === undefined && wanted === undefined) {
    return { report: { message: 'noDefaultClass', data: {} }, pods: [] };
  }
  if (storageClass === undefined && wanted !== undefined && wanted !== '') {
    return { report: { message: 'classMissing', data: { class: wanted } }, pods: [] };
  }
  const ofClass = storageClass === undefined ? 'without StorageClass' : `of StorageClass ${storageClass.metadata.name}`;
  const size = String(claim.spec.resources?.requests?.['storage'] ?? 'the size asked for');
  return { report: { message: 'noVolume', data: { ofClass, size, modes: claim.spec.accessModes ?? [] } }, pods: [] };
}

/** Why a claim has no volume; undefined while it has one, goes, or may still get one in good time. */
export function pendingCauseOf(
  snapshot: Seen,
  claim: PersistentVolumeClaim,
  limits: PendingLimits,
): PendingCause | undefined {
  const { spec, status, metadata } = claim;
  const volume = spec.volumeName ?? '';
  if (metadata.deletionTimestamp !== undefined) return undefined;
  if (status.phase === 'Lost') return { report: { message: 'lost', data: { volume: volume || 'unknown' } }, pods: [] };
  if (status.phase !== 'Pending' || isYoungerThan(claim, limits.graceSeconds, limits.now)) return undefined;

  if (volume !== '') {
    const fault = namedVolumeFault(snapshot, claim, volume);
    return fault === undefined
      ? undefined
      : { report: { message: 'volumeMissing', data: { volume, fault } }, pods: [] };
  }
  const wanted = classNameOf(claim);
  const storageClass =
    wanted === undefined ? defaultClassOf(snapshot) : snapshot.get('StorageClass', undefined, wanted);
  return storageClass === undefined || storageClass.provisioner === NO_PROVISIONER
    ? handmadeCause(snapshot, claim, storageClass)
    : provisionCause(snapshot, claim, storageClass, limits);
}
