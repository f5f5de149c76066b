import type { ClusterNode, Pod } from '#src/kubernetes/objects.ts';
import { matches, type Requirement, requirementsOf } from '#src/lib/label-selector.ts';
import type { Neighbour } from './neighbours.ts';
import { unmetLabelsOf } from './node-selector.ts';
import { untoleratedTaintOf } from './taints.ts';

type Constraint = NonNullable<Pod['spec']['topologySpreadConstraints']>[number];

function requirementsFor(constraint: Constraint, pod: Pod): readonly Requirement[] | undefined {
  // Without a selector a constraint counts nothing.
  if (constraint.labelSelector === undefined) return undefined;
  const sameKeys = (constraint.matchLabelKeys ?? []).flatMap((key): Requirement[] => {
    const value = pod.metadata.labels?.[key];
    return value === undefined ? [] : [{ key, operator: 'in', values: [value] }];
  });
  return [...requirementsOf(constraint.labelSelector), ...sameKeys];
}

/**
 * Why a pod's spread constraints keep it off a node (pkg/scheduler/framework/plugins/podtopologyspread): the count of its
 * kind in the node's domain, itself included, may exceed the smallest count of any domain by maxSkew at most.
 */
export function spreadRulesOf(
  pod: Pod,
  nodes: readonly ClusterNode[],
  neighbours: readonly Neighbour[],
): { obstacleOn(node: ClusterNode): string | undefined } {
  const constraints = (pod.spec.topologySpreadConstraints ?? []).filter(
    ({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule',
  );
  const keys = constraints.map(({ topologyKey }) => topologyKey);
  const judged = constraints.map((constraint) => {
    const eligible = nodes.filter(
      (node) =>
        keys.every((key) => node.metadata.labels?.[key] !== undefined) &&
        (constraint.nodeAffinityPolicy === 'Ignore' || unmetLabelsOf(pod, node) === undefined) &&
        (constraint.nodeTaintsPolicy !== 'Honor' || untoleratedTaintOf(pod, node) === undefined),
    );
    const counts = new Map(eligible.map((node) => [node.metadata.labels?.[constraint.topologyKey] ?? '', 0]));
    const names = new Set(eligible.map(({ metadata }) => metadata.name));
    const requirements = requirementsFor(constraint, pod);
    for (const { pod: other, labels } of neighbours) {
      const domain = labels[constraint.topologyKey] ?? '';
      const isCounted =
        other.metadata.namespace === pod.metadata.namespace &&
        other.metadata.deletionTimestamp === undefined &&
        names.has(other.spec.nodeName ?? '') &&
        requirements !== undefined &&
        matches(requirements, other.metadata.labels);
      if (isCounted) counts.set(domain, (counts.get(domain) ?? 0) + 1);
    }
    const itself = requirements !== undefined && matches(requirements, pod.metadata.labels) ? 1 : 0;
    const least = counts.size < (constraint.minDomains ?? 1) ? 0 : Math.min(...counts.values());
    return { constraint, counts, itself, least };
  });

  return {
    obstacleOn(node) {
      for (const { constraint, counts, itself, least } of judged) {
        const domain = node.metadata.labels?.[constraint.topologyKey];
        if (domain === undefined) return `without the label ${constraint.topologyKey}, over which it must be spread`;
        const skew = (counts.get(domain) ?? 0) + itself - least;
        if (skew > constraint.maxSkew)
          return `in a ${constraint.topologyKey} that holds too many of its kind already (max skew ${constraint.maxSkew})`;
      }
      return undefined;
    },
  };
}
