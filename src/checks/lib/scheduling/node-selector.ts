import type { ClusterNode, Pod } from '#src/kubernetes/objects.ts';
import { fulfils, type Requirement, requirementsOf } from '#src/lib/label-selector.ts';

interface Expression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[] | undefined;
}

/** One alternative of a node selector; all its expressions and fields must hold. */
export interface NodeSelectorTerm {
  readonly matchExpressions?: readonly Expression[] | undefined;
  readonly matchFields?: readonly Expression[] | undefined;
}

function unmetOf(
  expressions: readonly Expression[] | undefined,
  labels: Readonly<Record<string, string>>,
): readonly Requirement[] {
  return requirementsOf({ matchExpressions: expressions }).filter((requirement) => !fulfils(requirement, labels));
}

/** The one field that a node selector may ask for. */
function fieldsOf(node: ClusterNode): Readonly<Record<string, string>> {
  return { 'metadata.name': node.metadata.name };
}

function unmetOfTerm({ matchExpressions, matchFields }: NodeSelectorTerm, node: ClusterNode): readonly Requirement[] {
  return [...unmetOf(matchFields, fieldsOf(node)), ...unmetOf(matchExpressions, node.metadata.labels ?? {})];
}

function isEmpty({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm): boolean {
  return matchExpressions.length === 0 && matchFields.length === 0;
}

/** Whether a node fulfils one of the terms. An empty term fulfils nothing, and no terms at all neither (component-helpers nodeaffinity). */
export function matchesTerms(terms: readonly NodeSelectorTerm[], node: ClusterNode): boolean {
  return terms.some((term) => !isEmpty(term) && unmetOfTerm(term, node).length === 0);
}

function requirementText({ key, operator, values }: Requirement): string {
  const [only] = values;
  switch (operator) {
    case 'in':
      return values.length === 1 ? `${key}=${only}` : `${key} in (${values.join(', ')})`;
    case 'notIn':
      return values.length === 1 ? `${key}!=${only}` : `${key} not in (${values.join(', ')})`;
    case 'exists':
      return key;
    case 'notExists':
      return `!${key}`;
    case 'gt':
      return `${key}>${only}`;
    case 'lt':
      return `${key}<${only}`;
  }
}

function termsOf(pod: Pod): readonly NodeSelectorTerm[] | undefined {
  return pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
}

/** What of a pod's nodeSelector and required node affinity a node's labels do not fulfil, such as `accelerator=gpu`; undefined where all is. */
export function unmetLabelsOf(pod: Pod, node: ClusterNode): string | undefined {
  const unmet = requirementsOf({ matchLabels: pod.spec.nodeSelector ?? {} }).filter(
    (requirement) => !fulfils(requirement, node.metadata.labels ?? {}),
  );
  const terms = termsOf(pod);
  const texts = unmet.map(requirementText);
  if (terms !== undefined && !matchesTerms(terms, node)) {
    const alternatives = terms.map((term) => unmetOfTerm(term, node).map(requirementText).join(' and '));
    texts.push([...new Set(alternatives)].filter((text) => text !== '').join(' or ') || 'an empty node affinity');
  }
  return texts.length === 0 ? undefined : texts.join(' and ');
}

/** The one node that a pod is made for, as a DaemonSet's are by its name; undefined for all others. */
export function onlyNodeOf(pod: Pod): string | undefined {
  const names = termsOf(pod)?.map(({ matchFields = [] }) => {
    const [first, ...rest] = matchFields;
    const isName =
      first?.key === 'metadata.name' && first.operator === 'In' && first.values?.length === 1 && rest.length === 0;
    return isName ? first.values?.[0] : undefined;
  });
  const [name] = names ?? [];
  return names?.every((other) => other === name) === true ? name : undefined;
}
