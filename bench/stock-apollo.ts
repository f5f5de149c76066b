import { ApolloServer } from '@apollo/server';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import Fastify from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Context, Services } from '#src/graphql/context.ts';
import { createLoaders } from '#src/graphql/loaders.ts';
import { BENCH_VIEWER } from './bench-app.ts';

/** Apollo Server as its documentation sets it up, over our schema, resolvers and services: nothing of ours around it. */
export async function startStockApollo(
  schema: GraphQLSchema,
  services: Services,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const fastify = Fastify();
  const apollo = new ApolloServer<Context>({ schema, plugins: [fastifyApolloDrainPlugin(fastify)] });
  await apollo.start();
  await fastify.register(fastifyApollo(apollo), {
    context: async () => ({
      viewer: BENCH_VIEWER,
      services,
      loaders: createLoaders(BENCH_VIEWER, services),
      correlationId: 'bench',
      signal: new AbortController().signal,
    }),
  });
  const url = await fastify.listen({ host: '127.0.0.1', port: 0 });
  return { url, stop: () => apollo.stop() };
}
