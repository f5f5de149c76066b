import DataLoader from 'dataloader';
import type { Viewer } from '#src/access/viewer.ts';
import type { Cluster } from '#src/clusters/cluster.ts';
import type { Episode, Finding } from '#src/diagnosis/finding.ts';
import type { Run } from '#src/diagnosis/run.ts';
import type { Services } from './context.ts';
import type { GlobalId } from './ids.ts';

/** Findings of one cluster by fingerprint. */
interface FindingKey {
  readonly clusterId: string;
  readonly fingerprint: string;
}

/** Look-ups that many fields of one operation share: each thing is read once. */
export interface Loaders {
  readonly runs: DataLoader<string, Run | undefined>;
  readonly findings: DataLoader<string, Finding | undefined>;
  readonly episodes: DataLoader<string, readonly Episode[]>;
  readonly findingsByFingerprint: DataLoader<FindingKey, Finding | undefined, string>;
  /** A run by its id; undefined when it is not of the id's cluster. */
  run(id: GlobalId): Promise<Run | undefined>;
  /** A finding by its id; undefined when it is not of the id's cluster. */
  finding(id: GlobalId): Promise<Finding | undefined>;
  /** A connected cluster by its identity, whatever its name is now. */
  cluster(clusterId: string): Cluster | undefined;
}

/** One failing look-up fails its own fields only. */
async function each<K, V>(keys: readonly K[], load: (key: K) => Promise<V>): Promise<(V | Error)[]> {
  const settled = await Promise.allSettled(keys.map(load));
  return settled.map((result) => {
    if (result.status === 'fulfilled') return result.value;
    return result.reason instanceof Error ? result.reason : new Error('A look-up failed.', { cause: result.reason });
  });
}

/** Makes the loaders of one operation. */
export function createLoaders(viewer: Viewer, services: Services): Loaders {
  const { runs, findings } = services;

  async function byFingerprint(keys: readonly FindingKey[]): Promise<(Finding | undefined)[]> {
    const found = new Map<string, Finding>();
    for (const [clusterId, group] of Map.groupBy(keys, (key) => key.clusterId)) {
      const batch = await findings.byFingerprints(
        viewer,
        clusterId,
        group.map((key) => key.fingerprint),
      );
      for (const finding of batch) found.set(`${clusterId} ${finding.fingerprint}`, finding);
    }
    return keys.map((key) => found.get(`${key.clusterId} ${key.fingerprint}`));
  }

  const runsById = new DataLoader<string, Run | undefined>((ids) => each(ids, (id) => runs.get(viewer, id)));
  const findingsById = new DataLoader<string, Finding | undefined>((ids) =>
    each(ids, (id) => findings.get(viewer, id)),
  );
  let clusters: ReadonlyMap<string | undefined, Cluster> | undefined;

  return {
    runs: runsById,
    findings: findingsById,
    async run({ cluster, uid }) {
      const run = await runsById.load(uid);
      return run?.clusterId === cluster ? run : undefined;
    },
    async finding({ cluster, uid }) {
      const finding = await findingsById.load(uid);
      return finding?.clusterId === cluster ? finding : undefined;
    },
    cluster(clusterId) {
      clusters ??= new Map(services.clusters.list(viewer).map((cluster) => [cluster.id, cluster]));
      return clusters.get(clusterId);
    },
    episodes: new DataLoader((ids) => each(ids, (id) => findings.episodes(viewer, id))),
    findingsByFingerprint: new DataLoader(byFingerprint, {
      cacheKeyFn: (key) => `${key.clusterId} ${key.fingerprint}`,
      maxBatchSize: 1_000,
    }),
  };
}
