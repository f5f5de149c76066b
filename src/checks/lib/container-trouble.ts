import type { Event, Pod } from '#src/kubernetes/objects.ts';
import type { Snapshot } from '#src/kubernetes/port.ts';
import {
  containersOf,
  isRestarted,
  lastTerminationOf,
  type PodContainer,
  type Termination,
  waitingReasonOf,
} from './containers.ts';
import { eventsOfContainer, isOfEveryStart, latestEvent } from './events.ts';
import { isOfFinishedJob } from './finished-jobs.ts';
import { controlPlaneComponentOf, isFinished, isJobPod, isTerminating } from './pods.ts';
import { type ProbeKill, probeKillOf } from './probe-kills.ts';
import { isWithin, secondsBetween } from './time.ts';

/**
 * How an end goes on. LOOPING: down until the next restart, or up again only since a moment ago, for the n-th time.
 * BACK: runs again. OVER: is not started again.
 */
export type Course = 'LOOPING' | 'BACK' | 'OVER';

/**
 * What is wrong with a container, by cause. Every container has at most one: the checks that ask share the field
 * without overlap.
 */
export type ContainerTrouble =
  | { readonly cause: 'IMAGE_PULL' | 'IMAGE_NAME' | 'CONFIG'; readonly reason: string; readonly message: string }
  | {
      readonly cause: 'CANNOT_START';
      readonly reason: string;
      readonly message: string;
      readonly ended: Termination | undefined;
    }
  | { readonly cause: 'MEMORY'; readonly course: Course; readonly ended: Termination }
  | { readonly cause: 'PROBE'; readonly course: Course; readonly ended: Termination; readonly kill: ProbeKill }
  | { readonly cause: 'CRASH'; readonly course: Course; readonly ended: Termination }
  /** In back-off, but the kubelet does not tell any more how the container ended (its remains were cleared away). */
  | { readonly cause: 'BACK_OFF' };

export interface TroubledContainer {
  readonly pod: Pod;
  readonly container: PodContainer;
  readonly trouble: ContainerTrouble;
  /** Events about this container, latest first. */
  readonly events: readonly Event[];
}

/** Two restarts may be a rough start (a database that was not there yet); the third is a habit. */
const LOOP_RESTARTS = 3;

/** A container that has run this long is forgiven: the kubelet forgets its back-off (twice its maximum of 5 min). */
const FORGIVEN_SECONDS = 600;

/** The words of k8s.io/kubernetes pkg/kubelet/images/types.go and k8s.io/cri-api pkg/errors. */
const PULL_REASONS: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'RegistryUnavailable',
  'SignatureValidationFailed',
]);
const NAME_REASONS: ReadonlySet<string> = new Set(['InvalidImageName', 'ErrImageNeverPull', 'ImageInspectError']);

/** containerd says StartError, dockershim said ContainerCannotRun: the process was never there. */
const START_REASONS: ReadonlySet<string> = new Set(['StartError', 'ContainerCannotRun']);

function waitingTrouble(reason: string, message: string): ContainerTrouble | undefined {
  if (PULL_REASONS.has(reason)) return { cause: 'IMAGE_PULL', reason, message };
  if (NAME_REASONS.has(reason)) return { cause: 'IMAGE_NAME', reason, message };
  if (reason === 'CreateContainerConfigError') return { cause: 'CONFIG', reason, message };
  // RunContainerError, CreateContainerError, PreCreateHookError, PreStartHookError, PostStartHookError, VerifyNonRootError, …
  if (reason.endsWith('Error') || reason.startsWith('Err'))
    return { cause: 'CANNOT_START', reason, message, ended: undefined };
  return undefined;
}

function courseOf(pod: Pod, container: PodContainer, ended: Termination, now: Date): Course {
  const { status } = container;
  if (!isRestarted(pod, container, ended.exitCode) || isFinished(pod)) return 'OVER';
  if (waitingReasonOf(container) === 'CrashLoopBackOff') return 'LOOPING';
  const isOften = (status?.restartCount ?? 0) >= LOOP_RESTARTS;
  // A first end with code 0 is no crash, and the kubelet starts the container again at once.
  if (status?.state?.terminated !== undefined) return ended.exitCode !== 0 || isOften ? 'LOOPING' : 'BACK';
  const ran = secondsBetween(ended.startedAt, ended.finishedAt);
  const isShort = ran === undefined || ran < FORGIVEN_SECONDS;
  return isOften && isShort && isWithin(ended.finishedAt, FORGIVEN_SECONDS, now) ? 'LOOPING' : 'BACK';
}

/** A changed image or resize makes the kubelet kill a container on purpose. */
function isDeliberate(events: readonly Event[], ended: Termination): boolean {
  return events.some(
    ({ reason, message, lastSeen }) =>
      reason === 'Killing' &&
      message.includes('definition changed') &&
      (secondsBetween(ended.startedAt, lastSeen) ?? -1) >= 0,
  );
}

function failedHookOf(events: readonly Event[], ended: Termination): Event | undefined {
  const failed = latestEvent(events, { reasons: ['FailedPostStartHook'] });
  if (failed === undefined) return undefined;
  return (secondsBetween(ended.startedAt, failed.lastSeen) ?? -1) >= 0 || isOfEveryStart(failed, events)
    ? failed
    : undefined;
}

function endedTrouble(
  pod: Pod,
  container: PodContainer,
  ended: Termination,
  events: readonly Event[],
  now: Date,
): ContainerTrouble | undefined {
  const reason = ended.reason ?? 'Error';
  // The kubelet writes this with exit code 137 when it lost sight of a container; nothing is known of its end.
  if (reason === 'ContainerStatusUnknown') return undefined;
  const course = courseOf(pod, container, ended, now);
  if (reason === 'OOMKilled') return { cause: 'MEMORY', course, ended };
  if (course !== 'BACK') {
    if (START_REASONS.has(reason)) return { cause: 'CANNOT_START', reason, message: ended.message ?? '', ended };
    const hook = failedHookOf(events, ended);
    if (hook !== undefined)
      return { cause: 'CANNOT_START', reason: 'PostStartHookError', message: hook.message, ended };
  }
  const kill = probeKillOf(events, ended, container.spec);
  if (kill !== undefined) return { cause: 'PROBE', course, ended, kill };
  if (course === 'OVER' && ended.exitCode === 0) return undefined;
  return isDeliberate(events, ended) ? undefined : { cause: 'CRASH', course, ended };
}

/** When every main container has done its work or given up, the kubelet ends the sidecars, by force if need be (KEP-753). */
function isWoundDown(pod: Pod, container: PodContainer): boolean {
  if (container.role !== 'SIDECAR') return false;
  return containersOf(pod)
    .filter(({ role }) => role === 'MAIN')
    .every((main) => {
      const ended = main.status?.state?.terminated;
      return ended !== undefined && !isRestarted(pod, main, ended.exitCode);
    });
}

/** What is wrong with one container; undefined where nothing is, or where only time can tell (creating, pulling). */
export function troubleOf(
  pod: Pod,
  container: PodContainer,
  events: readonly Event[],
  now: Date,
): ContainerTrouble | undefined {
  const waiting = container.status?.state?.waiting;
  const reason = waiting?.reason ?? '';
  const waits = reason === 'CrashLoopBackOff' ? undefined : waitingTrouble(reason, waiting?.message ?? '');
  if (waits !== undefined) return waits;
  const ended = lastTerminationOf(container);
  if (ended !== undefined && isWoundDown(pod, container)) return undefined;
  if (ended !== undefined) return endedTrouble(pod, container, ended, events, now);
  return reason === 'CrashLoopBackOff' ? { cause: 'BACK_OFF' } : undefined;
}

/**
 * Whether a pod's containers are judged at all. Not those that are going, have succeeded, or failed for a reason of the
 * pod's own (evicted, rejected); a Job's failed pods are the Job's finding, and so are all once it has ended.
 */
function isJudged(snapshot: Snapshot<'Job'>, pod: Pod): boolean {
  if (isTerminating(pod) || pod.status.phase === 'Succeeded' || isOfFinishedJob(snapshot, pod)) return false;
  return pod.status.phase !== 'Failed' || (pod.status.reason === undefined && !isJobPod(pod));
}

/** A static pod of the control plane that is down is the control plane's finding; one that runs again is judged here. */
function isLeftToControlPlane(pod: Pod, trouble: ContainerTrouble): boolean {
  return controlPlaneComponentOf(pod) !== undefined && !('course' in trouble && trouble.course === 'BACK');
}

/** Every container of the cluster that has a trouble. */
export function* troubledContainers(
  snapshot: Snapshot<'Pod' | 'Event' | 'Job'>,
  now: Date,
): Iterable<TroubledContainer> {
  for (const pod of snapshot.list('Pod')) {
    if (!isJudged(snapshot, pod)) continue;
    for (const container of containersOf(pod)) {
      // Most containers have never ended and do not wait; their events are not looked up.
      if (container.status?.state?.waiting === undefined && lastTerminationOf(container) === undefined) continue;
      const events = eventsOfContainer(snapshot, pod, container);
      const trouble = troubleOf(pod, container, events, now);
      if (trouble !== undefined && !isLeftToControlPlane(pod, trouble)) yield { pod, container, trouble, events };
    }
  }
}
