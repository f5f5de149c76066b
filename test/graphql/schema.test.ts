import {
  type GraphQLField,
  type GraphQLNamedType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { createAuthorizer } from '#src/access/authorizer.ts';
import { STAGES } from '#src/checks/engine/define-check.ts';
import { SEVERITIES } from '#src/diagnosis/words.ts';
import { ACCESS_RULES, type AccessRule } from '#src/graphql/access-rules.ts';
import { createSchema, ruledTypes, ruleFaults } from '#src/graphql/schema.ts';

const schema = createSchema(createAuthorizer());
const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);

function fieldsOf(type: GraphQLNamedType): GraphQLField<unknown, unknown>[] {
  return isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
}

/** A type and everything in it that can be described. */
function partsOf(type: GraphQLNamedType): { at: string; description: string | null | undefined }[] {
  const fields = fieldsOf(type).flatMap((field) => [
    field,
    ...field.args.map((argument) => ({ ...argument, name: `${field.name}(${argument.name})` })),
  ]);
  const inputs = isInputObjectType(type) ? Object.values(type.getFields()) : [];
  const values = isEnumType(type) ? type.getValues() : [];
  const parts = [...fields, ...inputs, ...values].map(({ name, description }) => ({
    at: `${type.name}.${name}`,
    description,
  }));
  return [{ at: type.name, description: type.description }, ...parts];
}

describe('access rules', () => {
  test('every field of the roots and of what node(id) gives has one, and none is stale', () => {
    expect(ruledTypes(schema)).toEqual(['Query', 'Mutation', 'Subscription', 'Cluster', 'Check', 'Run', 'Finding']);
    expect(ruleFaults(schema, ACCESS_RULES)).toEqual([]);
  });

  test('a field without a rule, and a rule without a field, are found', () => {
    const { runs: _left, ...query }: Record<string, AccessRule> = { ...ACCESS_RULES['Query'] };
    expect(ruleFaults(schema, { ...ACCESS_RULES, Query: { ...query, pods: 'READ' } })).toEqual([
      'Query.runs has no access rule.',
      'Query.pods has an access rule but is no field.',
    ]);
  });

  test('mutations and the audit ask for more than reading', () => {
    expect(ACCESS_RULES['Mutation']).toEqual({ runStart: 'START_RUN', runCancel: 'CANCEL_RUN' });
    expect(ACCESS_RULES).toHaveProperty(['Query', 'auditEvents'], 'READ_AUDIT');
  });
});

describe('schema.graphql keeps the conventions', () => {
  test('every type, field, argument, input field and enum value is described', () => {
    const silent = types.flatMap(partsOf).filter(({ description }) => !description);
    expect(silent).toEqual([]);
    expect(types.length).toBeGreaterThan(80);
  });

  test('every connection has edges, nodes, pageInfo and a nullable totalCount', () => {
    const connections = types.filter((type) => type.name.endsWith('Connection'));
    expect(connections).toHaveLength(9);
    for (const connection of connections) {
      const shape = Object.fromEntries(fieldsOf(connection).map((field) => [field.name, String(field.type)]));
      const node = String(getNamedType(fieldsOf(connection).find(({ name }) => name === 'nodes')?.type));
      const edge = connection.name.replace(/Connection$/, 'Edge');
      expect(shape).toEqual({ edges: `[${edge}!]!`, nodes: `[${node}!]!`, pageInfo: 'PageInfo!', totalCount: 'Int' });
      expect(
        Object.fromEntries(
          fieldsOf(schema.getType(edge) as GraphQLNamedType).map((field) => [field.name, String(field.type)]),
        ),
      ).toEqual({ cursor: 'String!', node: `${node}!` });
    }
  });

  test('every field that gives a connection takes first (50) and after, and nothing gives a list from behind', () => {
    for (const type of types) {
      for (const field of fieldsOf(type).filter((one) => getNamedType(one.type).name.endsWith('Connection'))) {
        const args = Object.fromEntries(
          field.args.map((argument) => [argument.name, `${String(argument.type)} = ${String(argument.defaultValue)}`]),
        );
        expect({ at: `${type.name}.${field.name}`, ...args }).toMatchObject({
          at: `${type.name}.${field.name}`,
          first: 'Int! = 50',
          after: 'String = undefined',
        });
        expect(Object.keys(args)).not.toContain('last');
        expect(Object.keys(args)).not.toContain('before');
      }
    }
  });

  test('mutations put the noun first, take one input, and answer with a payload of a nullable result and userErrors', () => {
    const { runStart, runCancel } = schema.getMutationType()?.getFields() ?? {};
    for (const mutation of [runStart, runCancel]) {
      expect(mutation?.args.map(({ name }) => name)).toEqual(['input']);
      const payload = Object.fromEntries(
        fieldsOf(getNamedType(mutation?.type) as GraphQLNamedType).map((field) => [field.name, String(field.type)]),
      );
      expect(payload).toEqual({ run: 'Run', userErrors: '[UserError!]!' });
    }
  });

  test.for([
    { name: 'Severity', values: SEVERITIES },
    { name: 'CheckStage', values: STAGES },
  ])('$name has the values of the domain, in its order', ({ name, values }) => {
    const type = schema.getType(name);
    expect(isEnumType(type) ? type.getValues().map((value) => value.name) : []).toEqual(values);
  });
});
