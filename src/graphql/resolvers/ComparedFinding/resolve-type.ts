import type { ComparedFindingResolvers } from '../../generated/types.ts';

const TYPES = {
  NEW: 'NewFinding',
  RESOLVED: 'ResolvedFinding',
  CHANGED: 'ChangedFinding',
  UNCHANGED: 'UnchangedFinding',
  NOT_COMPARABLE: 'NotComparableFinding',
} as const;

export const resolveType: NonNullable<ComparedFindingResolvers['__resolveType']> = ({ change }) => TYPES[change];
