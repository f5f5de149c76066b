import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Viewer } from '#src/access/viewer.ts';
import { createApp, type RunningApp } from '#src/app.ts';
import type { FinishedRun, Run } from '#src/diagnosis/run.ts';
import { temporaryRecording } from '#test/harness/recording-builder.ts';
import { brokenServices } from './broken-services.ts';

export const BENCH_VIEWER: Viewer = {
  name: 'bench',
  via: 'SYSTEM',
  role: 'ADMIN',
  clusters: undefined,
  namespaces: undefined,
};

/** A server with a durable embedded Postgres of its own and one cluster of broken Services. */
export interface BenchApp extends RunningApp {
  readonly cluster: string;
  /** One run of everything, to its end. */
  diagnose(): Promise<FinishedRun>;
  stop(): Promise<void>;
}

/** Starts it; nothing is left behind after `stop`. */
export async function startBenchApp(findings: number): Promise<BenchApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kubeclinic-bench-'));
  const recording = await temporaryRecording(brokenServices(findings));
  const cluster = recording.directory.split(/[\\/]/).at(-1) ?? '';
  const app = createApp(
    {
      host: '127.0.0.1',
      port: 0,
      logLevel: 'error',
      dataDir,
      databaseUrl: undefined,
      recordings: [{ directory: recording.directory, moment: undefined }],
      tokensFile: undefined,
      allowAnonymous: false,
      allowedHosts: [],
      corsOrigins: [],
      rateLimit: 0,
    },
    { logger: pino({ level: 'error' }, pino.destination(2)) },
  );
  const running = await app.start();
  const { runs } = running.services;
  return {
    ...running,
    cluster,
    async diagnose() {
      const started = await runs.start(BENCH_VIEWER, {
        cluster,
        scope: {},
        checks: undefined,
        params: {},
        trigger: 'MANUAL',
        correlationId: 'bench',
        idempotencyKey: undefined,
      });
      let run: Run = started;
      for await (const event of await runs.progress(BENCH_VIEWER, { runId: started.id, after: undefined }))
        run = event.run;
      if (run.state !== 'FINISHED') throw new Error(`the run ended as ${run.state}`);
      return run;
    },
    async stop() {
      await app.stop();
      await recording.remove();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
