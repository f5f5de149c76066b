import type { NodeResolvers } from '../../generated/types.ts';

/** Each of the four has a property that no other has. */
export const resolveType: NonNullable<NodeResolvers['__resolveType']> = (value) => {
  if ('fingerprint' in value) return 'Finding';
  if ('sequence' in value) return 'Run';
  return 'messages' in value ? 'Check' : 'Cluster';
};
