import { type DocumentNode, type ExecutionArgs, execute, type GraphQLSchema, getOperationAST, Kind, visit } from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Execute } from './operations.ts';

/** Compiled operations that are kept; one takes some 100 KB. */
const MOST_COMPILED = 200;
/** Documents beyond this many characters are rare, and take long to compile. */
const LONGEST_DOCUMENT = 10_000;

/** One operation of one document, by identity: whoever keeps the documents decides how long. */
interface Use {
  times: number;
  /** False: can't be compiled, or must not be. */
  compilable: boolean;
}

/** Mutations and subscriptions are rare; introspection is cheap enough, and graphql-js owns its rules. */
function isWorthCompiling(document: DocumentNode, operationName: string | null | undefined): boolean {
  if (getOperationAST(document, operationName)?.operation !== 'query') return false;
  if ((document.loc?.end ?? Number.POSITIVE_INFINITY) > LONGEST_DOCUMENT) return false;
  let introspects = false;
  visit(document, {
    [Kind.FIELD](node) {
      if (node.name.value === '__schema' || node.name.value === '__type') introspects = true;
    },
  });
  return !introspects;
}

/**
 * Executes queries by graphql-jit from their second use on, and everything else by graphql-js. A page of 100 findings is
 * answered several times as fast; compiling costs some 10 ms, which a query that is never asked again does not earn.
 * What can't be compiled is executed by graphql-js for good.
 */
export function createCompiledExecute(schema: GraphQLSchema, logger: Logger, options: { readonly fromUse?: number } = {}): Execute {
  const { fromUse = 2 } = options;
  const uses = new WeakMap<DocumentNode, Map<string, Use>>();
  const compiled = new LRUCache<Use, CompiledQuery>({ max: MOST_COMPILED });

  function useOf(document: DocumentNode, operationName: string | null | undefined): Use {
    const byName = uses.get(document) ?? new Map<string, Use>();
    uses.set(document, byName);
    const use = byName.get(operationName ?? '') ?? { times: 0, compilable: isWorthCompiling(document, operationName) };
    byName.set(operationName ?? '', use);
    return use;
  }

  function compile(use: Use, { document, operationName }: ExecutionArgs): CompiledQuery | undefined {
    const started = performance.now();
    try {
      const result = compileQuery(schema, document, operationName ?? undefined);
      if (isCompiledQuery(result)) {
        compiled.set(use, result);
        logger.debug({ operationName, ms: performance.now() - started }, 'A query was compiled.');
        return result;
      }
      logger.warn({ operationName, errors: result.errors }, "A query can't be compiled; it is interpreted.");
    } catch (error) {
      logger.warn({ operationName, err: error }, "A query can't be compiled; it is interpreted.");
    }
    use.compilable = false;
    return undefined;
  }

  return (args) => {
    const use = useOf(args.document, args.operationName);
    use.times += 1;
    if (!use.compilable || use.times < fromUse) return execute(args);
    const query = compiled.get(use) ?? compile(use, args);
    return query === undefined ? execute(args) : query.query(args.rootValue, args.contextValue, args.variableValues);
  };
}
