import type { ClusterResolvers } from '../../generated/types.ts';
import { withoutNulls } from '../../input.ts';

export const latestRun: NonNullable<ClusterResolvers['latestRun']> = async (
  { name },
  { states },
  { viewer, services },
) => {
  const filter = withoutNulls({ cluster: name, states });
  const page = await services.runs.list(viewer, filter, { first: 1, after: undefined });
  return page.items[0]?.node;
};
