import type { KubernetesClient } from './client.ts';
import type { Clock } from './clock.ts';
import { isKubernetesError } from './errors.ts';
import type { KindInfo } from './kinds.ts';
import { groupVersionPath } from './resource-path.ts';

/** What the API server says of a kind. UNKNOWN: we may not ask, so only a list can tell. */
export type Served = 'SERVED' | 'ABSENT' | 'UNKNOWN';

/** Which kinds an API server serves; one read for each group version, shared by its kinds. */
export interface Discovery {
  /** Rejects with a KubernetesError: a group whose server is down (503) is not absent. */
  find(info: KindInfo): Promise<Served>;
}

export interface DiscoveryDeps {
  readonly client: KubernetesClient;
  readonly clock: Clock;
  /** Ends all reads. */
  readonly signal: AbortSignal;
}

/** How long an answer is shared. Kinds come and go with upgrades only; the kinds of a group ask within seconds. */
const FRESH_MS = 30_000;

type Resources = ReadonlySet<string> | 'ABSENT' | 'UNKNOWN';

function namesIn(body: unknown): ReadonlySet<string> {
  const resources = (body as { resources?: unknown } | null)?.resources;
  if (!Array.isArray(resources)) throw new Error('an APIResourceList without resources');
  return new Set(resources.map((resource: { name?: unknown } | null) => String(resource?.name)));
}

/** Makes a discovery that reads when first asked. */
export function createDiscovery({ client, clock, signal }: DiscoveryDeps): Discovery {
  const reads = new Map<string, { readonly at: number; readonly resources: Promise<Resources> }>();

  async function read(path: string): Promise<Resources> {
    try {
      return await client.getJson<Resources>({ path, verb: 'get', resource: path, signal, read: namesIn });
    } catch (error) {
      if (isKubernetesError(error, 'NOT_FOUND')) return 'ABSENT';
      if (isKubernetesError(error, 'FORBIDDEN')) return 'UNKNOWN';
      reads.delete(path);
      throw error;
    }
  }

  return {
    async find(info) {
      const path = groupVersionPath(info);
      let known = reads.get(path);
      if (known === undefined || clock.now() - known.at > FRESH_MS) {
        known = { at: clock.now(), resources: read(path) };
        reads.set(path, known);
      }
      const resources = await known.resources;
      if (typeof resources === 'string') return resources;
      return resources.has(info.resource) ? 'SERVED' : 'ABSENT';
    },
  };
}
