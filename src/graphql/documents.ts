import {
  type DocumentNode,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { requestError, syntaxError } from './errors.ts';
import { argumentsFault } from './limits/arguments.ts';
import { costOf } from './limits/cost.ts';
import { exceeded, type Limits } from './limits/limits.ts';
import { type Fragments, shapeFaults } from './limits/shape.ts';
import { textFault } from './limits/texts.ts';

/** What came with a document. */
interface DocumentRequest {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** An operation that may be executed. */
export interface Prepared {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | undefined;
  /**
   * Coerced, with their defaults. Executors coerce again, which changes nothing; but graphql-jit 0.8.9 refuses a missing
   * variable whose type is not nullable and has a default.
   */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** An operation that is refused before anything of it is executed. */
interface Refused {
  readonly errors: readonly GraphQLFormattedError[];
}

/** Says whether an operation may be executed: the same on every transport. */
export interface Documents {
  /** Reads a document; the last 500 are remembered. HTTP does not need it: Apollo parses, with the same limit on tokens. */
  parse(source: string): DocumentNode | Refused;
  prepare(request: DocumentRequest): Prepared | Refused;
}

const MOST_VALIDATION_ERRORS = 10;
/** What graphql-js says when its own budget for comparing fields is spent. */
const OVER_BUDGET = 'Validation aborted.';

function fragmentsOf(document: DocumentNode): Fragments {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

function limitError(message: string): GraphQLFormattedError {
  return requestError('LIMIT_EXCEEDED', message);
}

function badVariables(error: GraphQLError): Refused {
  return { errors: [requestError('BAD_USER_INPUT', error.message, error)] };
}

function noOperation(document: DocumentNode, operationName: string | null | undefined): Refused {
  const names = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? [definition.name?.value ?? 'an unnamed one'] : [],
  );
  if (names.length === 0)
    return { errors: [requestError('OPERATION_RESOLUTION_FAILURE', 'The document has no operation.')] };
  const wanted = operationName
    ? `There is no operation named ${operationName}`
    : 'The document has several operations and `operationName` is missing';
  return {
    errors: [requestError('OPERATION_RESOLUTION_FAILURE', `${wanted}; it has ${names.slice(0, 10).join(', ')}.`)],
  };
}

/**
 * Makes the gate of documents. In this order, cheapest first: form (depth, aliases, …), validation, variables, sizes of
 * arguments, cost. What depends on the document alone is remembered as long as somebody keeps the document.
 *
 * The limits are ours: graphql-armor's cost is a factor per level, blind to `first`, and its rules walk the fragments of
 * each operation again and again; graphql-query-complexity wants an estimator on each field and runs after validation.
 */
export function createDocuments(schema: GraphQLSchema, limits: Limits): Documents {
  const known = new WeakMap<DocumentNode, readonly GraphQLFormattedError[]>();

  /** The form is looked at before validation: comparing the fields of a huge document with each other is quadratic. */
  function examine(document: DocumentNode): readonly GraphQLFormattedError[] {
    const fragments = fragmentsOf(document);
    const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
    const faults = new Set(operations.flatMap((operation) => shapeFaults(operation, fragments, limits)));
    if (faults.size > 0) return [...faults].map(limitError);
    const errors = validate(schema, document, undefined, { maxErrors: MOST_VALIDATION_ERRORS });
    return errors.map((error) => {
      if (error.message === OVER_BUDGET)
        return limitError('The same fields are selected too often to be compared with each other.');
      return requestError('GRAPHQL_VALIDATION_FAILED', error.message, error);
    });
  }

  function errorsOf(document: DocumentNode): readonly GraphQLFormattedError[] {
    const before = known.get(document);
    if (before !== undefined) return before;
    const errors = examine(document);
    known.set(document, errors);
    return errors;
  }

  const parsed = new LRUCache<string, DocumentNode>({
    max: 500,
    maxSize: 4_000_000,
    sizeCalculation: (_document, source) => source.length + 1,
  });

  return {
    parse(source) {
      const before = parsed.get(source);
      if (before !== undefined) return before;
      try {
        const document = parse(source, { maxTokens: limits.tokens });
        parsed.set(source, document);
        return document;
      } catch (error) {
        return {
          errors: [syntaxError(error instanceof GraphQLError ? error.toJSON() : { message: '' }, limits.tokens)],
        };
      }
    },
    prepare({ document, operationName, variables }) {
      const errors = errorsOf(document);
      if (errors.length > 0) return { errors };
      const operation = getOperationAST(document, operationName);
      if (!operation) return noOperation(document, operationName);

      const inputs = variables ?? {};
      const { coerced, errors: wrong } = getVariableValues(schema, operation.variableDefinitions ?? [], inputs, {
        maxErrors: 1,
      });
      const [firstWrong] = wrong ?? [];
      if (firstWrong !== undefined) return badVariables(firstWrong);

      const values = coerced ?? {};
      const costing = tryCostOf(operation, fragmentsOf(document), values);
      if ('errors' in costing) return costing;
      const fault = argumentsFault([...costing.arguments, inputs], limits);
      if (fault !== undefined) return { errors: [limitError(fault)] };
      const broken = textFault([...costing.arguments, inputs]);
      if (broken !== undefined) return { errors: [requestError('BAD_USER_INPUT', broken)] };
      if (costing.cost > limits.cost) {
        const message = `${exceeded('fields in the largest possible answer', costing.cost, limits.cost)} Ask for smaller pages (\`first\`) or fewer fields.`;
        return { errors: [limitError(message)] };
      }
      return { document, operation, operationName: operationName ?? undefined, variables: values };
    },
  };

  function tryCostOf(
    operation: OperationDefinitionNode,
    fragments: Fragments,
    coerced: Readonly<Record<string, unknown>>,
  ) {
    try {
      return costOf(schema, operation, fragments, coerced);
    } catch (error) {
      return badVariables(error as GraphQLError);
    }
  }
}
