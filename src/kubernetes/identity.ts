import { createHash } from 'node:crypto';
import type { KubernetesClient } from './client.ts';
import { isKubernetesError } from './errors.ts';

/** Lives as long as its cluster: it is made first and can't be deleted. */
export const IDENTITY_NAMESPACE = 'kube-system';

/** The identity of a cluster whose kube-system may not be read. */
export function addressIdentity(address: string, ca: string | undefined): string {
  return createHash('sha256')
    .update(`${address}\n${ca ?? ''}`)
    .digest('hex');
}

function uidIn(body: unknown): string {
  const uid = (body as { metadata?: { uid?: unknown } } | null)?.metadata?.uid;
  if (typeof uid !== 'string' || uid === '') throw new Error('a namespace without uid');
  return uid;
}

/**
 * The uid of namespace kube-system, for those who may read this one namespace but not list them. Undefined when it
 * may not be read or is not there. Rejects with a KubernetesError when that is not known yet: an identity may not
 * change only because a server was busy.
 */
export async function readIdentity(client: KubernetesClient, signal: AbortSignal): Promise<string | undefined> {
  const path = `/api/v1/namespaces/${IDENTITY_NAMESPACE}`;
  try {
    return await client.getJson({ verb: 'get', resource: 'namespaces', path, signal, read: uidIn });
  } catch (error) {
    if (isKubernetesError(error, 'FORBIDDEN', 'NOT_FOUND')) return undefined;
    throw error;
  }
}
