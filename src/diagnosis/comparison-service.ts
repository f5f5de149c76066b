import type { Authorizer } from '#src/access/authorizer.ts';
import { AppError } from '#src/errors/errors.ts';
import type { ComparedFinding, FieldChange, FindingState } from './comparison.ts';
import type { ComparedRuns, Look } from './comparison-sql.ts';
import type { ComparedRow, ComparisonStore, StoredState } from './comparison-store.ts';
import { explainBlindness } from './explain-blindness.ts';
import { fieldChanges } from './field-changes.ts';
import { authorize } from './permit.ts';
import { sameSubjects } from './reconcile.ts';
import type { FinishedRun } from './run.ts';
import type { RunStore } from './run-store.ts';
import type { ComparisonService } from './services.ts';
import { cutSayings, cutText, type Sight, sightOf, WHOLE } from './sight.ts';

function stateOf(stored: StoredState | undefined, sight: Sight): FindingState | undefined {
  if (stored === undefined) return undefined;
  const { mentions, ...state } = stored;
  return cutSayings(sight, state, mentions);
}

function fieldsOf(base: StoredState, head: StoredState, sight: Sight): readonly FieldChange[] {
  return fieldChanges(base, head).map(({ field, before, after }) => ({
    field,
    before: before === undefined ? undefined : cutText(sight, before, base.mentions),
    after: after === undefined ? undefined : cutText(sight, after, head.mentions),
  }));
}

function must<T>(value: T | undefined, row: ComparedRow, side: string): T {
  if (value === undefined) throw new Error(`finding ${row.id} is ${row.change} without its ${side}`);
  return value;
}

/** Which run could not tell, and why. The base is named where both could not. */
function blindSide(row: ComparedRow): { side: 'base' | 'head'; reason: Exclude<Look, 'SEEN' | 'LOOKED'> } {
  for (const side of ['base', 'head'] as const) {
    const look = side === 'base' ? row.baseLook : row.headLook;
    if (look !== 'SEEN' && look !== 'LOOKED') return { side, reason: look };
  }
  throw new Error(`finding ${row.id} is NOT_COMPARABLE though both runs looked`);
}

/** Both runs, cut to the sight that reads. */
type ShownRuns = ComparedRuns;

/** Puts a row into words, cut to the sight of whoever reads it. */
function comparedFinding(row: ComparedRow, { base: baseRun, head: headRun, sight }: ShownRuns): ComparedFinding {
  const { check, problem, kind, namespace, name, root, fingerprint } = row;
  const shared = { findingId: row.id, fingerprint, check, problem, kind, namespace, name, root };
  const base = stateOf(row.base, sight);
  const head = stateOf(row.head, sight);
  switch (row.change) {
    case 'NEW':
      return { ...shared, change: 'NEW', head: must(head, row, 'head'), reopened: row.reopened };
    case 'RESOLVED':
      return { ...shared, change: 'RESOLVED', base: must(base, row, 'base') };
    case 'CHANGED': {
      const fields = fieldsOf(must(row.base, row, 'base'), must(row.head, row, 'head'), sight);
      return { ...shared, change: 'CHANGED', base: must(base, row, 'base'), head: must(head, row, 'head'), fields };
    }
    case 'UNCHANGED': {
      const [before, after] = [must(base, row, 'base'), must(head, row, 'head')];
      return {
        ...shared,
        change: 'UNCHANGED',
        base: before,
        head: after,
        otherSubjects: !sameSubjects(before.subjects, after.subjects),
      };
    }
    case 'NOT_COMPARABLE': {
      const { side, reason } = blindSide(row);
      const explanation = explainBlindness(side === 'base' ? baseRun : headRun, side, check, reason);
      return { ...shared, change: 'NOT_COMPARABLE', base, head, reason, explanation };
    }
  }
}

/** What the service needs. */
export interface ComparisonServiceDeps {
  readonly runs: Pick<RunStore, 'get'>;
  readonly comparisons: ComparisonStore;
  readonly authorizer: Authorizer;
}

/** Makes the service that sets two runs side by side. */
export function createComparisonService({ runs, comparisons, authorizer }: ComparisonServiceDeps): ComparisonService {
  /** The run as this sight is shown it; a run that is wholly out of sight is not there to be compared. */
  async function finished(sight: Sight, runId: string, side: 'base' | 'head'): Promise<FinishedRun> {
    const standing = await runs.get(sight, runId);
    if (standing === undefined) throw new AppError('NOT_FOUND', `The ${side} run was not found.`, { field: [side] });
    const { run } = standing;
    if (run.state !== 'FINISHED') {
      throw new AppError('BAD_USER_INPUT', `Only finished runs can be compared; the ${side} run is ${run.state}.`, {
        field: [side],
      });
    }
    return run;
  }

  return {
    async compareRuns(viewer, baseId, headId) {
      authorize(authorizer, viewer, 'READ');
      const sight = sightOf(viewer);
      const base = await finished(sight, baseId, 'base');
      const head = await finished(sight, headId, 'head');
      if (base.clusterId !== head.clusterId) {
        throw new AppError('BAD_USER_INPUT', 'Both runs must be of the same cluster.', { field: ['head'] });
      }
      const shown: ShownRuns = { base, head, sight };
      const isCut = sight.namespaces !== undefined;
      const compared: ComparedRuns = {
        base: isCut ? await finished(WHOLE, baseId, 'base') : base,
        head: isCut ? await finished(WHOLE, headId, 'head') : head,
        sight,
      };
      return {
        base,
        head,
        counts: () => comparisons.counts(compared),
        async page(filter, request) {
          const page = await comparisons.page(compared, filter.changes, request);
          return {
            ...page,
            items: page.items.map(({ cursor, node }) => ({ cursor, node: comparedFinding(node, shown) })),
          };
        },
      };
    },
  };
}
