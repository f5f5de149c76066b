import { decodeCursor } from '#src/lib/cursor.ts';
import { AppError } from './errors.ts';

/** Where a page begins: the position in `after`, undefined for the first page. A cursor of another list is INVALID_CURSOR. */
export function positionAfter<T>(
  after: string | undefined,
  shape: Parameters<typeof decodeCursor<T>>[1],
): T | undefined {
  if (after === undefined) return undefined;
  const position = decodeCursor(after, shape);
  if (position === undefined) {
    throw new AppError(
      'INVALID_CURSOR',
      'This cursor does not belong to this list; take it from a page of the same list.',
      { field: ['after'] },
    );
  }
  return position;
}
