import type { KindStatusResolvers } from '../../generated/types.ts';
import { resolveType } from './resolve-type.ts';

export const KindStatus: KindStatusResolvers = { __resolveType: resolveType };
