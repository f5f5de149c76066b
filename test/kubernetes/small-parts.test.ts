import { describe, expect, test } from 'vitest';
import { createGate } from '#src/kubernetes/gate.ts';
import { createLineSplitter } from '#src/kubernetes/line-splitter.ts';
import { backOff, DEFAULT_PACE } from '#src/kubernetes/pace.ts';
import { podProjection } from '#src/kubernetes/projections/core.ts';
import { readList } from '#src/kubernetes/read-list.ts';
import { createRecordedClock } from '#src/kubernetes/recorded-clock.ts';
import { isNewer } from '#src/kubernetes/resource-version.ts';
import { soon } from './connected.ts';

test.each([
  ['10', '9', true],
  ['9', '10', false],
  ['9', '9', false],
  ['123456789012345678901', '99999999999999999999', true],
  ['abc', 'abd', true],
  ['abc', 'abc', false],
  ['', '5', true],
])('resourceVersion %j is newer than %j: %s', (version, than, expected) => {
  expect(isNewer(version, than)).toBe(expected);
});

describe('the wait after a failure', () => {
  test.each([
    [1, 0, 400],
    [1, 1, 800],
    [2, 1, 1_600],
    [6, 0, 12_800],
    [7, 1, 30_000],
    [500, 1, 30_000],
  ])('number %i at random %f is %i ms', (failures, random, wait) => {
    expect(backOff(DEFAULT_PACE, failures, () => random)).toBe(wait);
  });
});

describe('the clock of a recording', () => {
  const all = (): boolean => true;

  test('is unknown while no kind told it', () => {
    expect(createRecordedClock().now(all)).toBeUndefined();
  });

  test('moves forwards with the last kind and backwards with the last kind', () => {
    const clock = createRecordedClock();
    clock.reached('Pod', 100);
    clock.reached('Node', 100);
    expect(clock.now(all)).toBe(100);
    clock.reached('Pod', 200);
    expect(clock.now(all)).toBe(100);
    clock.reached('Node', 200);
    expect(clock.now(all)).toBe(200);
    clock.reached('Node', 50);
    expect(clock.now(all)).toBe(200);
    clock.reached('Pod', 50);
    expect(clock.now(all)).toBe(50);
  });

  test('goes by the kinds that count, and by all when none does', () => {
    const clock = createRecordedClock();
    clock.reached('Pod', 100);
    clock.reached('Node', 200);
    expect(clock.now((kind) => kind === 'Node')).toBe(200);
    const other = createRecordedClock();
    other.reached('Pod', 100);
    expect(other.now(() => false)).toBe(100);
  });
});

describe('a list answer', () => {
  const project = (raw: unknown) => podProjection.project(raw, { digest: (value) => value });

  test.each([
    [null, 'a list without resourceVersion'],
    [{ metadata: { resourceVersion: '' }, items: [] }, 'a list without resourceVersion'],
    [{ metadata: { resourceVersion: '1' }, items: {} }, 'a list whose items are no array'],
    [{ metadata: { resourceVersion: '1' }, items: [{ metadata: {} }] }, 'an object without metadata.name'],
  ])('such as %j is refused: %s', (body, message) => {
    expect(() => readList(body, {}, project)).toThrow(message);
  });

  test('may have null for no items, no next page and no clock', () => {
    const list = { metadata: { resourceVersion: '7', continue: '' }, items: null };
    const page = { objects: [], resourceVersion: '7', next: undefined, recordedAt: undefined };
    expect(readList(list, { 'kubeclinic-recorded-at': 'yesterday' }, project)).toEqual(page);
  });
});

test('a line that has not ended holds on to nothing of the lines before it', () => {
  const lines: string[] = [];
  const splitter = createLineSplitter(100, (line) => void lines.push(line));
  const chunk = Buffer.from('a secret\nthe next');
  splitter.push(chunk);
  chunk.fill(0);
  splitter.push(Buffer.from(' line\n'));
  expect(lines).toEqual(['a secret', 'the next line']);
});

describe('a gate', () => {
  test('lets so many in, the others in their order, and goes on after a failure', async () => {
    const gate = createGate(2);
    const log: string[] = [];
    const ends = new Map<string, (error?: Error) => void>();
    const run = (name: string): Promise<void> =>
      gate.run(soon(), () => {
        log.push(name);
        return new Promise((resolve, reject) =>
          ends.set(name, (error) => (error === undefined ? resolve() : reject(error))),
        );
      });
    const runs = ['a', 'b', 'c', 'd'].map(run);
    await Promise.resolve();
    expect(log).toEqual(['a', 'b']);
    ends.get('b')?.(new Error('b failed'));
    await expect(runs[1]).rejects.toThrow('b failed');
    expect(log).toEqual(['a', 'b', 'c']);
    ends.get('a')?.();
    await runs[0];
    await Promise.resolve();
    expect(log).toEqual(['a', 'b', 'c', 'd']);
    ends.get('c')?.();
    ends.get('d')?.();
    await Promise.all([runs[2], runs[3]]);
  });

  test('lets go of who leaves the line', async () => {
    const gate = createGate(1);
    let end: () => void = () => {};
    const first = gate.run(
      soon(),
      () =>
        new Promise<void>((resolve) => {
          end = resolve;
        }),
    );
    const caller = new AbortController();
    const leaving = expect(gate.run(caller.signal, () => Promise.resolve('ran'))).rejects.toThrow('had enough');
    caller.abort(new Error('had enough'));
    await leaving;
    const third = gate.run(soon(), () => Promise.resolve('ran'));
    end();
    await first;
    expect(await third).toBe('ran');
  });
});
