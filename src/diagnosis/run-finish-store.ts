import type { Diagnosis } from '#src/checks/engine/outcome.ts';
import type { Database } from '#src/db/database.ts';
import type { Labels } from '#src/lib/label-selector.ts';
import type { KnownFinding } from './known-finding.ts';
import { writeMemory } from './memory-store.ts';
import { namespacesIn } from './mentions.ts';
import { hasLooked, type Reconciliation, reconcile } from './reconcile.ts';
import { readRemembered } from './remembered-store.ts';
import type { Coverage } from './run.ts';
import type { Claim } from './run-claim-store.ts';
import type { RunNews } from './run-news-store.ts';
import type { StoredOutcome } from './run-row.ts';
import { readScope } from './scope.ts';
import { toJson } from './sql.ts';

/** What a run has seen. */
export interface Sighting {
  readonly diagnosis: Diagnosis;
  readonly coverage: Coverage;
  /** The cluster's clock of the snapshot. */
  readonly takenAt: Date;
  /** Names of the cluster's namespaces. */
  readonly namespaces: ReadonlySet<string>;
  /** See {@link reconcile}. */
  readonly labelsNow: (finding: KnownFinding) => Labels | undefined;
}

export interface RunFinishStore {
  /**
   * Ends a run: findings, outcomes, the run's own row and the news of it, in one transaction. Undefined, and nothing
   * written, when the claim is not the present one any more.
   */
  finish(claim: Claim, sighting: Sighting): Promise<Reconciliation | undefined>;
}

class ClaimLost extends Error {}

function storedOutcomes({ diagnosis, namespaces }: Sighting): readonly StoredOutcome[] {
  const byCheck = Map.groupBy(diagnosis.findings, (finding) => finding.check);
  return diagnosis.outcomes.map((outcome) => {
    const byNamespace: Record<string, number> = {};
    for (const { namespace = '' } of byCheck.get(outcome.check) ?? [])
      byNamespace[namespace] = (byNamespace[namespace] ?? 0) + 1;
    const text = outcome.state === 'UNKNOWN' || outcome.state === 'SKIPPED' ? outcome.reason : '';
    return { ...outcome, byNamespace, mentions: namespacesIn(text, namespaces) };
  });
}

/** Makes the store. */
export function createRunFinishStore({
  transaction,
  news,
}: Pick<Database, 'transaction'> & { readonly news: RunNews }): RunFinishStore {
  return {
    async finish({ run, attempt }, sighting) {
      const { diagnosis, coverage, takenAt, namespaces, labelsNow } = sighting;
      try {
        return await transaction(async (tx) => {
          const { sql } = tx;
          // First of all: whoever writes must hold the claim, and nobody else may take it until the commit.
          const fenced = await sql.query(
            `UPDATE runs SET state = 'FINISHED', ended_at = now(), lease_until = NULL, checks_done = $3, version = version + 1
             WHERE id = $1 AND attempt = $2 AND state = 'RUNNING'`,
            [run.id, attempt, diagnosis.outcomes.length],
          );
          if (fenced.rowCount === 0) throw new ClaimLost();
          const known = await readRemembered(
            sql,
            run.clusterId,
            diagnosis.findings.map(({ fingerprint }) => fingerprint),
          );
          const reconciliation = reconcile({ known, diagnosis, scope: readScope(run.request.scope), labelsNow });
          const writing = {
            id: run.id,
            sequence: run.sequence,
            clusterId: run.clusterId,
            request: run.request,
            takenAt,
            namespaces,
          };
          const ids = await writeMemory(sql, writing, reconciliation, known);
          const looked = new Set(diagnosis.outcomes.filter(hasLooked).map(({ check }) => check));
          const seenBlindly = diagnosis.findings
            .filter(({ check }) => !looked.has(check))
            .flatMap(({ fingerprint }) => ids.get(fingerprint) ?? []);
          await sql.query(
            'INSERT INTO run_outcomes (run_id, taken_at, outcomes, coverage, seen_blindly, out_of_sight) VALUES ($1, $2, $3, $4, $5, $6)',
            [
              run.id,
              takenAt,
              toJson(storedOutcomes(sighting)),
              toJson(coverage),
              seenBlindly,
              reconciliation.outOfSight.map(({ id }) => id),
            ],
          );
          await news.tell(run.id, tx);
          return reconciliation;
        });
      } catch (error) {
        if (error instanceof ClaimLost) return undefined;
        throw error;
      }
    },
  };
}
