import type { Container, Event } from '#src/kubernetes/objects.ts';
import type { Termination } from './containers.ts';
import { isOfEveryStart, latestEvent } from './events.ts';
import type { Probe } from './probes.ts';
import { secondsBetween } from './time.ts';

/** A container's death by its own probe; at least one of the two events is there. */
export interface ProbeKill {
  readonly probe: 'liveness' | 'startup';
  /** The kubelet's word that it kills because of the probe. */
  readonly killing: Event | undefined;
  /** The probe's failure. */
  readonly unhealthy: Event | undefined;
}

/** pkg/kubelet/kuberuntime/kuberuntime_manager.go: `Container web failed liveness probe, will be restarted`. */
const KILLED_BY_PROBE = /failed (liveness|startup) probe/;

/** pkg/kubelet/prober/prober.go: `Liveness probe failed: …`, `Startup probe errored: …`. */
const PROBE_FAILED = /^(Liveness|Startup) probe (?:failed|errored)/;

/** SIGKILL and SIGTERM: how a container ends that was told to. */
const KILLED_CODES: ReadonlySet<number> = new Set([137, 143]);

/** Event times and container times are written by different parts of the kubelet. */
const SLACK_SECONDS = 5;

/** Whether a run was long enough for the probe to have decided: it first asks at once and gives up at its last failure. */
function wasLongEnough({ startedAt, finishedAt }: Termination, probe: Probe | undefined): boolean {
  if (probe === undefined) return false;
  const { initialDelaySeconds = 0, periodSeconds = 10, failureThreshold = 3 } = probe;
  const least = initialDelaySeconds + periodSeconds * (failureThreshold - 1);
  return (secondsBetween(startedAt, finishedAt) ?? -1) >= least;
}

/**
 * Whether this end was the work of the container's own liveness or startup probe. The kubelet announces each kill by an
 * event, but its client drops events of a busy pod (25 at once, then one in 5 minutes): so the announcement of an
 * earlier kill serves where the probe failed in the last run or the exit code is a signal's, and a probe's failure in
 * the last run serves alone where the exit code is a signal's. A program may end by a code of its own when it is told to;
 * then a kill at every known start serves, if the last run was long enough for one.
 */
export function probeKillOf(
  events: readonly Event[],
  ended: Termination,
  { livenessProbe, startupProbe }: Pick<Container, 'livenessProbe' | 'startupProbe'>,
): ProbeKill | undefined {
  const killing = latestEvent(events, { reasons: ['Killing'], message: KILLED_BY_PROBE });
  const unhealthy = latestEvent(events, { reasons: ['Unhealthy'], message: PROBE_FAILED });
  const inLastRun = (event: Event | undefined): boolean => {
    const after = event === undefined ? undefined : secondsBetween(ended.startedAt, event.lastSeen);
    return after !== undefined && after >= -SLACK_SECONDS;
  };
  const isSignal = KILLED_CODES.has(ended.exitCode);
  const isAnnounced = killing !== undefined && (isSignal || inLastRun(killing) || inLastRun(unhealthy));
  const isLikeOthers =
    killing !== undefined &&
    isOfEveryStart(killing, events) &&
    wasLongEnough(ended, killing.message.includes('startup') ? startupProbe : livenessProbe);
  if (!isAnnounced && !isLikeOthers && !(isSignal && inLastRun(unhealthy))) return undefined;
  const word =
    (killing === undefined ? undefined : KILLED_BY_PROBE.exec(killing.message)?.[1]) ??
    PROBE_FAILED.exec(unhealthy?.message ?? '')?.[1];
  return { probe: word?.toLowerCase() === 'startup' ? 'startup' : 'liveness', killing, unhealthy };
}
