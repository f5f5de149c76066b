import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { abortable } from '#src/lib/abortable.ts';
import { collect } from '#test/harness/collect.ts';

/** Yields the items, then waits until the signal aborts; tells what became of it. */
function silentAfter(items: readonly string[]) {
  const seen: string[] = [];
  const source = async function* (signal: AbortSignal): AsyncGenerator<string> {
    seen.push('started');
    try {
      yield* items;
      await once(new EventTarget(), 'never', { signal });
    } catch (error) {
      seen.push(`aborted: ${(error as Error).name}`);
      throw error;
    } finally {
      seen.push('cleaned up');
    }
  };
  return { seen, source };
}

describe('abortable lets a reader leave a silent source', () => {
  it('ends the pending read and aborts the source, which cleans up', async () => {
    const { seen, source } = silentAfter(['a']);
    const iterator = abortable(source);
    expect(await iterator.next()).toEqual({ done: false, value: 'a' });
    const pending = iterator.next();
    expect(await iterator.return?.()).toEqual({ done: true, value: undefined });
    expect(await pending).toEqual({ done: true, value: undefined });
    await expect.poll(() => seen).toEqual(['started', 'aborted: AbortError', 'cleaned up']);
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it('never starts the source of a reader that leaves before it reads', async () => {
    const { seen, source } = silentAfter(['a']);
    const iterator = abortable(source);
    await iterator.return?.();
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(seen).toEqual([]);
  });

  it('ends when the outer signal aborts, before and during the reading', async () => {
    const { seen, source } = silentAfter([]);
    const outer = new AbortController();
    const iterator = abortable(source, outer.signal);
    const pending = iterator.next();
    await expect.poll(() => seen).toEqual(['started']);
    outer.abort();
    expect(await pending).toEqual({ done: true, value: undefined });
    const late = abortable(source, outer.signal);
    expect(await late.next()).toEqual({ done: true, value: undefined });
    await expect.poll(() => seen).toEqual(['started', 'aborted: AbortError', 'cleaned up']);
  });

  it("hands on the source's items, its end and its error", async () => {
    const items = await collect(
      abortable(async function* () {
        yield 1;
        yield 2;
      }),
    );
    expect(items).toEqual([1, 2]);
    const failing = abortable<number>(async function* () {
      yield 1;
      throw new Error('the kubelet hung up');
    });
    expect(await failing.next()).toEqual({ done: false, value: 1 });
    await expect(failing.next()).rejects.toThrow('the kubelet hung up');
    expect(await failing.next()).toEqual({ done: true, value: undefined });
  });

  it('leaves no listener on the outer signal after the end', async () => {
    const outer = new AbortController();
    let listeners = 0;
    const { addEventListener, removeEventListener } = outer.signal;
    outer.signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listeners += 1;
      addEventListener.apply(outer.signal, args);
    };
    outer.signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listeners -= 1;
      removeEventListener.apply(outer.signal, args);
    };
    await collect(
      abortable(async function* () {
        yield 1;
      }, outer.signal),
    );
    expect(listeners).toBe(0);
  });
});
