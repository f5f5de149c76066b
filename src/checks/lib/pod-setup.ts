import type { Event, Pod } from '#src/kubernetes/objects.ts';
import { isTrue } from './conditions.ts';
import { latestEvent } from './events.ts';

const VOLUME_REASONS = ['FailedMount', 'FailedAttachVolume', 'FailedMapVolume'];
const SANDBOX_REASONS = ['FailedCreatePodSandBox', 'NetworkNotReady', 'FailedCreatePodContainer'];

/** The kubelet comes to images and containers only when volumes and sandbox are there (pkg/kubelet, SyncPod). */
const IMAGE_REASONS = ['Pulling', 'Pulled', 'Created', 'Started'];

/** How far the kubelet is with a pod's volumes and sandbox, and what it says of them. */
export interface PodSetup {
  /** Both are there: what failed before is overcome, and only an image takes its time. */
  readonly isDone: boolean;
  readonly volume: Event | undefined;
  readonly sandbox: Event | undefined;
}

/** Reads a pod's events of one attempt, latest first. */
export function setupOf(pod: Pod, events: readonly Event[]): PodSetup {
  const further = events.findIndex(({ reason }) => IMAGE_REASONS.includes(reason));
  const standing = further === -1 ? events : events.slice(0, further);
  // The most telling event: the kubelet's summary "Unable to attach or mount volumes: … timed out" names no cause.
  const volume =
    latestEvent(standing, { reasons: VOLUME_REASONS, message: /^(?!Unable to attach or mount volumes)/ }) ??
    latestEvent(standing, { reasons: VOLUME_REASONS });
  const sandbox = latestEvent(standing, { reasons: SANDBOX_REASONS });
  // A condition since Kubernetes 1.28.
  if (isTrue(pod, 'PodReadyToStartContainers')) return { isDone: true, volume: undefined, sandbox: undefined };
  return { isDone: further !== -1 && volume === undefined && sandbox === undefined, volume, sandbox };
}
