import {
  type DocumentNode,
  type ExecutionArgs,
  execute,
  type FragmentSpreadNode,
  type GraphQLSchema,
  getOperationAST,
  type InlineFragmentNode,
  visit,
} from 'graphql';
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

/**
 * Whether an operation may be compiled. Mutations and subscriptions are rare; introspection is cheap enough. Conditions
 * on fragments are left to graphql-js: graphql-jit 0.8.9 loses the fields of a fragment that is spread twice, with @include
 * true at one place and false at the other.
 */
function isCompilable(document: DocumentNode, operationName: string | null | undefined): boolean {
  if (getOperationAST(document, operationName)?.operation !== 'query') return false;
  if ((document.loc?.end ?? Number.POSITIVE_INFINITY) > LONGEST_DOCUMENT) return false;
  let compilable = true;
  const onlyWithoutConditions = ({ directives = [] }: FragmentSpreadNode | InlineFragmentNode): void => {
    if (directives.length > 0) compilable = false;
  };
  visit(document, {
    Field: ({ name }) => {
      if (name.value === '__schema' || name.value === '__type') compilable = false;
    },
    FragmentSpread: onlyWithoutConditions,
    InlineFragment: onlyWithoutConditions,
  });
  return compilable;
}

/**
 * Executes queries by graphql-jit from their second use on, and everything else by graphql-js. A page of 100 findings is
 * answered several times as fast; compiling costs some 10 ms, which a query that is never asked again does not earn.
 * What can't be compiled is executed by graphql-js for good. One difference is left: where a null climbs up through a
 * list, graphql-js names the first error alone, the compiled query each.
 */
export function createCompiledExecute(
  schema: GraphQLSchema,
  logger: Logger,
  options: { readonly fromUse?: number } = {},
): Execute {
  const { fromUse = 2 } = options;
  const uses = new WeakMap<DocumentNode, Map<string, Use>>();
  const compiled = new LRUCache<Use, CompiledQuery>({ max: MOST_COMPILED });

  function useOf(document: DocumentNode, operationName: string | null | undefined): Use {
    const byName = uses.get(document) ?? new Map<string, Use>();
    uses.set(document, byName);
    const use = byName.get(operationName ?? '') ?? { times: 0, compilable: isCompilable(document, operationName) };
    byName.set(operationName ?? '', use);
    return use;
  }

  function compile(use: Use, { document, operationName }: ExecutionArgs): CompiledQuery | undefined {
    const started = performance.now();
    try {
      const result = compileQuery(schema, document, operationName ?? undefined, {
        disablingCapturingStackErrors: true,
      });
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
