import type { QueryResolvers } from '../../generated/types.ts';
import { decodeIdOf } from '../../ids.ts';

export const finding: NonNullable<QueryResolvers['finding']> = (_query, { id }, { loaders }) =>
  loaders.finding(decodeIdOf('Finding', id, ['id']));
