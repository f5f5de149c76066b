import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Graphql } from '#src/graphql/server.ts';
import { GRAPHQL_PATH } from './error-answer.ts';

/** What of GraphQL is served through this room. */
export type GraphqlEndpoint = Pick<Graphql, 'apollo' | 'createContext' | 'webSocket'>;

/** Aborts when the client has left before its answer was written. */
function signalOf(reply: FastifyReply): AbortSignal {
  const left = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort(new Error('The client has left.'));
  });
  return left.signal;
}

/** Adds GraphQL over HTTP: POST with JSON, and GET for clients that send a header which no foreign page can. */
export function addGraphqlOverHttp(app: FastifyInstance, endpoint: GraphqlEndpoint): void {
  app.route({
    method: ['GET', 'POST'],
    url: GRAPHQL_PATH,
    handler: fastifyApolloHandler(endpoint.apollo, {
      context: async (request: FastifyRequest, reply: FastifyReply) =>
        endpoint.createContext({ viewer: request.viewer, correlationId: request.id, signal: signalOf(reply) }),
    }),
  });
}
