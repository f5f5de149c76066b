type Keyed = Record<string, unknown>;

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function sameLength(a: object, b: object): boolean {
  return Array.isArray(a) ? a.length === (b as unknown[]).length : Object.keys(a).length === Object.keys(b).length;
}

/**
 * Puts the parts of `next` that equal those of `model` at the same place in their stead, strings too, so that equal
 * parts are held once: pods of one ReplicaSet differ in a few names only. `next` is changed in place and must be plain
 * JSON that nobody else holds yet; `model` is only read. Returns `model` itself when all is equal.
 */
export function shareStructure<T>(model: unknown, next: T): T {
  if (Object.is(model, next)) return model as T;
  if (!isObject(model) || !isObject(next) || Array.isArray(model) !== Array.isArray(next)) return next;
  const from = model as Keyed;
  const into = next as Keyed;
  let equal = sameLength(model, next);
  for (const key of Object.keys(into)) {
    // Assigning to `__proto__`, a valid ConfigMap key, would set a prototype.
    if (!Object.hasOwn(from, key) || key === '__proto__') {
      equal = false;
      continue;
    }
    const shared = shareStructure(from[key], into[key]);
    if (shared !== from[key]) equal = false;
    into[key] = shared;
  }
  return equal ? (model as T) : next;
}
