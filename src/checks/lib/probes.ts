import type { Container } from '#src/kubernetes/objects.ts';
import { asClause } from './text.ts';

/** A probe of a container. */
export type Probe = NonNullable<Container['readinessProbe']>;

function portOf(container: Container, port: unknown): string {
  const declared =
    typeof port === 'string' ? container.ports?.find(({ name }) => name === port)?.containerPort : undefined;
  return declared === undefined ? `port ${String(port)}` : `port ${String(port)} (${declared})`;
}

/** How a person names a probe's target: `GET /healthz on port 8080`, `TCP port 5432`, `gRPC port 9000`, `command pg_isready`. */
export function probeTargetOf(container: Container, probe: Probe | undefined): string {
  if (probe?.httpGet !== undefined) {
    const scheme = probe.httpGet.scheme === 'HTTPS' ? 'HTTPS GET' : 'GET';
    return `${scheme} ${probe.httpGet.path ?? '/'} on ${portOf(container, probe.httpGet.port)}`;
  }
  if (probe?.tcpSocket !== undefined) return `TCP ${portOf(container, probe.tcpSocket.port)}`;
  if (probe?.grpc !== undefined) return `gRPC ${portOf(container, probe.grpc.port)}`;
  // Arguments may hold passwords; the command's name tells enough.
  if (probe?.exec !== undefined) return `command ${probe.exec.command?.[0] ?? '(empty)'}`;
  return 'no target';
}

/** Seconds from a container's start until its probe can have decided, by the API's defaults (period 10, failures 3, successes 1). */
export function secondsToDecide(probe: Probe): number {
  const rounds = Math.max(probe.failureThreshold ?? 3, probe.successThreshold ?? 1);
  return (probe.initialDelaySeconds ?? 0) + (probe.periodSeconds ?? 10) * rounds;
}

/** Errors of Go's network libraries, which hold the pod's address, and what they come to. */
const NETWORK_ERRORS: readonly (readonly [RegExp, string])[] = [
  [/connection refused/, 'connection refused'],
  [/deadline exceeded|timed? ?out|Client\.Timeout/i, 'no answer in time'],
  [/no route to host|network is unreachable/, 'no route to the pod'],
  [/connection reset|\bEOF$/, 'connection closed without an answer'],
  [/HTTP response to HTTPS client/, 'plain HTTP where the probe speaks HTTPS'],
];

/** What a probe was answered, from the kubelet's event (pkg/probe): `HTTP 404`, `connection refused`, or a command's output. */
export function probeAnswerOf(message: string): string {
  const status = /statuscode: (\d+)/.exec(message)?.[1];
  if (status !== undefined) return `HTTP ${status}`;
  const words = asClause(message.replace(/^\w+ probe (failed|errored)[^:]*:\s*/i, ''), 200);
  const isNetwork = /^(Get "|dial |timeout: |rpc error)/.test(words);
  const known = NETWORK_ERRORS.find(([pattern]) => pattern.test(words));
  if (isNetwork && known !== undefined) return known[1];
  return words === '' ? 'a failure without a word' : words;
}
