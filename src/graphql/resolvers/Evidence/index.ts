import type { EvidenceResolvers } from '../../generated/types.ts';
import { resolveType } from './resolve-type.ts';

export const Evidence: EvidenceResolvers = { __resolveType: resolveType };
