import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';

/** The fixture as a process of its own, and what it printed. */
function live(mode: string, stopMs = 9_000) {
  const child: ChildProcess = spawn(process.execPath, ['test/lib/fixtures/process-life.ts', mode, String(stopMs)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  let log = '';
  child.stdout?.on('data', (chunk) => (out += String(chunk)));
  child.stderr?.on('data', (chunk) => (log += String(chunk)));
  const exit = once(child, 'close').then(([code]) => code as number);
  return {
    child,
    exit,
    out: () => out,
    messages: () =>
      log
        .split('\n')
        .filter(Boolean)
        .map((line) => (JSON.parse(line) as { msg: string }).msg),
  };
}

describe('a process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('stops and exits 0 on %s', async (signal) => {
    const { child, exit, out, messages } = live('clean');
    await expect.poll(out).toBe('started\n');
    child.kill(signal);
    expect(await exit).toBe(0);
    expect(out()).toBe('started\nstopping\n');
    expect(messages()).toEqual(['Stopping.', 'Stopped.']);
  });

  it("takes two signals of one Ctrl-C (the terminal's and npm's) for one", async () => {
    const { child, exit, out } = live('stops-on-second');
    await expect.poll(out).toBe('started\n');
    child.kill('SIGINT');
    await expect.poll(out).toBe('started\nstopping\n');
    child.kill('SIGINT');
    expect(await exit).toBe(0);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('that does not come to its end exits at once on a later %s, with %i', async (signal, code) => {
    const { child, exit, out } = live('hangs');
    await expect.poll(out).toBe('started\n');
    const insist = setInterval(() => child.kill(signal), 100);
    expect(await exit).toBe(code);
    clearInterval(insist);
  });

  it('can be stopped while it starts', async () => {
    const { child, exit, out } = live('slow-start');
    await expect.poll(out).toBe('started\n');
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
  });

  it.each([
    ['bad-start', ['Kubeclinic could not start.', 'Stopped.']],
    ['throws', ['Crashed.', 'Stopped.']],
    ['rejects', ['Crashed.', 'Stopped.']],
  ])('exits 1 after giving back what it holds: %s', async (mode, told) => {
    const { exit, out, messages } = live(mode);
    expect(await exit).toBe(1);
    expect(out()).toContain('stopping\n');
    expect(messages()).toEqual(told);
  });

  it('exits 1 when stopping fails', async () => {
    const { child, exit, out, messages } = live('bad-stop');
    await expect.poll(out).toBe('started\n');
    child.kill('SIGTERM');
    expect(await exit).toBe(1);
    expect(messages()).toEqual(['Stopping.', 'Stopping failed.']);
  });

  it('that hangs while it stops is ended when its time is up, with 1', async () => {
    const { child, exit, out, messages } = live('hangs', 200);
    await expect.poll(out).toBe('started\n');
    child.kill('SIGTERM');
    expect(await exit).toBe(1);
    expect(messages()).toEqual(['Stopping.', 'Stopping took too long; what is left is abandoned.']);
  });
});
