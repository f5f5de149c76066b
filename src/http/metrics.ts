import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ConnectionStats } from '#src/kubernetes/port.ts';

/** How many of something, with the labels that tell which. */
interface LabelledCount<L extends string> {
  readonly labels: Readonly<Record<L, string>>;
  readonly count: number;
}

/** How one cluster was asked. */
type ClusterCounts = Pick<ConnectionStats, 'apiCalls' | 'relists' | 'watchErrors'>;

/** What is counted when the metrics are read, not when it happens. Each may reject: then its old values are left out. */
export interface MetricSources {
  runs(): Promise<readonly LabelledCount<'state'>[]>;
  openFindings(): Promise<readonly LabelledCount<'cluster' | 'severity'>[]>;
  /** What each connection did since it was made. */
  clusters(): readonly { readonly cluster: string; readonly stats: ClusterCounts }[];
}

/** What the server counts of itself. Label values are names of ours, never a viewer's input. */
export interface Metrics {
  httpRequest(request: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly seconds: number;
  }): void;
  webSocketOpened(): void;
  webSocketClosed(): void;
  webSocketOperation(outcome: 'STARTED' | 'REFUSED'): void;
  /** A refused access that the audit did not take because of a flood. */
  refusalDropped(): void;
  check(check: { readonly check: string; readonly outcome: string; readonly seconds: number }): void;
  /** The text for Prometheus. */
  read(): Promise<{ readonly contentType: string; readonly body: string }>;
  /** Gives up what is held; for shutdown. */
  close(): void;
}

const HTTP_SECONDS = [0.005, 0.02, 0.1, 0.5, 2, 10];
const CHECK_SECONDS = [0.001, 0.005, 0.02, 0.1, 0.5, 2];
/** Long enough for a busy database, short of Prometheus' own 10 s. */
const SOURCE_MS = 3_000;

async function within<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`No answer within ${milliseconds} ms.`)), milliseconds);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Makes the counters, in a registry of their own: several servers can live in one process. */
export function createMetrics(options: {
  readonly sources: MetricSources;
  readonly onSourceError: (source: string, error: unknown) => void;
}): Metrics {
  const { sources, onSourceError } = options;
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const http = new Histogram({
    name: 'kubeclinic_http_request_duration_seconds',
    help: 'Duration of HTTP requests.',
    labelNames: ['method', 'route', 'status'],
    buckets: HTTP_SECONDS,
    registers,
  });
  const sockets = new Gauge({
    name: 'kubeclinic_websocket_connections',
    help: 'Open WebSocket connections.',
    registers,
  });
  const operations = new Counter({
    name: 'kubeclinic_websocket_operations_total',
    help: 'Operations over WebSocket.',
    labelNames: ['outcome'],
    registers,
  });
  const dropped = new Counter({
    name: 'kubeclinic_audit_refusals_dropped_total',
    help: 'Refused accesses that were not written into the audit because there were too many.',
    registers,
  });
  const checkSeconds = new Histogram({
    name: 'kubeclinic_check_duration_seconds',
    help: 'Duration of checks.',
    labelNames: ['check'],
    buckets: CHECK_SECONDS,
    registers,
  });
  const checkOutcomes = new Counter({
    name: 'kubeclinic_check_outcomes_total',
    help: 'Outcomes of checks.',
    labelNames: ['check', 'outcome'],
    registers,
  });
  const sourceErrors = new Counter({
    name: 'kubeclinic_metric_source_errors_total',
    help: 'Metrics that could not be read and are missing from the answer.',
    labelNames: ['source'],
    registers,
  });

  /** A gauge that asks its source at each reading. A source that fails leaves it empty: an old number would look true. */
  function sourced<L extends string>(
    source: string,
    name: string,
    help: string,
    labelNames: readonly L[],
    read: () => Promise<readonly LabelledCount<L>[]>,
  ): void {
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers,
      async collect() {
        this.reset();
        try {
          for (const { labels, count } of await within(read(), SOURCE_MS)) this.set({ ...labels }, count);
        } catch (error) {
          sourceErrors.inc({ source });
          onSourceError(source, error);
        }
      },
    });
  }
  sourced('runs', 'kubeclinic_runs', 'Runs by state.', ['state'], () => sources.runs());
  sourced(
    'findings',
    'kubeclinic_findings_open',
    'Open findings by cluster and severity.',
    ['cluster', 'severity'],
    () => sources.openFindings(),
  );
  const perCluster = (name: string, help: string, count: keyof ClusterCounts): void =>
    sourced('clusters', name, help, ['cluster'], async () =>
      sources.clusters().map(({ cluster, stats }) => ({ labels: { cluster }, count: stats[count] })),
    );
  perCluster('kubeclinic_cluster_api_calls', 'API calls made to a cluster since it was connected.', 'apiCalls');
  perCluster(
    'kubeclinic_cluster_relists',
    'Lists after the first of a kind since the cluster was connected.',
    'relists',
  );
  perCluster('kubeclinic_cluster_watch_errors', 'Watches that broke since the cluster was connected.', 'watchErrors');

  return {
    httpRequest: ({ method, route, status, seconds }) =>
      http.observe({ method, route, status: String(status) }, seconds),
    webSocketOpened: () => sockets.inc(),
    webSocketClosed: () => sockets.dec(),
    webSocketOperation: (outcome) => operations.inc({ outcome }),
    refusalDropped: () => dropped.inc(),
    check({ check, outcome, seconds }) {
      checkSeconds.observe({ check }, seconds);
      checkOutcomes.inc({ check, outcome });
    },
    async read() {
      return { contentType: registry.contentType, body: await registry.metrics() };
    },
    close: () => registry.clear(),
  };
}
