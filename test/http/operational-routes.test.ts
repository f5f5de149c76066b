import { describe, expect, it } from 'vitest';
import { newToken } from '#src/access/new-token.ts';
import type { Cluster } from '#src/clusters/cluster.ts';
import { createMetrics } from '#src/http/metrics.ts';
import { createReadiness } from '#src/http/readiness.ts';
import { ask, post, serve } from './serve.ts';

function cluster(name: string, more: Partial<Cluster> = {}): Cluster {
  return {
    id: name,
    name,
    source: 'RECORDING',
    version: 'v1.34.4',
    connection: { state: 'CONNECTED' },
    kinds: new Map(),
    now: new Date(0),
    ...more,
  };
}

function make(name: string, more: { clusters?: string; namespaces?: string } = {}) {
  const made = newToken(
    { name, role: 'VIEWER', clusters: more.clusters, namespaces: more.namespaces, expires: undefined },
    new Date(),
  );
  if ('errors' in made) throw new Error(made.errors.join());
  return { entry: made.entry, header: { authorization: `Bearer ${made.token}` } };
}

const sick = cluster('lab', {
  connection: { state: 'FAILED', reason: 'The connection was refused.' },
  kinds: new Map([
    ['Pod', { state: 'SYNCED' }],
    ['Node', { state: 'FORBIDDEN', verb: 'list', resource: 'nodes' }],
    ['Lease', { state: 'STALE', since: '2030-01-01T00:00:00Z', reason: 'The watch broke.' }],
    ['Secret', { state: 'SYNCING' }],
    ['Ingress', { state: 'ABSENT' }],
    ['Event', { state: 'UNAVAILABLE', reason: 'The server answered 503.' }],
  ] as const),
});

describe('/readyz', () => {
  it('is ready whatever the clusters are, and tells who was let in what is wrong with them', async () => {
    const { port } = await serve({ clusters: [cluster('shop'), sick] });
    const answer = await ask(port, '/readyz');
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({
      status: 'ready',
      parts: { database: { ready: true, reason: null }, migrations: { ready: true, reason: null } },
      clusters: [
        { name: 'shop', connection: 'CONNECTED', reason: null, kindsNotSynced: [] },
        {
          name: 'lab',
          connection: 'FAILED',
          reason: 'The connection was refused.',
          kindsNotSynced: [
            { kind: 'Node', state: 'FORBIDDEN', reason: 'Kubeclinic may not list nodes.' },
            { kind: 'Lease', state: 'STALE', reason: 'Not up to date since 2030-01-01T00:00:00Z: The watch broke.' },
            { kind: 'Secret', state: 'SYNCING', reason: 'The first list is not complete.' },
            { kind: 'Ingress', state: 'ABSENT', reason: 'The API server does not serve it.' },
            { kind: 'Event', state: 'UNAVAILABLE', reason: 'The server answered 503.' },
          ],
        },
      ],
    });
  });

  it.each([
    ['database', 'The database does not answer.'],
    ['migrations', "The database's schema is not the one this server needs."],
  ] as const)('fails with the %s, whose own words stand only in the log', async (part, reason) => {
    const failing = async () => {
      throw new Error('password authentication failed for user "kc" at postgres://kc:s3cret@db/kc');
    };
    const { port, log } = await serve({ readiness: { [part]: failing } });
    const answer = await ask(port, '/readyz');
    expect(answer.status).toBe(503);
    expect(answer.json()).toMatchObject({ status: 'not ready', parts: { [part]: { ready: false, reason } } });
    expect(log.find(({ msg }) => msg === 'Not ready.')).toMatchObject({
      part,
      err: { message: 'password authentication failed for user "kc" at postgres://kc:[redacted]@db/kc' },
    });
  });

  it('tells nothing but its status to whom nobody knows, and to each token its own clusters', async () => {
    const limited = make('one', { clusters: 'shop' });
    const { port } = await serve({ tokens: [limited.entry], clusters: [cluster('shop'), sick], allowAnonymous: true });
    expect((await ask(port, '/readyz')).json()).toEqual({ status: 'ready' });
    expect((await ask(port, '/readyz', { headers: { authorization: 'Bearer wrong' } })).json()).toEqual({
      status: 'ready',
    });
    expect(
      (await ask(port, '/readyz', { headers: { ...limited.header, host: '10.0.0.7:4000' } })).json(),
    ).toMatchObject({ clusters: [{ name: 'shop' }] });
  });

  it('asks the database at most once a second, however many ask', async () => {
    let now = 0;
    let asked = 0;
    const database = async (): Promise<void> => {
      asked += 1;
    };
    const sources = { database, migrations: async () => {}, clusters: { list: () => [] } };
    const readiness = createReadiness({ sources, onFailure: () => {}, now: () => now });
    await Promise.all([readiness.read(undefined), readiness.read(undefined)]);
    now = 999;
    await readiness.read(undefined);
    expect(asked).toBe(1);
    now = 1_000;
    await readiness.read(undefined);
    expect(asked).toBe(2);
  });
});

describe('/metrics', () => {
  it('shows the process, requests by route, what happened, and what is', async () => {
    const { port, log } = await serve({
      metrics: {
        runs: async () => [{ labels: { state: 'FINISHED' }, count: 3 }],
        openFindings: () => Promise.reject(new Error('lost')),
        clusters: () => [{ cluster: 'shop', stats: { apiCalls: 80, relists: 2, watchErrors: 1 } }],
      },
    });
    await post(port, '{ who }');
    expect((await ask(port, '/metrics')).status).toBe(200);
    // A source that failed is counted from the next reading on.
    const answer = await ask(port, '/metrics');
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    for (const line of [
      'kubeclinic_runs{state="FINISHED"} 3',
      'kubeclinic_cluster_api_calls{cluster="shop"} 80',
      'kubeclinic_cluster_relists{cluster="shop"} 2',
      'kubeclinic_cluster_watch_errors{cluster="shop"} 1',
      'kubeclinic_http_request_duration_seconds_count{method="POST",route="/graphql",status="200"} 1',
      'kubeclinic_metric_source_errors_total{source="findings"} 1',
      'kubeclinic_audit_refusals_dropped_total 0',
    ]) {
      expect(answer.text.split('\n')).toContain(line);
    }
    expect(answer.text).toContain('process_resident_memory_bytes');
    expect(answer.text).not.toMatch(/^kubeclinic_findings_open\{/m);
    expect(log.find(({ msg }) => msg === 'A metric could not be read.')).toMatchObject({
      source: 'findings',
      err: { message: 'lost' },
    });
  });

  it('counts checks, and open findings per cluster', async () => {
    const openFindings = async () => [{ labels: { cluster: 'shop', severity: 'ERROR' }, count: 28 }];
    const metrics = createMetrics({
      sources: { runs: async () => [], openFindings, clusters: () => [] },
      onSourceError: () => {},
    });
    metrics.check({ check: 'pod-crashing', outcome: 'FINDINGS', seconds: 0.004 });
    const { body } = await metrics.read();
    metrics.close();
    for (const line of [
      'kubeclinic_check_outcomes_total{check="pod-crashing",outcome="FINDINGS"} 1',
      'kubeclinic_check_duration_seconds_bucket{le="0.005",check="pod-crashing"} 1',
      'kubeclinic_findings_open{cluster="shop",severity="ERROR"} 28',
    ]) {
      expect(body.split('\n')).toContain(line);
    }
  });

  it('needs a token when there are tokens, and one that may see everything', async () => {
    const [all, one, narrow] = [make('all'), make('one', { clusters: 'shop' }), make('narrow', { namespaces: 'web' })];
    const { port, audit } = await serve({ tokens: [all.entry, one.entry, narrow.entry], allowAnonymous: true });
    const status = async (headers: Readonly<Record<string, string>>) =>
      (await ask(port, '/metrics', { headers })).status;
    expect([await status({}), await status(one.header), await status(narrow.header), await status(all.header)]).toEqual(
      [401, 403, 403, 200],
    );
    expect(audit.map(({ viewer, reason }) => `${viewer} ${reason}`)).toEqual([
      'anonymous UNAUTHENTICATED: The metrics of this server need a token.',
      'one FORBIDDEN: The metrics tell of all clusters and namespaces; this token may not see them all.',
      'narrow FORBIDDEN: The metrics tell of all clusters and namespaces; this token may not see them all.',
    ]);
    // A scraper inside the cluster asks under the pod's address.
    expect(await status({ ...all.header, host: '10.0.0.7:4000' })).toBe(200);
  });
});
