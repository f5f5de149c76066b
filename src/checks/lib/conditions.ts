/** A condition of any object's status, as far as it is filled. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly lastTransitionTime?: string | undefined;
}

/** The condition of a type; undefined where the status has none. */
export function conditionOf<C extends { readonly type: string }>(
  object: { readonly status?: { readonly conditions?: readonly C[] | undefined } | undefined },
  type: string,
): C | undefined {
  return object.status?.conditions?.find((condition) => condition.type === type);
}

/** Whether a condition is there and True. */
export function isTrue(
  object: { readonly status?: { readonly conditions?: readonly Condition[] | undefined } | undefined },
  type: string,
): boolean {
  return conditionOf(object, type)?.status === 'True';
}
