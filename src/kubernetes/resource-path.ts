import type { KindInfo } from './kinds.ts';

/** The path of a group version: `/api/v1` or `/apis/apps/v1`. */
export function groupVersionPath({ group, version }: Pick<KindInfo, 'group' | 'version'>): string {
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
}

/** The path that lists or watches a kind in all namespaces, with a query; what is undefined is left out of it. */
export function resourcePath(info: KindInfo, query: Readonly<Record<string, string | number | undefined>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, String(value));
  return `${groupVersionPath(info)}/${info.resource}?${parameters}`;
}

/** A resource as RBAC and kubectl name it: `pods`, `deployments.apps`. */
export function resourceName({ group, resource }: Pick<KindInfo, 'group' | 'resource'>): string {
  return group === '' ? resource : `${resource}.${group}`;
}
