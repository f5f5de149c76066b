import type { NodeResolvers } from '../../generated/types.ts';
import { resolveType } from './resolve-type.ts';

export const Node: NodeResolvers = { __resolveType: resolveType };
