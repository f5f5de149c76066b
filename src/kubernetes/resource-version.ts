const NUMBER = /^(?:0|[1-9]\d*)$/;

/**
 * Whether one resourceVersion is newer than another. Kubernetes 1.35 declares them comparable as whole numbers of any
 * length (KEP-5504), which etcd has always made them. Of others only equality is known: a different one counts as newer.
 */
export function isNewer(version: string, than: string): boolean {
  if (!NUMBER.test(version) || !NUMBER.test(than)) return version !== than;
  return version.length === than.length ? version > than : version.length > than.length;
}

/** The newer of two. */
export function newest(a: string, b: string): string {
  return isNewer(b, a) ? b : a;
}
