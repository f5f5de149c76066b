import type { Evidence } from '#src/checks/engine/evidence.ts';
import type { Pod } from '#src/kubernetes/objects.ts';
import type { PodContainer } from './containers.ts';
import { fieldEvidence } from './evidence.ts';
import { exitCodeText } from './exit-codes.ts';

/** How a container last ended, and how often it was started again, as evidence; nothing where it never ended. */
export function endEvidence(pod: Pod, { status, path }: PodContainer): readonly Evidence[] {
  const now = status?.state?.terminated;
  const ended = now ?? status?.lastState?.terminated;
  if (ended === undefined) return [];
  const place = `${path}.${now === undefined ? 'lastState' : 'state'}.terminated`;
  const { exitCode, reason, message, finishedAt } = ended;
  return [
    fieldEvidence(pod, `${place}.exitCode`, exitCodeText(exitCode), finishedAt),
    ...(reason === undefined ? [] : [fieldEvidence(pod, `${place}.reason`, reason, finishedAt)]),
    ...(message === undefined ? [] : [fieldEvidence(pod, `${place}.message`, message, finishedAt)]),
    fieldEvidence(pod, `${path}.restartCount`, status?.restartCount ?? 0),
  ];
}

/** What a container waits for, in the kubelet's words, as evidence. */
export function waitEvidence(pod: Pod, { status, path }: PodContainer): readonly Evidence[] {
  const { reason, message } = status?.state?.waiting ?? {};
  return [
    ...(reason === undefined ? [] : [fieldEvidence(pod, `${path}.state.waiting.reason`, reason)]),
    ...(message === undefined ? [] : [fieldEvidence(pod, `${path}.state.waiting.message`, message)]),
  ];
}
