import { describe, expect, test } from 'vitest';
import { AppError } from '#src/errors/errors.ts';
import { pageByKey, pageOfList, pageRequest } from '#src/graphql/connection.ts';
import type { Page } from '#src/lib/page.ts';

function refusal(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error instanceof AppError ? { code: error.code, field: error.field, message: error.message } : error;
  }
}

function nodes<T>(page: Page<T>): T[] {
  return page.items.map(({ node }) => node);
}

const LETTERS = ['a', 'b', 'c', 'd'];
const same = (letter: string): string => letter;

describe('`first` is from 1 to 500', () => {
  test.for([1, 500])('%i is taken', (first) => {
    expect(pageRequest({ first })).toEqual({ first, after: undefined });
  });
  test.for([0, 501, -1])('%i is refused with what would be right', (first) => {
    expect(refusal(() => pageRequest({ first }))).toEqual({
      code: 'BAD_USER_INPUT',
      field: ['first'],
      message: `\`first\` must be from 1 to 500; it is ${first}.`,
    });
  });
});

describe('pages of a list in memory follow each other without gap and overlap', () => {
  test.for([
    { title: 'by place', page: (first: number, after?: string) => pageOfList(LETTERS, { first, after }) },
    { title: 'by key', page: (first: number, after?: string) => pageByKey(LETTERS, same, { first, after }) },
  ])('$title', async ({ page }) => {
    const one = page(3);
    expect(nodes(one)).toEqual(['a', 'b', 'c']);
    expect(one.hasNextPage).toBe(true);
    const two = page(3, one.items[2]?.cursor);
    expect(nodes(two)).toEqual(['d']);
    expect(two.hasNextPage).toBe(false);
    expect(nodes(page(3, two.items[0]?.cursor))).toEqual([]);
    expect(await two.total()).toBe(4);
  });

  test('exactly as many items as asked for have no next page', () => {
    expect(pageOfList(LETTERS, { first: 4 }).hasNextPage).toBe(false);
  });

  test('by key, an item that went away in between loses no other', () => {
    const cursor = pageByKey(LETTERS, same, { first: 2 }).items[1]?.cursor;
    expect(nodes(pageByKey(['a', 'c', 'd'], same, { first: 2, after: cursor }))).toEqual(['c', 'd']);
  });
});

test.for(['', 'rubbish', 'x'.repeat(2_001), Buffer.from('key:a').toString('base64url')])(
  'the cursor %j is none of a list by place',
  (after) => {
    expect(refusal(() => pageOfList(LETTERS, { first: 1, after }))).toMatchObject({
      code: 'INVALID_CURSOR',
      field: ['after'],
    });
  },
);

test('the cursor of a list by place is none of a list by key', () => {
  const after = pageOfList(LETTERS, { first: 1 }).items[0]?.cursor;
  expect(refusal(() => pageByKey(LETTERS, same, { first: 1, after }))).toMatchObject({
    code: 'INVALID_CURSOR',
    field: ['after'],
  });
});
