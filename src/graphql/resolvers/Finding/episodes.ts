import { pageOfList } from '../../connection.ts';
import type { FindingResolvers } from '../../generated/types.ts';

export const episodes: NonNullable<FindingResolvers['episodes']> = async ({ id }, args, { loaders }) =>
  pageOfList(await loaders.episodes.load(id), args);
