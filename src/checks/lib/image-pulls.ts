import type { Event } from '#src/kubernetes/objects.ts';
import { asClause } from './text.ts';

/** What a registry, resolver or runtime says, and what it means; the first that matches. */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/toomanyrequests|too many requests|rate limit/i, "the registry's rate limit is reached"],
  [/no such host|server misbehaving|name resolution|dial tcp: lookup/i, "the registry's name cannot be resolved"],
  [
    /unauthori[sz]ed|authentication required|no basic auth|denied|\bforbidden\b|status[^:]*: 40[13]/i,
    'the registry refuses access: credentials are missing or wrong, or there is no such repository',
  ],
  [/no match for platform|no matching manifest|exec format/i, "the image is not made for the node's platform"],
  [/manifest unknown|not found|does not exist|status[^:]*: 404/i, 'the registry has no such image or tag'],
  [/x509|http response to https client|tls: /i, "the registry's certificate is not trusted, or it speaks no TLS"],
  [
    /connection refused|i\/o timeout|timed? ?out|deadline exceeded|no route to host|unreachable|connection reset|\bEOF\b/i,
    'the registry cannot be reached',
  ],
  [/no space left/i, "the node's disk is full"],
  [/signature/i, "the image's signature is not accepted"],
];

/**
 * Why an image cannot be pulled, in our words where the runtime's are known, else in its own. Up to Kubernetes 1.30 the
 * waiting message holds no reason in back-off; then the kubelet's event does.
 */
export function pullFailureOf(waitingMessage: string, failed: Event | undefined): string {
  const words = [waitingMessage, failed?.message ?? ''];
  // The image's own name may hold any word ("not-found", "web:401"); quoted parts are names.
  const unquoted = words.map((text) => text.replace(/\\?"[^"]*"/g, '""'));
  for (const [pattern, meaning] of MEANINGS) {
    if (unquoted.some((text) => pattern.test(text))) return meaning;
  }
  const tail = asClause(
    (failed?.message ?? waitingMessage).replace(/^(Failed to pull image|Back-off pulling image) \\?"[^"]*"(: )?/, ''),
    200,
  );
  return tail === '' ? 'no reason was given' : tail;
}

/** The pull secrets that the kubelet did not find, as the end of a sentence; empty where it found all. */
export function missingSecretsIn(event: Event | undefined): string {
  const names = /image pull secrets \(([^)]+)\)/.exec(event?.message ?? '')?.[1];
  return names === undefined ? '' : `; the pull secret ${names} was not found`;
}
