import { ApolloServer, type ApolloServerPlugin, type GraphQLResponse } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { FormattedExecutionResult, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { showError } from '#src/errors/show-error.ts';
import type { Caller } from './context.ts';
import type { Documents } from './documents.ts';
import { formatShown, isErrorCode, requestError, statusOf, syntaxError } from './errors.ts';
import type { Limits } from './limits/limits.ts';
import type { Operations } from './operations.ts';

/** Apollo's codes that are not in our closed list. */
const OUR_CODES: Readonly<Record<string, string>> = {
  BAD_REQUEST: 'BAD_USER_INPUT',
  INTERNAL_SERVER_ERROR: 'INTERNAL',
};

/** Errors of a request that did not come as far as our own gate: bad HTTP, bad syntax. Their texts are Apollo's and graphql-js' own. */
function formatTransportError(
  formatted: GraphQLFormattedError,
  error: unknown,
  { limits, logger }: { limits: Limits; logger: Logger },
): GraphQLFormattedError {
  const code = String(formatted.extensions?.['code']);
  if (code === 'GRAPHQL_PARSE_FAILED') return syntaxError(formatted, limits.tokens);
  const ours = OUR_CODES[code] ?? code;
  if (!isErrorCode(ours) || ours === 'INTERNAL') {
    return formatShown(showError(error, (errorId, err) => logger.error({ errorId, err }, 'A GraphQL request failed.')));
  }
  return requestError(ours, formatted.message, formatted);
}

/**
 * Takes over after Apollo has parsed: limits, validation and execution are the same functions that serve WebSockets.
 * `responseForOperation` is Apollo's seam for answering in place of its own executor.
 */
function takeOver(documents: Documents, operations: Operations): ApolloServerPlugin<Caller> {
  return {
    async requestDidStart() {
      return {
        async responseForOperation({ document, request, contextValue, response }) {
          const answer = (singleResult: FormattedExecutionResult, status = 200): GraphQLResponse => ({
            http: { ...response.http, status },
            body: { kind: 'single', singleResult },
          });
          const { operationName, variables } = request;
          const prepared = documents.prepare({ document, operationName, variables });
          if ('errors' in prepared) return answer({ errors: prepared.errors }, statusOf(prepared.errors));
          if (prepared.operation.operation === 'subscription') {
            const errors = [
              requestError(
                'BAD_USER_INPUT',
                'Subscriptions need a WebSocket (graphql-transport-ws) at this same address.',
              ),
            ];
            return answer({ errors }, 400);
          }
          const result = await operations.run(prepared, contextValue);
          return answer(result, result.data === undefined && result.errors ? statusOf(result.errors) : undefined);
        },
      };
    },
  };
}

/** Apollo Server, set up but not started. */
export function createApollo(options: {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly operations: Operations;
  readonly logger: Logger;
  readonly limits: Limits;
}): ApolloServer<Caller> {
  const { schema, documents, operations, logger, limits } = options;
  return new ApolloServer<Caller>({
    schema,
    plugins: [
      takeOver(documents, operations),
      // Hooks into every field: lists are twice as fast without it.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      // Loads a page from a CDN; ours is served from our own origin.
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    parseOptions: { maxTokens: limits.tokens },
    // Not left out: `takeOver` validates, after the limits on form and with them for every transport.
    dangerouslyDisableValidation: true,
    formatError: (formatted, error) => formatTransportError(formatted, error, { limits, logger }),
    logger,
  });
}
