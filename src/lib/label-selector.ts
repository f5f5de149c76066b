/**
 * Kubernetes' label selectors: the string grammar of `kubectl -l` and the LabelSelector object, both turned into
 * requirements. Rules: k8s.io/apimachinery pkg/labels/selector.go (string) and pkg/apis/meta/v1/helpers.go (object).
 */

/** One condition on labels. `exists` and `notExists` have no values. */
export interface Requirement {
  readonly key: string;
  readonly operator: 'in' | 'notIn' | 'exists' | 'notExists' | 'gt' | 'lt';
  readonly values: readonly string[];
}

/** The object form, as workloads, policies and budgets carry it. */
export interface LabelSelectorObject {
  readonly matchLabels?: Readonly<Record<string, string>> | undefined;
  readonly matchExpressions?:
    | readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] | undefined }[]
    | undefined;
}

export type Labels = Readonly<Record<string, string>>;

/** A selector that can't be read: what was wrong and at which character, counted from 0. */
export interface SelectorFault {
  readonly message: string;
  readonly position: number;
}

const OBJECT_OPERATORS: Readonly<Record<string, Requirement['operator']>> = {
  In: 'in',
  NotIn: 'notIn',
  Exists: 'exists',
  DoesNotExist: 'notExists',
  Gt: 'gt',
  Lt: 'lt',
};

/** The requirements of a LabelSelector object. An unknown operator matches nothing, as an API server would refuse it. */
export function requirementsOf(selector: LabelSelectorObject): readonly Requirement[] {
  const equal = Object.entries(selector.matchLabels ?? {}).map(
    ([key, value]): Requirement => ({ key, operator: 'in', values: [value] }),
  );
  const expressions = (selector.matchExpressions ?? []).map(({ key, operator, values }): Requirement => {
    const known = OBJECT_OPERATORS[operator];
    return known === undefined ? { key, operator: 'in', values: [] } : { key, operator: known, values: values ?? [] };
  });
  return [...equal, ...expressions];
}

function compareAsIntegers(
  actual: string | undefined,
  wanted: string | undefined,
  holds: (a: bigint, b: bigint) => boolean,
): boolean {
  if (actual === undefined || wanted === undefined || !/^-?\d+$/.test(actual) || !/^-?\d+$/.test(wanted)) return false;
  return holds(BigInt(actual), BigInt(wanted));
}

/** Whether labels fulfil one requirement. `notIn` and `notExists` hold where the label is missing. */
export function fulfils(requirement: Requirement, labels: Labels): boolean {
  const actual = Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : undefined;
  switch (requirement.operator) {
    case 'in':
      return actual !== undefined && requirement.values.includes(actual);
    case 'notIn':
      return actual === undefined || !requirement.values.includes(actual);
    case 'exists':
      return actual !== undefined;
    case 'notExists':
      return actual === undefined;
    case 'gt':
      return compareAsIntegers(actual, requirement.values[0], (a, b) => a > b);
    case 'lt':
      return compareAsIntegers(actual, requirement.values[0], (a, b) => a < b);
  }
}

/** Whether labels fulfil all requirements; none at all match everything. */
export function matches(requirements: readonly Requirement[], labels: Labels | undefined): boolean {
  return requirements.every((requirement) => fulfils(requirement, labels ?? {}));
}
