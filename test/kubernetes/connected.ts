import { type Logger, pino } from 'pino';
import { onTestFinished } from 'vitest';
import { type ConnectOptions, connectCluster } from '#src/kubernetes/connect.ts';
import type { KindName } from '#src/kubernetes/kinds.ts';
import type { ClusterConnection, KindState } from '#src/kubernetes/port.ts';
import { type LiteralObject, type MomentLiteral, temporaryRecording } from '#test/harness/recording-builder.ts';
import { type ArmedFault, type FaultyRecording, startFaultyRecording } from '#test/harness/recording-faults.ts';

/** Long enough for the slowest machine; a test that waits for it has failed. */
export function soon(): AbortSignal {
  return AbortSignal.timeout(15_000);
}

/** For conditions that no store tells of. */
export const PATIENTLY = { interval: 2, timeout: 15_000 } as const;

/** A logger whose lines are kept. */
export function keptLog(): { readonly logger: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  return { logger: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }), lines };
}

/** Waits are short, so that tests that have no clock of their own are quick. */
export const QUICK = { firstRetryMs: 4, maxRetryMs: 40, slowRetryMs: 20 } as const;

export interface Connected {
  readonly server: FaultyRecording;
  readonly cluster: ClusterConnection;
  readonly lines: string[];
  /** Names of the stored objects of a kind. */
  names(kind: KindName): string[];
  state(kind: KindName): KindState | undefined;
  /** Resolves when all kinds are settled and every SYNCED one is watched. */
  watched(): Promise<void>;
}

export interface Setup {
  readonly moments?: Readonly<Record<string, MomentLiteral>>;
  readonly directory?: string;
  /** The first by default. */
  readonly moment?: string;
  readonly faults?: readonly ArmedFault[];
  readonly connect?: Partial<ConnectOptions>;
}

/** Serves a recording with faults and connects it; both end with the test. */
export async function connected(setup: Setup): Promise<Connected> {
  const { moments = {} } = setup;
  const recording = setup.directory === undefined ? await temporaryRecording({ moments }) : undefined;
  const moment = setup.moment ?? Object.keys(moments)[0];
  const server = await startFaultyRecording({
    directory: setup.directory ?? recording?.directory ?? '',
    ...(moment === undefined ? {} : { moment }),
    faults: setup.faults ?? [],
  });
  const { logger, lines } = keptLog();
  const options: ConnectOptions = {
    name: 'test',
    server: server.url,
    digest: (value) => `${value.length}#`,
    logger,
    pace: QUICK,
    random: () => 0.5,
    ...setup.connect,
  };
  const cluster = connectCluster(options);
  onTestFinished(async () => {
    await cluster.close();
    await server.close();
    await recording?.remove();
  });
  const state = (kind: KindName): KindState | undefined => cluster.kindStates().get(kind);
  return {
    server,
    cluster,
    lines,
    names: (kind) =>
      cluster
        .snapshot()
        .list(kind)
        .map(({ metadata }) => metadata.name),
    state,
    async watched() {
      await cluster.settled(soon());
      const synced = (): number => [...cluster.kindStates().values()].filter((one) => one.state === 'SYNCED').length;
      await cluster.until(() => cluster.stats().watching === synced(), soon());
    },
  };
}

/** A pod as a recording holds it, in namespace `shop`. */
export function pod(name: string, more: Readonly<Record<string, unknown>> = {}): LiteralObject {
  return { metadata: { name, namespace: 'shop', creationTimestamp: '2026-01-01T00:00:00Z' }, ...more };
}

/** A moment that holds these pods, taken so many minutes after midnight. */
export function podsAt(
  minute: number,
  pods: readonly LiteralObject[],
  more: Partial<MomentLiteral> = {},
): MomentLiteral {
  return {
    takenAt: `2026-01-01T00:${String(minute).padStart(2, '0')}:00Z`,
    ...more,
    lists: { 'v1/pods': pods, ...more.lists },
  };
}
