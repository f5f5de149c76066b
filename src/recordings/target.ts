/** What a request's path asks for. */
export type Target =
  | { readonly type: 'version' }
  | { readonly type: 'health'; readonly endpoint: 'readyz' | 'livez' | 'healthz' }
  | { readonly type: 'metrics' }
  | { readonly type: 'core-versions' }
  | { readonly type: 'groups' }
  | { readonly type: 'group'; readonly group: string }
  | { readonly type: 'resources'; readonly groupVersion: string }
  | ObjectTarget;

/** A collection (no name), an object, or a part of an object (`sub`, such as `['log']` or `['proxy', 'healthz']`). */
export interface ObjectTarget {
  readonly type: 'objects';
  readonly groupVersion: string;
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly sub: readonly string[];
}

function objectsOf(groupVersion: string, rest: readonly string[]): Target {
  const [first, second, third, ...more] = rest;
  if (first === undefined) return { type: 'resources', groupVersion };
  // A namespace's own sub-resources stand where a namespaced resource's name would.
  const ofNamespaceItself = third === undefined || third === 'status' || third === 'finalize';
  if (first === 'namespaces' && second !== undefined && !ofNamespaceItself) {
    const [name, ...sub] = more;
    return { type: 'objects', groupVersion, resource: third, namespace: second, name, sub };
  }
  const sub = third === undefined ? [] : [third, ...more];
  return { type: 'objects', groupVersion, resource: first, namespace: undefined, name: second, sub };
}

/** Reads the path of a URL (without query). Undefined: nothing is served there, or it is badly escaped. */
export function targetOf(path: string): Target | undefined {
  let segments: string[];
  try {
    segments = path.split('/').slice(1).map(decodeURIComponent);
  } catch {
    return undefined;
  }
  if (segments.at(-1) === '') segments.pop();
  if (segments.includes('')) return undefined;
  const [root, group, version, ...rest] = segments;
  switch (root) {
    case 'version':
    case 'metrics':
      return group === undefined ? { type: root } : undefined;
    case 'readyz':
    case 'livez':
    case 'healthz':
      return group === undefined ? { type: 'health', endpoint: root } : undefined;
    case 'api':
      if (group === undefined) return { type: 'core-versions' };
      return objectsOf(group, segments.slice(2));
    case 'apis':
      if (group === undefined) return { type: 'groups' };
      if (version === undefined) return { type: 'group', group };
      return objectsOf(`${group}/${version}`, rest);
    default:
      return undefined;
  }
}
