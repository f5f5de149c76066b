import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Fragments } from './shape.ts';

type Variables = Readonly<Record<string, unknown>>;

/** What a plain list (not a page) is taken to hold: evidence and causes are at most 10. */
const PLAIN_LIST = 10;

/** Plain lists that are longer. */
const LONGER_LISTS: Readonly<Record<string, number>> = { 'Cluster.kinds': 40, 'RunCoverage.kinds': 40 };

/** What one operation would cost at most, and what its arguments are. */
export interface Costing {
  readonly cost: number;
  /** The arguments of every field, coerced. */
  readonly arguments: readonly Readonly<Record<string, unknown>>[];
}

/**
 * Counts the fields of the largest answer: each field once per parent, where a page has `first` items (from the document
 * or from variables), `nodes(ids)` as many as ids, and a plain list its known bound. Introspection counts one a field:
 * its form is limited instead. Fields under @skip and @include count.
 *
 * Each fragment is costed once per page size around it: its cost is linear in the number of its parents.
 *
 * @throws GraphQLError when a variable leaves an argument without a value that it needs
 */
export function costOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
  variables: Variables,
): Costing {
  const known = new Map<string, number>();
  const args: Record<string, unknown>[] = [];

  function argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode): Record<string, unknown> {
    if (field.args.length === 0) return {};
    const values = getArgumentValues(field, node, variables);
    args.push(values);
    return values;
  }

  function ofField(parent: GraphQLCompositeType, node: FieldNode, pageSize: number): number {
    const field = isUnionType(parent) ? undefined : parent.getFields()[node.name.value];
    if (field === undefined || node.selectionSet === undefined) {
      if (field !== undefined) argumentsOf(field, node);
      return 1;
    }
    const type = getNamedType(field.type);
    if (!isCompositeType(type)) return 1;
    const { first, ids } = argumentsOf(field, node);
    // Below 1 is refused later; it must not make what is inside free of charge.
    const inside = ofSelections(type, node.selectionSet, typeof first === 'number' ? Math.max(first, 1) : 0);
    if (!isListType(getNullableType(field.type))) return 1 + inside;
    const plain = Array.isArray(ids)
      ? Math.max(ids.length, 1)
      : (LONGER_LISTS[`${parent.name}.${field.name}`] ?? PLAIN_LIST);
    return 1 + inside * (pageSize === 0 ? plain : pageSize);
  }

  function ofFragment(name: string, pageSize: number): number {
    const key = `${name} ${pageSize}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const fragment = fragments.get(name);
    const type = fragment && schema.getType(fragment.typeCondition.name.value);
    const cost =
      fragment !== undefined && isCompositeType(type) ? ofSelections(type, fragment.selectionSet, pageSize) : 0;
    known.set(key, cost);
    return cost;
  }

  /** @param pageSize `first` of the field around, whose direct lists are the page; 0: there is none */
  function ofSelections(parent: GraphQLCompositeType, selectionSet: SelectionSetNode, pageSize: number): number {
    let cost = 0;
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) {
        cost += ofField(parent, selection, pageSize);
      } else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        cost += ofFragment(selection.name.value, pageSize);
      } else {
        const type =
          selection.typeCondition === undefined ? parent : schema.getType(selection.typeCondition.name.value);
        cost += isCompositeType(type) ? ofSelections(type, selection.selectionSet, pageSize) : 0;
      }
    }
    return cost;
  }

  const root = schema.getRootType(operation.operation);
  const cost = root ? ofSelections(root, operation.selectionSet, 0) : 0;
  return { cost, arguments: args };
}
