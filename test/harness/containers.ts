import type { ObjectOf } from '#src/kubernetes/objects.ts';
import { merge, pod, secondsAgo } from './objects.ts';

type Raw = Readonly<Record<string, unknown>>;

/**
 * The healthy pod `web-1` of namespace shop with one container `web`; what is given is merged over the container's spec,
 * its status, and the pod. A status with a `state` replaces the running one.
 */
export function podWith({
  spec = {},
  status = {},
  over = {},
}: {
  readonly spec?: Raw;
  readonly status?: Raw;
  readonly over?: Raw;
}): ObjectOf<'Pod'> {
  const container = { name: 'web', image: 'web:1', ...spec };
  const running = { running: { startedAt: secondsAgo(3600) } };
  const containerStatus = {
    name: 'web',
    ready: true,
    started: true,
    restartCount: 0,
    image: 'web:1',
    state: running,
    lastState: {},
    ...status,
  };
  return pod(
    merge({ spec: { containers: [container] }, status: { containerStatuses: [containerStatus] } }, { ...over }),
  );
}

/** How a container ended: it ran for so many seconds (5) until so many seconds ago (30). */
export function ended(
  exitCode: number,
  {
    ago = 30,
    ran = 5,
    reason = exitCode === 0 ? 'Completed' : 'Error',
    message,
  }: { readonly ago?: number; readonly ran?: number; readonly reason?: string; readonly message?: string } = {},
): Raw {
  return {
    terminated: {
      exitCode,
      reason,
      startedAt: secondsAgo(ago + ran),
      finishedAt: secondsAgo(ago),
      ...(message === undefined ? {} : { message }),
    },
  };
}

/** What a container waits for. */
export function waiting(reason: string, message?: string): Raw {
  return { waiting: { reason, ...(message === undefined ? {} : { message }) } };
}

/** Runs since so many seconds. */
export function runningFor(seconds: number): Raw {
  return { running: { startedAt: secondsAgo(seconds) } };
}
