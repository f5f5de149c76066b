import { describe, expect, it } from 'vitest';
import { createBoundedQueue } from '#src/lib/bounded-queue.ts';
import { collect } from '#test/harness/collect.ts';

describe('a bounded queue keeps a slow reader from filling the memory', () => {
  it('drops the oldest beyond its limit and says how many', async () => {
    const queue = createBoundedQueue<number>({ limit: 2 });
    for (const item of [1, 2, 3, 4]) queue.push(item);
    queue.end();
    expect(queue.takeDropped()).toBe(2);
    expect(queue.takeDropped()).toBe(0);
    expect(await collect(queue)).toEqual([3, 4]);
  });

  it('hands an item to a reader that already waits', async () => {
    const queue = createBoundedQueue<string>({ limit: 1 });
    const first = queue.next();
    const second = queue.next();
    queue.push('a');
    queue.push('b');
    expect(await first).toEqual({ done: false, value: 'a' });
    expect(await second).toEqual({ done: false, value: 'b' });
    expect(queue.takeDropped()).toBe(0);
  });

  it('gives what is held before it ends with an error, and refuses later items', async () => {
    const queue = createBoundedQueue<string>({ limit: 5 });
    queue.push('last words');
    queue.end(new Error('the database went away'));
    queue.push('too late');
    expect(await queue.next()).toEqual({ done: false, value: 'last words' });
    await expect(queue.next()).rejects.toThrow('the database went away');
  });

  it('ends the pending read and stops the pusher when the reader leaves, once', async () => {
    let stopped = 0;
    const queue = createBoundedQueue<string>({ limit: 5, onReturn: () => (stopped += 1) });
    const pending = queue.next();
    await queue.return?.();
    await queue.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(await queue.next()).toEqual({ done: true, value: undefined });
    expect(stopped).toBe(1);
  });
});
