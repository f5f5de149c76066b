import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isObjectType,
} from 'graphql';

/** One document that asks for as much as the limits allow. */
export interface Question {
  /** Root field and the field below it that is spelled out. */
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Types that lead on to everything else: spelled out where they are asked for, cut short where they are met on the way. */
const LINKS = ['Cluster', 'Run', 'Finding', 'Check'];
const NESTED_PAGE = 10;

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));

type Field = GraphQLField<unknown, unknown>;

function fieldsOf(type: GraphQLNamedType): readonly Field[] {
  return isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
}

function isPaged(field: Field): boolean {
  return field.args.some(({ name }) => name === 'first');
}

/** Fields of one name and different types can't stand beside each other: each is named after its type. */
function nameIn(type: GraphQLObjectType, field: Field, siblings: readonly GraphQLObjectType[]): string {
  const types = new Set(siblings.map((sibling) => String(sibling.getFields()[field.name]?.type ?? field.type)));
  return types.size === 1 ? field.name : `${type.name}_${field.name}: ${field.name}`;
}

function selectField(field: Field, name: string, depth: number): string {
  const type = getNamedType(field.type);
  if (isLeafType(type)) return name;
  const inside = select(type, LINKS.includes(type.name) ? Math.min(depth - 1, 0) : depth - 1);
  return inside === '' ? '' : `${name}${isPaged(field) ? `(first: ${NESTED_PAGE})` : ''} { ${inside} }`;
}

/** Everything below a type down to a depth; connections and their edges are no step. */
function select(type: GraphQLNamedType, depth: number): string {
  if (type.name.endsWith('Connection')) {
    const edge = getNamedType((type as GraphQLObjectType).getFields()['edges']?.type) as GraphQLObjectType;
    const node = getNamedType(edge.getFields()['node']?.type) as GraphQLNamedType;
    return `totalCount pageInfo { startCursor endCursor } edges { cursor } nodes { ${select(node, depth)} }`;
  }
  if (isAbstractType(type)) {
    const kinds = schema.getPossibleTypes(type);
    return ['__typename', ...kinds.map((kind) => `... on ${kind.name} { ${selectAll(kind, depth, kinds)} }`)].join(' ');
  }
  return selectAll(type as GraphQLObjectType, depth, [type as GraphQLObjectType]);
}

function selectAll(type: GraphQLObjectType, depth: number, siblings: readonly GraphQLObjectType[]): string {
  return fieldsOf(type)
    .filter((field) => depth > 0 || isLeafType(getNamedType(field.type)))
    .map((field) => selectField(field, nameIn(type, field, siblings), depth))
    .join(' ');
}

/** What is spelled out one field a document, so that no document exceeds the limits. */
function branches(
  type: GraphQLNamedType,
  pagedIn: (inside: string) => string,
): readonly { readonly name: string; readonly body: string }[] {
  if (type.name.endsWith('Connection')) {
    const edge = getNamedType((type as GraphQLObjectType).getFields()['edges']?.type) as GraphQLObjectType;
    const node = getNamedType(edge.getFields()['node']?.type) as GraphQLNamedType;
    return branches(node, (inside) => pagedIn(`totalCount edges { cursor node { ${inside} } }`));
  }
  if (isAbstractType(type)) {
    return schema.getPossibleTypes(type).flatMap((kind) =>
      branches(kind, (inside) => pagedIn(`__typename ... on ${kind.name} { ${inside} }`)).map(({ name, body }) => ({
        name: `${kind.name}.${name}`,
        body,
      })),
    );
  }
  const fields = fieldsOf(type);
  const leaves = fields
    .filter((field) => isLeafType(getNamedType(field.type)))
    .map(({ name }) => name)
    .join(' ');
  const composite = fields.filter((field) => !isLeafType(getNamedType(field.type)));
  return [
    ...(leaves === '' ? [] : [{ name: '*', body: pagedIn(leaves) }]),
    ...composite.map((field) => ({ name: field.name, body: pagedIn(selectField(field, field.name, 4)) })),
  ];
}

/** The fields of Query. */
export const ROOT_FIELDS: readonly string[] = Object.keys(schema.getQueryType()?.getFields() ?? {});

/**
 * Documents that together ask for every field of the schema, from a root field with these arguments: a field that is
 * added to the schema is asked for from then on. `first` is the size of the outermost page.
 */
export function questions(
  root: string,
  { args, first }: { readonly args: Readonly<Record<string, unknown>>; readonly first: number },
): readonly Question[] {
  const field = schema.getQueryType()?.getFields()[root];
  if (field === undefined) throw new Error(`Query has no field ${root}`);
  const given = { ...(isPaged(field) ? { first } : {}), ...args };
  const declared = Object.keys(given).map(
    (name) => `$${name}: ${String(field.args.find((arg) => arg.name === name)?.type)}`,
  );
  const passed = Object.keys(given).map((name) => `${name}: $${name}`);
  const head = declared.length === 0 ? '' : `(${declared.join(', ')})`;
  const call = passed.length === 0 ? root : `${root}(${passed.join(', ')})`;
  return branches(getNamedType(field.type), (inside) => inside).map(({ name, body }) => ({
    name: `${root}.${name}`,
    query: `query ${head} { ${call} { ${body} } }`,
    variables: given,
  }));
}

/** Everything of a type, for a subscription that is asked for by hand. */
export function selectionOf(typeName: string): string {
  const type = schema.getType(typeName);
  if (type === undefined) throw new Error(`there is no type ${typeName}`);
  return select(type, 3);
}
