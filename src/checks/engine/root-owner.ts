import { isKindName, type KindName } from '#src/kubernetes/kinds.ts';
import type { KubernetesObject } from '#src/kubernetes/objects.ts';
import type { ObjectRef, Snapshot } from '#src/kubernetes/port.ts';
import { blindness } from './blindness.ts';
import { refOf } from './object-ref.ts';

type Accused = Pick<KubernetesObject, 'kind' | 'metadata'>;

/** The root owner, or the kind that would have to be seen to know it. */
export type RootOwner =
  | { readonly known: true; readonly root: ObjectRef; readonly labels: Readonly<Record<string, string>> }
  | { readonly known: false; readonly blindOn: KindName };

/** Marks the API server's copy of a static pod; its owner is the node, but it is nobody's but its own. */
const MIRROR_POD = 'kubernetes.io/config.mirror';

const TEMPLATE_HASH = 'pod-template-hash';

/** Only these are made by the dozen by controllers; a Deployment owned by a custom resource stays its own root. */
const CLIMBS_TO_UNKNOWN_KINDS: ReadonlySet<string> = new Set(['Pod', 'ReplicaSet', 'Job']);

/** Owner chains are three long in practice; a loop of references must end. */
const MAX_CLIMB = 10;

/**
 * A Deployment names its ReplicaSets `<deployment>-<pod-template-hash>` and labels their pods with the hash
 * (pkg/controller/deployment/sync.go), so the Deployment is known also where ReplicaSets may not be read.
 */
function deploymentBehind(object: Accused, replicaSet: string): ObjectRef | undefined {
  const hash = object.metadata.labels?.[TEMPLATE_HASH];
  if (hash === undefined || !replicaSet.endsWith(`-${hash}`)) return undefined;
  const name = replicaSet.slice(0, -hash.length - 1);
  return {
    kind: 'Deployment',
    name,
    ...(object.metadata.namespace === undefined ? {} : { namespace: object.metadata.namespace }),
  };
}

/** One step up from an object: to a stored owner, or to the end of the climb. */
type Step = { readonly up: Accused } | { readonly end: ObjectRef } | { readonly blindOn: KindName };

function stepUp(current: Accused, snapshot: Snapshot, ourNow: Date): Step {
  const owner = current.metadata.ownerReferences?.find((reference) => reference.controller === true);
  if (owner === undefined || current.metadata.annotations?.[MIRROR_POD] !== undefined) return { end: refOf(current) };
  const { kind, name, uid } = owner;
  const { namespace } = current.metadata;
  const ownerRef: ObjectRef = namespace === undefined ? { kind, name, uid } : { kind, namespace, name, uid };
  if (!isKindName(kind)) return { end: CLIMBS_TO_UNKNOWN_KINDS.has(current.kind) ? ownerRef : refOf(current) };
  const up: Accused | undefined = snapshot.byUid(kind, uid);
  if (up !== undefined) return { up };
  const deployment = kind === 'ReplicaSet' ? deploymentBehind(current, name) : undefined;
  if (deployment !== undefined) return { end: deployment };
  return blindness(snapshot.stateOf(kind), ourNow) === undefined ? { end: ownerRef } : { blindOn: kind };
}

/**
 * Follows controlling owner references to the workload that a person made. An object without an owner is its own root.
 * The labels are the object's own over those of the root, as far as it is stored.
 */
export function rootOwnerOf(object: Accused, snapshot: Snapshot, ourNow: Date): RootOwner {
  let current: Accused = object;
  for (let climbed = 0; climbed < MAX_CLIMB; climbed += 1) {
    const step = stepUp(current, snapshot, ourNow);
    if ('blindOn' in step) return { known: false, blindOn: step.blindOn };
    if ('end' in step) {
      const labels = { ...current.metadata.labels, ...object.metadata.labels };
      return { known: true, root: step.end, labels };
    }
    current = step.up;
  }
  return { known: true, root: refOf(current), labels: object.metadata.labels ?? {} };
}
