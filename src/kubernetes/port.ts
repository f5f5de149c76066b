import type { KindName } from './kinds.ts';
import type { Event, KubernetesObject, LabelSelector, ObjectOf } from './objects.ts';

/**
 * Whether a kind can be seen. SYNCED sees; ABSENT means that the API server does not serve the kind; all others are
 * blind: STALE from its 60th second on, before that it still sees. Times are RFC 3339, ours.
 */
export type KindState =
  | { readonly state: 'SYNCING' }
  | { readonly state: 'SYNCED' }
  | { readonly state: 'STALE'; readonly since: string; readonly reason: string }
  | { readonly state: 'FORBIDDEN'; readonly verb: string; readonly resource: string }
  | { readonly state: 'UNAVAILABLE'; readonly reason: string }
  | { readonly state: 'ABSENT' };

/** Names one object. `namespace` is absent for cluster-scoped kinds; `uid` where it is known. */
export interface ObjectRef {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly uid?: string;
}

/**
 * The frozen, consistent view of a store that one run reads. Every method is an index look-up; `list` without a
 * namespace returns the whole kind. Results are ordered by namespace, then name.
 */
export interface Snapshot<K extends KindName = KindName> {
  list<N extends K>(kind: N, namespace?: string): readonly ObjectOf<N>[];
  get<N extends K>(kind: N, namespace: string | undefined, name: string): ObjectOf<N> | undefined;
  byUid<N extends K>(kind: N, uid: string): ObjectOf<N> | undefined;
  /** Objects of a namespace that a label selector matches. An empty selector matches all, as in Kubernetes. */
  select<N extends K>(kind: N, namespace: string, selector: LabelSelector): readonly ObjectOf<N>[];
  /** Objects whose controlling owner reference has this uid. */
  ownedBy<N extends K>(kind: N, ownerUid: string): readonly ObjectOf<N>[];
  /** Pods bound to a node. */
  onNode(this: Snapshot<K | 'Pod'>, nodeName: string): readonly ObjectOf<'Pod'>[];
  /** Events about an object, matched by uid, latest first. */
  eventsOf(this: Snapshot<K | 'Event'>, object: Pick<KubernetesObject, 'kind' | 'metadata'>): readonly Event[];
  /** The state of a kind when the snapshot was taken. */
  stateOf(kind: KindName): KindState;
}

/** A whole snapshot with what is known of its cluster. */
export interface ClusterSnapshot extends Snapshot {
  /** The cluster's clock when the snapshot was taken, RFC 3339: the moment of a recording, else ours. */
  readonly takenAt: string;
  /** `gitVersion` of the API server, such as v1.34.4. */
  readonly version: string | undefined;
  /** API calls made to the cluster since it was connected. */
  readonly apiCalls: number;
}

/** What of a pod's log to read. Bounds are ours: at most 10 MiB, at most 10,000 lines. */
export interface PodLogRequest {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly tailLines?: number;
  readonly previous?: boolean;
  readonly timestamps?: boolean;
}

/** How a cluster is reached right now. */
export type ConnectionState =
  | { readonly state: 'CONNECTING' }
  | { readonly state: 'CONNECTED' }
  | { readonly state: 'FAILED'; readonly reason: string };

/** What a connection has cost and met since it was made. Counters only grow; `watching` goes up and down. */
export interface ConnectionStats {
  readonly apiCalls: number;
  /** Bytes of answers received. */
  readonly bytes: number;
  /** Lists after the first of a kind. */
  readonly relists: number;
  /** Watches that broke, other than by 410. */
  readonly watchErrors: number;
  /** Lines of watches that were no event; each is followed by a new list. */
  readonly unparsable: number;
  /** Watches open now. */
  readonly watching: number;
}

/** One connected cluster: our whole interface to an API server. */
export interface ClusterConnection {
  readonly name: string;
  /** Connection as a whole; per kind see {@link kindStates}. */
  connection(): ConnectionState;
  /** Stable identity: the uid of namespace kube-system, else a hash of server address and CA; undefined until known. */
  identity(): string | undefined;
  /** `gitVersion` of the API server; undefined until known. */
  version(): string | undefined;
  /** The cluster's clock: a recording's stands at its moment. */
  now(): Date;
  kindStates(): ReadonlyMap<KindName, KindState>;
  /** Resolves when every kind has left SYNCING, or with the states as they are when the signal aborts. Never rejects. */
  settled(signal: AbortSignal): Promise<void>;
  /** Resolves when the condition holds; it is asked again after every change of store, state or clock. Rejects when the signal aborts. */
  until(condition: () => boolean, signal: AbortSignal): Promise<void>;
  /** A frozen view of what is stored now; O(kinds). */
  snapshot(): ClusterSnapshot;
  /** The text of a pod's log. Rejects with a KubernetesError. */
  podLog(request: PodLogRequest, signal: AbortSignal): Promise<string>;
  stats(): ConnectionStats;
  /** Ends all watches and closes all sockets. */
  close(): Promise<void>;
}
