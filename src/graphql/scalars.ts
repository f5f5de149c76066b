import { GraphQLDateTime, GraphQLJSON } from 'graphql-scalars';

/** Custom scalars by name. DateTime takes any RFC 3339 offset and gives UTC. */
export const scalars = { DateTime: GraphQLDateTime, JSON: GraphQLJSON };
