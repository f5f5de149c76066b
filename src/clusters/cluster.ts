import type { Viewer } from '#src/access/viewer.ts';
import type { KindName } from '#src/kubernetes/kinds.ts';
import type { ClusterConnection, ConnectionState, KindState } from '#src/kubernetes/port.ts';

/** One cluster that Kubeclinic knows, as it is now. */
export interface Cluster {
  /** Stable identity; undefined until the API server told it. */
  readonly id: string | undefined;
  readonly name: string;
  readonly source: 'RECORDING' | 'KUBECONFIG' | 'IN_CLUSTER';
  readonly version: string | undefined;
  readonly connection: ConnectionState;
  readonly kinds: ReadonlyMap<KindName, KindState>;
  /** The cluster's clock. */
  readonly now: Date;
}

/** The clusters that this process is connected to. */
export interface ClusterService {
  list(viewer: Viewer): readonly Cluster[];
  /** Undefined when there is none of that name or the viewer may not see it. */
  get(viewer: Viewer, name: string): Cluster | undefined;
  /** For runs: the open connection by name, or undefined. */
  connection(name: string): ClusterConnection | undefined;
}
