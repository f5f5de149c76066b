import { badInput } from '#src/errors/errors.ts';

/** An input object without its nulls: inside, what is not said is absent. */
export function withoutNulls<T extends object>(input: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const said = Object.entries(input).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(said) as { [K in keyof T]?: NonNullable<T[K]> };
}

/** Passes a list on when it is not too long; null becomes undefined. Throws BAD_USER_INPUT. */
export function boundedList<T>(
  list: readonly T[] | null | undefined,
  most: number,
  field: readonly string[],
): readonly T[] | undefined {
  if (list === null || list === undefined) return undefined;
  if (list.length > most)
    throw badInput(`\`${field.join('.')}\` may have at most ${most} items; it has ${list.length}.`, field);
  return list;
}

/** Passes an idempotency key on. Throws BAD_USER_INPUT. */
export function idempotencyKey(key: string | null | undefined): string | undefined {
  if (key === null || key === undefined) return undefined;
  if (key.length < 1 || key.length > 200) {
    throw badInput(`An idempotency key has 1 to 200 characters; this one has ${key.length}.`, [
      'input',
      'idempotencyKey',
    ]);
  }
  return key;
}
