import type { ApolloServer } from '@apollo/server';
import { execute, type GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Authorizer } from '#src/access/authorizer.ts';
import { createApollo } from './apollo.ts';
import { createCompiledExecute } from './compiled-execute.ts';
import type { Caller, Services } from './context.ts';
import { createDocuments } from './documents.ts';
import { DEFAULT_LIMITS, type Limits } from './limits/limits.ts';
import { createOperations } from './operations.ts';
import { createSchema } from './schema.ts';
import { createWebSocketOperations, type WebSocketOperations } from './websocket.ts';

/** GraphQL, ready to be served by the HTTP server. */
export interface Graphql {
  readonly schema: GraphQLSchema;
  /** Started. Its context is the {@link Caller}: what belongs to one operation is made when it is executed. */
  readonly apollo: ApolloServer<Caller>;
  readonly createContext: (caller: Caller) => Caller;
  readonly webSocket: WebSocketOperations;
  /** Stops Apollo, after the transports were closed. */
  stop(): Promise<void>;
}

/** Starts GraphQL. Rejects when the schema, its resolvers and its access rules do not fit together. */
export async function createGraphql(options: {
  readonly services: Services;
  readonly authorizer: Authorizer;
  readonly logger: Logger;
  readonly limits?: Partial<Limits>;
  /** Whether queries are compiled from their second use on; false interprets every one. */
  readonly compile?: boolean;
}): Promise<Graphql> {
  const { services, authorizer, logger, compile = true } = options;
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const schema = createSchema(authorizer);
  const documents = createDocuments(schema, limits);
  const operations = createOperations({
    schema,
    services,
    logger,
    limits,
    execute: compile ? createCompiledExecute(schema, logger) : execute,
  });
  const apollo = createApollo({ schema, documents, operations, logger, limits });
  await apollo.start();
  return {
    schema,
    apollo,
    createContext: (caller) => caller,
    webSocket: createWebSocketOperations(schema, documents, operations),
    stop: () => apollo.stop(),
  };
}
