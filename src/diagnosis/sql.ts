/** Collects the values of a statement while its text is put together: `bind(value)` keeps it and gives `$1`, `$2`, … */
export function bindings(): { readonly values: unknown[]; bind(value: unknown): string } {
  const values: unknown[] = [];
  return {
    values,
    bind(value) {
      values.push(value);
      return `$${values.length}`;
    },
  };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text is a uuid; Postgres would answer anything else with an error. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** What JSON may hold and Postgres' jsonb may not: NUL and half of a surrogate pair, as a text cut in the middle leaves. */
const REFUSED = /\\u(0000|d[89a-f])/i;

/** JSON that jsonb takes: what programs write into their messages is kept, except for these two. */
export function toJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!REFUSED.test(json)) return json;
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'string' ? inner.toWellFormed().replaceAll('\0', '\ufffd') : inner,
  );
}
