import { AppError, badInput } from '#src/errors/errors.ts';
import type { Page, PageRequest } from '#src/lib/page.ts';

/** The most items of one page. */
const MOST_PER_PAGE = 500;

/** What every connection field takes. */
interface PageArguments {
  readonly first: number;
  readonly after?: string | null | undefined;
}

const MOST_CURSOR_CHARACTERS = 2_000;
const CURSOR_HELP = 'Pass on what `endCursor` or an edge gave for the same list.';

/** Reads `first` and `after`. Throws BAD_USER_INPUT or INVALID_CURSOR. */
export function pageRequest(args: PageArguments): PageRequest {
  const { first, after } = args;
  if (first < 1 || first > MOST_PER_PAGE) {
    throw badInput(`\`first\` must be from 1 to ${MOST_PER_PAGE}; it is ${first}.`, ['first']);
  }
  if (after !== null && after !== undefined && (after === '' || after.length > MOST_CURSOR_CHARACTERS)) {
    throw new AppError('INVALID_CURSOR', `\`after\` is not a cursor of this list. ${CURSOR_HELP}`, {
      field: ['after'],
    });
  }
  return { first, after: after ?? undefined };
}

/**
 * A page of a list that is in memory, by place: for lists that do not change, or whose owner is read anew with them.
 * Cursors are base64url of `place:<index>`. Throws INVALID_CURSOR.
 */
export function pageOfList<T>(items: readonly T[], args: PageArguments): Page<T> {
  return pageOf(items, args, {
    cursorOf: (_item, index) => `place:${index}`,
    startAfter(cursor) {
      const place = /^place:(\d{1,9})$/.exec(cursor)?.[1];
      return place === undefined ? undefined : Number(place) + 1;
    },
  });
}

/** A page of a list that is in memory and ordered by a unique key: stays right when items come and go. Throws INVALID_CURSOR. */
export function pageByKey<T>(items: readonly T[], keyOf: (item: T) => string, args: PageArguments): Page<T> {
  return pageOf(items, args, {
    cursorOf: (item) => `key:${keyOf(item)}`,
    startAfter(cursor) {
      if (!cursor.startsWith('key:')) return undefined;
      const key = cursor.slice('key:'.length);
      const index = items.findIndex((item) => keyOf(item) > key);
      return index === -1 ? items.length : index;
    },
  });
}

interface Places<T> {
  cursorOf(item: T, index: number): string;
  /** Index of the first item after the cursor; undefined when the cursor is none of this list. */
  startAfter(cursor: string): number | undefined;
}

function pageOf<T>(items: readonly T[], args: PageArguments, places: Places<T>): Page<T> {
  const { first, after } = pageRequest(args);
  const start = after === undefined ? 0 : places.startAfter(Buffer.from(after, 'base64url').toString('utf8'));
  if (start === undefined) {
    throw new AppError('INVALID_CURSOR', `\`after\` is not a cursor of this list. ${CURSOR_HELP}`, {
      field: ['after'],
    });
  }
  return {
    items: items.slice(start, start + first).map((node, offset) => ({
      cursor: Buffer.from(places.cursorOf(node, start + offset), 'utf8').toString('base64url'),
      node,
    })),
    hasNextPage: start + first < items.length,
    total: () => Promise.resolve(items.length),
  };
}
