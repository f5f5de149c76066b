import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { exceeded, type Limits } from './limits.ts';

/** The form of an operation with its fragments laid out, known without schema and variables. */
interface Shape {
  depth: number;
  aliases: number;
  directives: number;
  /** Fields of this level. */
  fields: number;
  introspections: number;
  introspectionDepth: number;
}

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

const EMPTY: Shape = { depth: 0, aliases: 0, directives: 0, fields: 0, introspections: 0, introspectionDepth: 0 };

function add(to: Shape, part: Shape): void {
  to.depth = Math.max(to.depth, part.depth);
  to.introspectionDepth = Math.max(to.introspectionDepth, part.introspectionDepth);
  to.aliases += part.aliases;
  to.directives += part.directives;
  to.fields += part.fields;
  to.introspections += part.introspections;
}

/**
 * Measures the form of an operation. Each fragment is measured once: twenty that spread the next one twice are a million
 * fields, and a few additions. A fragment inside itself counts nothing; validation refuses it afterwards.
 */
function shapeOf(operation: OperationDefinitionNode, fragments: Fragments): Shape {
  const known = new Map<string, Shape>();

  function ofFragment(name: string): Shape {
    const before = known.get(name);
    if (before !== undefined) return before;
    known.set(name, EMPTY);
    const fragment = fragments.get(name);
    const shape = fragment === undefined ? EMPTY : of(fragment.selectionSet);
    known.set(name, shape);
    return shape;
  }

  function ofField(field: FieldNode): Shape {
    const inside = field.selectionSet === undefined ? EMPTY : of(field.selectionSet);
    const introspects = field.name.value === '__schema' || field.name.value === '__type';
    return {
      depth: introspects ? 1 : inside.depth + 1,
      introspectionDepth: introspects ? inside.depth + 1 : inside.introspectionDepth,
      aliases: inside.aliases + (field.alias === undefined ? 0 : 1),
      directives: inside.directives,
      fields: 1,
      introspections: inside.introspections + (introspects ? 1 : 0),
    };
  }

  function ofSelection(selection: SelectionNode): Shape {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
    return selection.kind === Kind.INLINE_FRAGMENT ? of(selection.selectionSet) : ofField(selection);
  }

  function of(selectionSet: SelectionSetNode): Shape {
    const shape = { ...EMPTY };
    for (const selection of selectionSet.selections) {
      add(shape, ofSelection(selection));
      shape.directives += selection.directives?.length ?? 0;
    }
    return shape;
  }

  const shape = of(operation.selectionSet);
  shape.directives += operation.directives?.length ?? 0;
  return shape;
}

/** What is too much about an operation's form; empty when nothing is. Cheap: comes before validation. */
export function shapeFaults(
  operation: OperationDefinitionNode,
  fragments: Fragments,
  limits: Limits,
): readonly string[] {
  const shape = shapeOf(operation, fragments);
  const measured: readonly [string, number, number][] = [
    ['levels of fields inside fields', shape.depth, limits.depth],
    ['levels of introspection', shape.introspectionDepth, limits.introspectionDepth],
    ['`__schema` and `__type` fields', shape.introspections, limits.introspections],
    ['aliases', shape.aliases, limits.aliases],
    ['root fields', shape.fields, limits.rootFields],
    ['directives', shape.directives, limits.directives],
  ];
  return measured
    .filter(([, actual, limit]) => actual > limit)
    .map(([what, actual, limit]) => exceeded(what, actual, limit));
}
