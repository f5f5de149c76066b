import { createHmac, randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { CHECKS } from '#src/checks/catalogue/index.ts';
import { runChecks } from '#src/checks/engine/run-checks.ts';
import type { RecordingConfig } from '#src/config/config.ts';
import { coverageOf } from '#src/diagnosis/coverage.ts';
import { connectCluster } from '#src/kubernetes/connect.ts';
import type { ReleaseList } from '#src/lib/release-list.ts';
import { openRecording } from '#src/recordings/recording.ts';
import { startRecordingServer } from '#src/recordings/recording-server.ts';
import { type DiagnosisReport, diagnosisReport } from './diagnosis-report.ts';

/** A recording answers within a second or two; who needs longer does not answer at all. */
const SETTLE_MS = 60_000;

/**
 * Serves a recording on loopback, reads it as any cluster is read, and judges it once, in memory. What is acquired goes
 * on the release list. Rejects with a RecordingError when the recording is damaged.
 */
export async function diagnoseRecording(
  recording: RecordingConfig,
  logger: Logger,
  held: ReleaseList,
): Promise<DiagnosisReport> {
  const started = performance.now();
  const opened = await openRecording(recording.directory);
  const server = await startRecordingServer({
    recording: opened,
    ...(recording.moment === undefined ? {} : { moment: recording.moment }),
  });
  held.add('recording', server.close);
  const key = randomBytes(32);
  const cluster = connectCluster({
    name: opened.name,
    server: server.url,
    digest: (value) => createHmac('sha256', key).update(value).digest('hex').slice(0, 16),
    logger,
  });
  held.add('cluster', cluster.close);

  await cluster.settled(AbortSignal.timeout(SETTLE_MS));
  const snapshot = cluster.snapshot();
  const diagnosis = await runChecks({
    checks: CHECKS,
    snapshot,
    scope: { namespaces: undefined, requirements: [] },
    defaults: {},
    params: {},
    now: new Date(snapshot.takenAt),
    ourNow: new Date(),
    stopwatch: () => performance.now(),
  });
  const coverage = coverageOf(snapshot, { apiCalls: snapshot.apiCalls, milliseconds: performance.now() - started });
  return diagnosisReport(cluster.name, snapshot.takenAt, diagnosis, coverage);
}
