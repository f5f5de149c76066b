import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import type { Logger } from 'pino';
import type { Authorizer } from '#src/access/authorizer.ts';
import type { Viewer } from '#src/access/viewer.ts';
import type { RecordingConfig } from '#src/config/config.ts';
import type { ClusterConnection, ConnectionStats } from '#src/kubernetes/port.ts';
import type { Recording } from '#src/recordings/recording.ts';
import { RecordingError } from '#src/recordings/recording-error.ts';
import type { RecordingServer, RecordingServerOptions } from '#src/recordings/recording-server.ts';
import type { Cluster, ClusterService } from './cluster.ts';

/** What the registry needs to connect a cluster; the composition root adds the rest. */
export interface ConnectRequest {
  readonly name: string;
  readonly server: string;
  /** Stands for the server's address in the cluster's identity, because a recording's port is another one each time. */
  readonly address: string;
}

export interface ClusterRegistryDeps {
  readonly recordings: readonly RecordingConfig[];
  readonly openRecording: (directory: string) => Promise<Recording>;
  readonly startRecordingServer: (options: RecordingServerOptions) => Promise<RecordingServer>;
  readonly connect: (request: ConnectRequest) => ClusterConnection;
  readonly authorizer: Authorizer;
  readonly logger: Logger;
  /** Our clock, for clusters that have none. */
  readonly now?: () => Date;
}

/** The clusters of this process, and their life. */
export interface ClusterRegistry extends ClusterService {
  /**
   * Connects all clusters; resolves when each is connected or has failed, not when it is synced. One that can't be
   * used is FAILED and harms no other. Rejects when two have the same name; then nothing was started.
   */
  start(): Promise<void>;
  /** Closes all connections and servers. May be called at any time, also twice. */
  stop(): Promise<void>;
  /** The moments of a recorded cluster, in order; undefined for any other name. */
  moments(name: string): readonly string[] | undefined;
  /**
   * Moves a recorded cluster to a moment; resolves when its objects and its clock are there. Rejects when there is no
   * such recording or moment, or when the signal aborts.
   */
  moveTo(name: string, moment: string, signal: AbortSignal): Promise<void>;
  /** What each connection has cost and met so far, for metrics. */
  stats(): readonly { readonly cluster: string; readonly stats: ConnectionStats }[];
}

interface Connected {
  readonly state: 'CONNECTED';
  readonly connection: ClusterConnection;
  readonly server: RecordingServer;
}

interface Failed {
  readonly state: 'FAILED';
  readonly reason: string;
}

type Entry = Connected | Failed | { readonly state: 'STARTING' };

function nameOf({ directory }: RecordingConfig): string {
  return basename(resolve(directory));
}

function refuseTwins(recordings: readonly RecordingConfig[]): void {
  for (const [name, twins] of Map.groupBy(recordings, nameOf)) {
    if (twins.length < 2) continue;
    const places = twins.map(({ directory }) => directory).join(' and ');
    throw new Error(
      `Two clusters can't both be called ${name}: a recording is named after its directory, and there are ${places}. Rename one of them.`,
    );
  }
}

/** What of a failure the viewers may read: the file in the recording, not where the recording lies on our disk. */
function reasonOf(error: unknown): string {
  if (!(error instanceof RecordingError)) return 'The recording could not be served; the log of the server says why.';
  return error.file === ''
    ? `The recording can't be used: ${error.reason}.`
    : `The recording can't be used: ${error.file}: ${error.reason}.`;
}

/**
 * A recording is a copy: what is found in it must neither open nor resolve findings of the cluster it was taken from, nor
 * of another copy beside it. So its identity is made of the cluster's and of its own name.
 */
function asRecording(connection: ClusterConnection): ClusterConnection {
  return {
    ...connection,
    identity() {
      const recorded = connection.identity();
      if (recorded === undefined) return undefined;
      return createHash('sha256').update(`recording ${connection.name} of ${recorded}`).digest('hex').slice(0, 32);
    },
  };
}

/** Makes a registry that has connected nothing yet. */
export function createClusterRegistry(deps: ClusterRegistryDeps): ClusterRegistry {
  const { recordings, authorizer, logger, now = () => new Date() } = deps;
  const entries = new Map<string, Entry>();
  let starting: Promise<unknown> = Promise.resolve();
  let stopping: Promise<void> | undefined;

  async function open(name: string, { directory, moment }: RecordingConfig): Promise<Entry> {
    let server: RecordingServer | undefined;
    try {
      const recording = await deps.openRecording(directory);
      server = await deps.startRecordingServer({ recording, logger, ...(moment === undefined ? {} : { moment }) });
      const connection = asRecording(deps.connect({ name, server: server.url, address: `recording:${name}` }));
      return { state: 'CONNECTED', connection, server };
    } catch (error) {
      logger.error({ err: error, cluster: name, directory }, 'recording can not be served');
      await server?.close();
      return { state: 'FAILED', reason: reasonOf(error) };
    }
  }

  async function close(entry: Entry): Promise<void> {
    if (entry.state !== 'CONNECTED') return;
    // The client first, or it would take the closing of its server for a failure.
    await entry.connection.close();
    await entry.server.close();
  }

  async function startOne(config: RecordingConfig): Promise<void> {
    const name = nameOf(config);
    entries.set(name, await open(name, config));
  }

  async function stop(): Promise<void> {
    // What is being started is closed too, once it is there.
    await starting;
    await Promise.all([...entries.values()].map(close));
  }

  function describe(name: string, entry: Entry): Cluster {
    if (entry.state === 'CONNECTED') {
      const { connection } = entry;
      return {
        id: connection.identity(),
        name,
        source: 'RECORDING',
        version: connection.version(),
        connection: connection.connection(),
        kinds: connection.kindStates(),
        now: connection.now(),
      };
    }
    const state = entry.state === 'FAILED' ? entry : ({ state: 'CONNECTING' } as const);
    return {
      id: undefined,
      name,
      source: 'RECORDING',
      version: undefined,
      connection: state,
      kinds: new Map(),
      now: now(),
    };
  }

  function maySee(viewer: Viewer, name: string): boolean {
    return authorizer.decide(viewer, 'READ', { cluster: name }).allowed;
  }

  function recorded(name: string): Connected | undefined {
    const entry = entries.get(name);
    return entry?.state === 'CONNECTED' ? entry : undefined;
  }

  return {
    async start() {
      refuseTwins(recordings);
      for (const config of recordings) entries.set(nameOf(config), { state: 'STARTING' });
      starting = Promise.all(recordings.map(startOne));
      await starting;
    },
    stop() {
      stopping ??= stop();
      return stopping;
    },
    list: (viewer) =>
      [...entries].filter(([name]) => maySee(viewer, name)).map(([name, entry]) => describe(name, entry)),
    get(viewer, name) {
      const entry = entries.get(name);
      return entry !== undefined && maySee(viewer, name) ? describe(name, entry) : undefined;
    },
    connection: (name) => recorded(name)?.connection,
    moments: (name) => recorded(name)?.server.moments,
    async moveTo(name, moment, signal) {
      const cluster = recorded(name);
      if (cluster === undefined) throw new Error(`There is no recorded cluster called ${name}.`);
      const { connection, server } = cluster;
      await server.moveTo(moment);
      const takenAt = Date.parse(server.takenAt());
      await connection.until(() => connection.now().getTime() === takenAt, signal);
    },
    stats: () =>
      [...entries].flatMap(([cluster, entry]) =>
        entry.state === 'CONNECTED' ? [{ cluster, stats: entry.connection.stats() }] : [],
      ),
  };
}
