import { execFile } from 'node:child_process';
import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { DatabaseError } from '../database-error.ts';

/** What Postgres itself says in `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/** Reads `postmaster.pid`: undefined when there is none or it is not yet fully written. */
export async function readPostmaster(dataPath: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(dataPath, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3]), ready: lines[7] === 'ready' };
}

/**
 * Ends the Postgres that a killed server left behind in this directory, if there is one. Only call it under the lock of the data
 * directory. Its pid is believed only when that process works in this directory: Postgres changes into it at start.
 */
export async function stopOrphan(dataPath: string): Promise<'none' | 'stopped'> {
  const orphan = await readPostmaster(dataPath);
  if (orphan === undefined) return 'none';
  if (!(await worksIn(orphan.pid, dataPath))) {
    // Postgres refuses to start when the pid it finds there belongs to any process of its user, so it must not stay.
    await rm(join(dataPath, 'postmaster.pid'), { force: true });
    return 'none';
  }
  await stopPostmaster(orphan.pid, { alive: () => worksIn(orphan.pid, dataPath), timeoutMs: 15_000 });
  return 'stopped';
}

/**
 * Stops Postgres: fast shutdown (SIGINT: clients are cut off, data is checkpointed), after two thirds of the time an immediate one (SIGQUIT:
 * the next start recovers from the log), at the end SIGKILL. Nothing committed is lost in any of them.
 */
export async function stopPostmaster(
  pid: number,
  options: { alive: () => Promise<boolean>; timeoutMs: number },
): Promise<void> {
  const begin = Date.now();
  const steps = [
    { signal: 'SIGINT', until: (options.timeoutMs * 2) / 3 },
    { signal: 'SIGQUIT', until: options.timeoutMs },
    { signal: 'SIGKILL', until: options.timeoutMs + 2_000 },
  ] as const;
  for (const { signal, until } of steps) {
    send(pid, signal);
    do {
      if (!(await options.alive())) return;
      await delay(20);
    } while (Date.now() - begin < until);
  }
  throw new DatabaseError(`Postgres (process ${pid}) does not end, not even by SIGKILL.`);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // Gone in the meantime; or not ours, which the caller's liveness check then shows.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Whether the process with this pid is alive and serves this data directory. */
async function worksIn(pid: number, dataPath: string): Promise<boolean> {
  if (process.platform === 'linux') {
    // Both, as a pid used again may belong to a shell whose user looks around in there.
    const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
    return name.trim() === 'postgres' && cwd === (await realpath(dataPath));
  }
  // No /proc: the command line of the postmaster names its directory.
  const line = await promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).then(
    (result) => result.stdout,
    () => '',
  );
  return line.includes(`-D ${dataPath} `);
}
