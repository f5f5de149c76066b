import type { Viewer } from '#src/access/viewer.ts';
import type { ClusterService } from '#src/clusters/cluster.ts';
import type { KindState } from '#src/kubernetes/port.ts';
import { unreachable } from '#src/lib/unreachable.ts';

/** What readiness depends on. */
export interface ReadinessSources {
  /** Rejects when the database does not answer. */
  database(signal: AbortSignal): Promise<void>;
  /** Rejects when the database's schema is not the one this server needs. */
  migrations(signal: AbortSignal): Promise<void>;
  readonly clusters: Pick<ClusterService, 'list'>;
}

/** One part that must work. */
interface PartState {
  readonly ready: boolean;
  readonly reason: string | null;
}

/** Answers whether the server can take requests. */
export interface Readiness {
  /** @param viewer who may see the details; undefined: just whether */
  read(viewer: Viewer | undefined): Promise<{ readonly ready: boolean; readonly body: object }>;
  /** From now on not ready: a load balancer is to look elsewhere while the last requests are answered. */
  stop(): void;
}

/** A probe that waits longer has given up itself (kubelets: 1 s by default). */
const PART_MS = 2_000;
/** Probes of many balancers, or a flood, cost the database one look per second. */
const KEPT_MS = 1_000;

function reasonOf(state: KindState): string | null {
  switch (state.state) {
    case 'SYNCED':
      return null;
    case 'SYNCING':
      return 'The first list is not complete.';
    case 'STALE':
      return `Not up to date since ${state.since}: ${state.reason}`;
    case 'FORBIDDEN':
      return `Kubeclinic may not ${state.verb} ${state.resource}.`;
    case 'UNAVAILABLE':
      return state.reason;
    case 'ABSENT':
      return 'The API server does not serve it.';
    default:
      return unreachable(state);
  }
}

/** A cluster never makes the server unready: it would take the others and the memory of all away with it. */
function clusterStates(clusters: Pick<ClusterService, 'list'>, viewer: Viewer): object[] {
  return clusters.list(viewer).map((cluster) => ({
    name: cluster.name,
    connection: cluster.connection.state,
    reason: cluster.connection.state === 'FAILED' ? cluster.connection.reason : null,
    kindsNotSynced: [...cluster.kinds].flatMap(([kind, state]) =>
      state.state === 'SYNCED' ? [] : [{ kind, state: state.state, reason: reasonOf(state) }],
    ),
  }));
}

/** Makes readiness; `onFailure` hears the cause, which no answer tells: it may name hosts and users. */
export function createReadiness(options: {
  readonly sources: ReadinessSources;
  readonly onFailure: (part: string, error: unknown) => void;
  readonly now?: () => number;
}): Readiness {
  const { sources, onFailure, now = () => performance.now() } = options;
  let stopping = false;
  let last: { at: number; parts: Promise<Record<'database' | 'migrations', PartState>> } | undefined;

  async function part(name: string, ask: (signal: AbortSignal) => Promise<void>, reason: string): Promise<PartState> {
    const signal = AbortSignal.timeout(PART_MS);
    const late = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
    );
    try {
      await Promise.race([ask(signal), late]);
      return { ready: true, reason: null };
    } catch (error) {
      onFailure(name, error);
      return { ready: false, reason };
    }
  }

  async function ask(): Promise<Record<'database' | 'migrations', PartState>> {
    const [database, migrations] = await Promise.all([
      part('database', (signal) => sources.database(signal), 'The database does not answer.'),
      part(
        'migrations',
        (signal) => sources.migrations(signal),
        "The database's schema is not the one this server needs.",
      ),
    ]);
    return { database, migrations };
  }

  return {
    async read(viewer) {
      if (last === undefined || now() - last.at >= KEPT_MS) last = { at: now(), parts: ask() };
      const parts = await last.parts;
      const ready = !stopping && parts.database.ready && parts.migrations.ready;
      const status = { status: ready ? 'ready' : stopping ? 'stopping' : 'not ready' };
      if (viewer === undefined) return { ready, body: status };
      return { ready, body: { ...status, parts, clusters: clusterStates(sources.clusters, viewer) } };
    },
    stop() {
      stopping = true;
    },
  };
}
