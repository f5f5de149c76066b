import type { ClusterNode, LabelSelector, Pod } from '#src/kubernetes/objects.ts';
import type { Snapshot } from '#src/kubernetes/port.ts';
import { matches, requirementsOf } from '#src/lib/label-selector.ts';
import { isSeen } from '../seen.ts';
import { selectorText } from '../selectors.ts';

/** A required term of pod affinity or anti-affinity. */
export interface NeighbourTerm {
  readonly labelSelector?: LabelSelector | undefined;
  readonly namespaceSelector?: LabelSelector | undefined;
  readonly namespaces?: readonly string[] | undefined;
  readonly topologyKey: string;
}

/** A pod that is bound, with its node's labels. */
export interface Neighbour {
  readonly pod: Pod;
  readonly labels: Readonly<Record<string, string>>;
}

type NamespaceSnapshot = Snapshot<'Namespace'>;

/** Whether a term of `owner` speaks of the namespace (pkg/scheduler/framework, AffinityTerm.Matches): by default only of its own. */
function coversNamespace(snapshot: NamespaceSnapshot, term: NeighbourTerm, owner: Pod, namespace: string): boolean {
  const { namespaces = [], namespaceSelector } = term;
  if (namespaces.length === 0 && namespaceSelector === undefined) return namespace === owner.metadata.namespace;
  if (namespaces.includes(namespace)) return true;
  if (namespaceSelector === undefined) return false;
  const requirements = requirementsOf(namespaceSelector);
  if (requirements.length === 0) return true;
  return (
    isSeen(snapshot, 'Namespace') &&
    matches(requirements, snapshot.get('Namespace', undefined, namespace)?.metadata.labels)
  );
}

/** Whether a term of `owner` means the pod. A term without a selector means none. */
function meansPod(snapshot: NamespaceSnapshot, term: NeighbourTerm, owner: Pod, pod: Pod): boolean {
  if (term.labelSelector === undefined || !coversNamespace(snapshot, term, owner, pod.metadata.namespace ?? ''))
    return false;
  return matches(requirementsOf(term.labelSelector), pod.metadata.labels);
}

function requiredOf(pod: Pod, kind: 'podAffinity' | 'podAntiAffinity'): readonly NeighbourTerm[] {
  return pod.spec.affinity?.[kind]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

function whom({ labelSelector }: NeighbourTerm): string {
  return labelSelector === undefined ? 'no selector' : selectorText(labelSelector);
}

/** What pods that are there already mean for one pod: by topology key and value, which domains are closed or open. */
export interface NeighbourRules {
  /** Why a node is out of question; undefined where it is not. */
  obstacleOn(node: ClusterNode): string | undefined;
}

interface Domain {
  readonly key: string;
  readonly value: string;
}

function isIn(node: ClusterNode, { key, value }: Domain): boolean {
  return node.metadata.labels?.[key] === value;
}

function domainsOf(neighbours: readonly Neighbour[], key: string): Domain[] {
  const values = new Set(neighbours.flatMap(({ labels }) => labels[key] ?? []));
  return [...values].map((value) => ({ key, value }));
}

/** Works out a pod's affinity and anti-affinity, and the anti-affinity of others against it (pkg/scheduler/framework/plugins/interpodaffinity). */
export function neighbourRulesOf(
  snapshot: NamespaceSnapshot,
  pod: Pod,
  neighbours: readonly Neighbour[],
): NeighbourRules {
  const forbidden = requiredOf(pod, 'podAntiAffinity').map((term) => ({
    term,
    domains: domainsOf(
      neighbours.filter((other) => meansPod(snapshot, term, pod, other.pod)),
      term.topologyKey,
    ),
  }));
  const refusing = neighbours.flatMap(({ pod: other, labels }) =>
    requiredOf(other, 'podAntiAffinity').flatMap((term) => {
      const value = labels[term.topologyKey];
      return value !== undefined && meansPod(snapshot, term, other, pod) ? [{ key: term.topologyKey, value }] : [];
    }),
  );
  const wanted = requiredOf(pod, 'podAffinity');
  // Only a pod that fits every term counts, and the first of a group that wants its own kind may go anywhere.
  const companions = neighbours.filter((other) => wanted.every((term) => meansPod(snapshot, term, pod, other.pod)));
  const isFirst = companions.length === 0 && wanted.every((term) => meansPod(snapshot, term, pod, pod));

  return {
    obstacleOn(node) {
      for (const term of wanted) {
        const { topologyKey } = term;
        const isThere = isFirst
          ? node.metadata.labels?.[topologyKey] !== undefined
          : domainsOf(companions, topologyKey).some((domain) => isIn(node, domain));
        if (!isThere) return `without the pods (${whom(term)}) that it must share ${topologyKey} with`;
      }
      for (const { term, domains } of forbidden) {
        if (domains.some((domain) => isIn(node, domain)))
          return `with pods (${whom(term)}) that it must not share ${term.topologyKey} with`;
      }
      const refused = refusing.find((domain) => isIn(node, domain));
      return refused === undefined ? undefined : `with pods that refuse to share ${refused.key} with it`;
    },
  };
}
