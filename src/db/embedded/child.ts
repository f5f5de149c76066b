import { type ChildProcess, spawn } from 'node:child_process';
import { DatabaseError } from '../database-error.ts';
import type { SystemUser } from './system-user.ts';

/** How many characters of a program's output are kept for error texts. */
const TAIL = 4_000;

/** A running program whose last words are kept. */
export interface Child {
  readonly process: ChildProcess;
  /** Resolves with a description when the program ends or could not be started. Never rejects. */
  readonly ended: Promise<string>;
  tail(): string;
}

/**
 * Runs its arguments as a program and interrupts that when standard input ends, which it does when we end, however that
 * comes. (Background jobs of a shell have no standard input, so it is handed on as number 3.)
 */
const LEASH = 'exec 3<&0; "$@" 3<&- & pid=$!; (read -r _ <&3; kill -INT $pid) >/dev/null 2>&1 & exec 3<&-; wait $pid';

/**
 * Starts a Postgres program in a session of its own: Ctrl-C of the terminal goes to our process group only. It gets a
 * bare environment, so that no `PG…` variable of ours changes what it does. `leashed`: it does not outlive us; its
 * pid is not that of `process` then.
 */
export function startChild(
  program: string,
  options: {
    args: readonly string[];
    user: SystemUser | undefined;
    leashed?: boolean;
    onLine?: (line: string) => void;
  },
): Child {
  const [command, ...args] =
    options.leashed === true ? ['/bin/sh', '-c', LEASH, 'sh', program, ...options.args] : [program, ...options.args];
  const child = spawn(command, args, {
    ...options.user,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: '/',
    windowsHide: true,
    ...(process.platform === 'win32' ? { cwd: undefined } : { env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' } }),
  });
  let tail = '';
  let rest = '';
  const hear = (chunk: string): void => {
    tail = (tail + chunk).slice(-TAIL);
    const lines = (rest + chunk).split('\n');
    rest = (lines.pop() ?? '').slice(-TAIL);
    for (const line of lines) options.onLine?.(line);
  };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', hear);
  if (options.leashed !== true) child.stdin.end();
  // The leash outlives the program that it held; and writing to nobody is no error of ours.
  child.once('exit', () => child.stdin.destroy());
  child.stdin.on('error', () => {});
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });
  return { process: child, ended, tail: () => tail.trim() };
}

/** Runs a program to its end; rejects with its last words unless it ends well and in time. */
export async function runToEnd(
  program: string,
  options: { what: string; args: readonly string[]; user: SystemUser | undefined; timeoutMs: number },
): Promise<void> {
  // Leashed: stopping in the middle must not leave it at work in a directory that the next start clears.
  const child = startChild(program, { ...options, leashed: process.platform !== 'win32' });
  const timer = setTimeout(() => child.process.kill('SIGKILL'), options.timeoutMs);
  const end = await child.ended;
  clearTimeout(timer);
  if (end !== 'exit code 0')
    throw new DatabaseError(`${options.what} failed (${end}): ${child.tail() || 'it said nothing'}`);
}
