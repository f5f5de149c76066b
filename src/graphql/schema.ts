import { readFileSync } from 'node:fs';
import {
  assertValidSchema,
  buildSchema,
  defaultFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
} from 'graphql';
import type { Authorizer } from '#src/access/authorizer.ts';
import { ACCESS_RULES, type AccessRule } from './access-rules.ts';
import { guardField, guardMutation, type Resolve } from './gate.ts';
import { resolvers } from './resolver-map.ts';

const SCHEMA_FILE = new URL('../../schema.graphql', import.meta.url);
const ROOTS: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

type Resolvers = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/** The types whose every field needs a rule: the roots, and what `node(id)` can give. */
export function ruledTypes(schema: GraphQLSchema): readonly string[] {
  const node = schema.getType('Node');
  const behindNode = isInterfaceType(node) ? schema.getPossibleTypes(node).map((type) => type.name) : [];
  return [...ROOTS, ...behindNode];
}

/** Fields without a rule, and rules without a field; empty when all is well. */
export function ruleFaults(
  schema: GraphQLSchema,
  rules: Readonly<Record<string, Readonly<Record<string, AccessRule>>>>,
): readonly string[] {
  const wanted = ruledTypes(schema).flatMap((name) => {
    const type = schema.getType(name);
    return isObjectType(type) ? Object.keys(type.getFields()).map((field) => `${name}.${field}`) : [];
  });
  const given = Object.entries(rules).flatMap(([name, fields]) =>
    Object.keys(fields).map((field) => `${name}.${field}`),
  );
  return [
    ...wanted
      .filter((coordinate) => !given.includes(coordinate))
      .map((coordinate) => `${coordinate} has no access rule.`),
    ...given
      .filter((coordinate) => !wanted.includes(coordinate))
      .map((coordinate) => `${coordinate} has an access rule but is no field.`),
  ];
}

function guarded(
  resolve: Resolve,
  options: { readonly type: string; readonly field: string; readonly authorizer: Authorizer },
): Resolve {
  const { type, field, authorizer } = options;
  const rule = ACCESS_RULES[type]?.[field] ?? 'WITH_PARENT';
  if (rule === 'OPEN' || rule === 'WITH_PARENT') return resolve;
  if (type === 'Mutation') return guardMutation(resolve, { authorizer, rule, name: field });
  return guardField(resolve, { authorizer, rule, name: `${type}.${field}` });
}

function attachToFields(type: GraphQLObjectType, given: Resolvers[string], authorizer: Authorizer): void {
  for (const [name, field] of Object.entries(type.getFields())) {
    const own = given?.[name];
    const place = { type: type.name, field: name, authorizer };
    if (type.name === 'Subscription') field.subscribe = guarded((own as { subscribe: Resolve }).subscribe, place);
    else field.resolve = guarded(typeof own === 'function' ? (own as Resolve) : defaultFieldResolver, place);
  }
}

function attachResolvers(schema: GraphQLSchema, byType: Resolvers, authorizer: Authorizer): void {
  for (const type of Object.values(schema.getTypeMap())) {
    const given = byType[type.name];
    if (isObjectType(type) && !isIntrospectionType(type)) attachToFields(type, given, authorizer);
    else if (isScalarType(type) && isScalarType(given)) {
      Object.assign(type, {
        serialize: given.serialize,
        parseValue: given.parseValue,
        parseLiteral: given.parseLiteral,
      });
    } else if (isInterfaceType(type)) Object.assign(type, { resolveType: given?.['__resolveType'] });
  }
}

/** Resolvers that name no field of the schema: a renamed field would silently lose its resolver. */
function strayResolvers(schema: GraphQLSchema, byType: Resolvers): readonly string[] {
  return Object.entries(byType).flatMap(([name, fields]) => {
    const type = schema.getType(name);
    if (type === undefined) return [name];
    if (!isObjectType(type)) return [];
    const known = type.getFields();
    return Object.keys(fields ?? {})
      .filter((field) => !Object.hasOwn(known, field))
      .map((field) => `${name}.${field}`);
  });
}

/** The schema with its resolvers, each field behind its access rule. Throws when a field has no rule or a resolver no field. */
export function createSchema(authorizer: Authorizer): GraphQLSchema {
  const schema = buildSchema(readFileSync(SCHEMA_FILE, 'utf8'));
  assertValidSchema(schema);
  const byType = resolvers as Resolvers;
  const faults = [
    ...ruleFaults(schema, ACCESS_RULES),
    ...strayResolvers(schema, byType).map((name) => `${name} has a resolver but is not in the schema.`),
  ];
  if (faults.length > 0) throw new Error(faults.join(' '));
  attachResolvers(schema, byType, authorizer);
  return schema;
}
