import type { Viewer } from '#src/access/viewer.ts';
import type { ComparedFinding } from '#src/diagnosis/comparison.ts';
import type { Finding } from '#src/diagnosis/finding.ts';
import type { FinishedRun, Run } from '#src/diagnosis/run.ts';
import type { ComparisonView, FindingService, RunService } from '#src/diagnosis/services.ts';
import type { Page, PageRequest } from '#src/lib/page.ts';

const PAGE = 500;
/** The demo's recordings have some dozens of findings; a loop that does not end would be a defect of paging. */
const MAX_PAGES = 20;

async function readAll<T>(read: (page: PageRequest) => Promise<Page<T>>): Promise<readonly T[]> {
  const all: T[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page = await read({ first: PAGE, after });
    all.push(...page.items.map(({ node }) => node));
    after = page.items.at(-1)?.cursor;
    if (!page.hasNextPage) break;
  }
  return all;
}

/** Starts a run of everything and waits for its end. Rejects when it does not finish. */
export async function diagnose(runs: RunService, viewer: Viewer, cluster: string): Promise<FinishedRun> {
  const started = await runs.start(viewer, {
    cluster,
    scope: {},
    checks: undefined,
    params: {},
    trigger: 'DEMO',
    correlationId: `demo-${cluster}`,
    idempotencyKey: undefined,
  });
  let run: Run = started;
  for await (const event of await runs.progress(viewer, { runId: started.id, after: undefined })) run = event.run;
  if (run.state !== 'FINISHED')
    throw new Error(`The run ended as ${run.state}${run.state === 'FAILED' ? `: ${run.reason}` : ''}.`);
  return run;
}

/** All open findings of a cluster. */
export function openFindings(findings: FindingService, viewer: Viewer, cluster: string): Promise<readonly Finding[]> {
  return readAll((page) => findings.list(viewer, { cluster, state: 'OPEN' }, page));
}

/** All of a comparison. */
export function comparedFindings(view: ComparisonView): Promise<readonly ComparedFinding[]> {
  return readAll((page) => view.page({}, page));
}
