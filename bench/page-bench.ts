import autocannon from 'autocannon';
import { createAuthorizer } from '#src/access/authorizer.ts';
import { createSchema } from '#src/graphql/schema.ts';
import { startBenchApp } from './bench-app.ts';
import { startStockApollo } from './stock-apollo.ts';

const PAGE = `query ($cluster: String!) { findings(filter: { cluster: $cluster, state: OPEN }, first: 100) {
  pageInfo { hasNextPage endCursor }
  nodes { id checkName severity kind namespace name root { kind namespace name } text since lastSeen subjectCount next
    evidence { __typename ... on FieldEvidence { path value } } subjects(first: 5) { nodes { kind name } } } } }`;

const ROUNDS = 3;
const SECONDS = 5;
const CONNECTIONS = 8;

async function requestsPerSecond(url: string, cluster: string): Promise<number> {
  const result = await autocannon({
    url: `${url}/graphql`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: PAGE, variables: { cluster } }),
    connections: CONNECTIONS,
    duration: SECONDS,
    workers: 1,
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} answers were no success, ${result.errors} failed`);
  return result.requests.average;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Requests per second of a page of 100 findings: stock Apollo and ours in turns, on the same services and database. */
export async function benchPage(): Promise<void> {
  const app = await startBenchApp(300);
  try {
    await app.diagnose();
    const stock = await startStockApollo(createSchema(createAuthorizer()), app.services);
    const figures: { stock: number; ours: number }[] = [];
    await requestsPerSecond(app.url, app.cluster);
    for (let round = 0; round < ROUNDS; round += 1) {
      figures.push({
        stock: await requestsPerSecond(stock.url, app.cluster),
        ours: await requestsPerSecond(app.url, app.cluster),
      });
    }
    await stock.stop();
    const stockMedian = median(figures.map((figure) => figure.stock));
    const oursMedian = median(figures.map((figure) => figure.ours));
    console.log(`a page of 100 findings, ${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s, medians:`);
    console.log(`  stock Apollo  ${stockMedian.toFixed(0)} requests/s`);
    console.log(`  Kubeclinic    ${oursMedian.toFixed(0)} requests/s`);
    console.log(`  ratio         ${median(figures.map(({ stock: a, ours: b }) => b / a)).toFixed(2)}`);
  } finally {
    await app.stop();
  }
}
