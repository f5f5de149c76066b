import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { onTestFinished } from 'vitest';

/** How a script ended and what it said. */
export interface Ended {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A script of ours that runs as a process of its own. */
export interface RunningScript {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Resolves with the first match in what it has said and will say on standard output or error; rejects when it ends without. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<Ended>;
}

/** The environment of this process without our settings, so that a developer's own do not reach a test. */
function cleanEnvironment(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('KUBECLINIC_') && name !== 'DATABASE_URL' && name !== 'FORCE_COLOR',
  );
  return { ...Object.fromEntries(kept), NO_COLOR: '1', ...settings };
}

/** How a script is run. */
export interface ScriptOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** In a process group of its own, as a shell runs what a person types: Ctrl-C is a signal to `-pid` then. */
  readonly detached?: boolean;
  readonly cwd?: string;
}

/** Runs a script on this Node; it is killed when the test ends before it did. */
export function runScript(
  script: string,
  { args = [], env = {}, detached = false, cwd = '.' }: ScriptOptions = {},
): RunningScript {
  const child = spawn(process.execPath, [resolve(script), ...args], {
    cwd,
    env: cleanEnvironment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached,
  });
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  function heard(): void {
    for (const listener of listeners) listener();
  }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    heard();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    heard();
  });
  const ended = once(child, 'close').then(([code]): Ended => ({ code: code as number | null, stdout, stderr }));
  onTestFinished(() => void (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')));

  return {
    child,
    pid: child.pid ?? -1,
    ended,
    says(pattern) {
      const { promise, resolve: tell, reject } = Promise.withResolvers<RegExpExecArray>();
      function look(): void {
        const match = pattern.exec(stdout) ?? pattern.exec(stderr);
        if (match !== null) tell(match);
      }
      listeners.add(look);
      look();
      void ended.then(() => reject(new Error(`ended without saying ${pattern}:\n${stdout}\n${stderr}`)));
      return promise.finally(() => listeners.delete(look));
    },
  };
}
