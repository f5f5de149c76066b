/**
 * A projection says as data which fields of an API object are kept; its TypeScript type follows from the same data,
 * so that reading a field that is not kept is a compile error. A mask mirrors the object: `true` keeps a value whole
 * (scalars and maps of strings), an object keeps the named fields, and an array's mask applies to each of its items.
 */

/** An API type as it is in JSON: client-node's classes carry Dates where the wire has RFC 3339 strings. */
export type Json<T> = T extends Date
  ? string
  : T extends readonly (infer E)[]
    ? readonly Json<E>[]
    : T extends object
      ? { readonly [K in keyof T]: Json<T[K]> }
      : T;

/** The masks that fit a type. */
export type Mask<T> =
  | true
  | (NonNullable<T> extends readonly (infer E)[]
      ? Mask<E>
      : NonNullable<T> extends object
        ? { readonly [K in keyof NonNullable<T>]?: Mask<NonNullable<T>[K]> }
        : true);

/** What remains of a type under a mask. */
export type Masked<T, M> = T extends undefined
  ? undefined
  : M extends true
    ? Json<T>
    : T extends readonly (infer E)[]
      ? readonly Masked<E, M>[]
      : { readonly [K in keyof T as K extends keyof M ? K : never]: K extends keyof M ? Masked<T[K], M[K]> : never };

/** Makes a mask for a type; the second call lets the compiler infer the mask while the type is given. */
export function maskOf<T>(): <const M extends Mask<T>>(mask: M) => M {
  return (mask) => mask;
}

type AnyMask = true | { readonly [key: string]: AnyMask };

/** Copies what the mask keeps. A value of another shape than the mask expects is kept out, never trusted. */
export function applyMask(value: unknown, mask: AnyMask): unknown {
  if (value === undefined || value === null) return undefined;
  if (mask === true) return value;
  if (Array.isArray(value)) return value.map((item) => applyMask(item, mask) ?? {});
  if (typeof value !== 'object') return undefined;
  const source = value as Record<string, unknown>;
  const kept: Record<string, unknown> = {};
  for (const key in mask) {
    const child = applyMask(source[key], mask[key] as AnyMask);
    if (child !== undefined) kept[key] = child;
  }
  return kept;
}
