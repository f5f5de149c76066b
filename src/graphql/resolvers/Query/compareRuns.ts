import type { QueryResolvers } from '../../generated/types.ts';
import { decodeIdOf } from '../../ids.ts';

export const compareRuns: NonNullable<QueryResolvers['compareRuns']> = (_query, args, { viewer, services }) => {
  const base = decodeIdOf('Run', args.base, ['base']);
  const head = decodeIdOf('Run', args.head, ['head']);
  return services.comparisons.compareRuns(viewer, base.uid, head.uid);
};
