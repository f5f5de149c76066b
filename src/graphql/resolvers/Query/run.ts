import type { QueryResolvers } from '../../generated/types.ts';
import { decodeIdOf } from '../../ids.ts';

export const run: NonNullable<QueryResolvers['run']> = (_query, { id }, { loaders }) =>
  loaders.run(decodeIdOf('Run', id, ['id']));
