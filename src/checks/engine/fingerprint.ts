import { createHash } from 'node:crypto';
import type { ObjectRef } from '#src/kubernetes/port.ts';

/** What makes a finding the same finding. Neither message nor pod nor the cluster's name is in it. */
export interface Identity {
  readonly check: string;
  readonly variant: string;
  readonly problem: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly root: ObjectRef;
  readonly part: string | undefined;
}

/** sha256 in hex over the identity; a JSON array keeps `a-b/c` and `ab/c` apart. */
export function fingerprintOf({ check, variant, problem, kind, namespace, root, part }: Identity): string {
  const parts = [check, variant, problem, kind, namespace ?? null, root.kind, root.name, part ?? null];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
