/** Which page of a connection is wanted. Cursors are opaque to everybody but the store that made them. */
export interface PageRequest {
  /** 1–500. */
  readonly first: number;
  readonly after: string | undefined;
}

/** One page. `total` is counted only when asked for: it is a function. */
export interface Page<T> {
  readonly items: readonly { readonly cursor: string; readonly node: T }[];
  readonly hasNextPage: boolean;
  readonly total: () => Promise<number>;
}
