import type { ComparedFindingResolvers } from '../../generated/types.ts';
import { checkName } from './checkName.ts';
import { finding } from './finding.ts';
import { resolveType } from './resolve-type.ts';

export const ComparedFinding: ComparedFindingResolvers = { __resolveType: resolveType };

/** What every type behind ComparedFinding has. */
export const comparedFindingFields = { checkName, finding };
