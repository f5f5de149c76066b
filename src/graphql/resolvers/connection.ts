import type { Page } from '#src/lib/page.ts';

/** The fields of a connection: the same for every type of node. */
export const connectionFields = {
  edges: <T>({ items }: Page<T>): Page<T>['items'] => items,
  nodes: <T>({ items }: Page<T>): readonly T[] => items.map((item) => item.node),
  pageInfo: ({ items, hasNextPage }: Page<unknown>) => ({
    hasNextPage,
    startCursor: items[0]?.cursor,
    endCursor: items.at(-1)?.cursor,
  }),
  /** Counted here and only here: not at all when it is not selected. */
  totalCount: (page: Page<unknown>): Promise<number> => page.total(),
};
