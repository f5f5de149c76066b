import { describe, expect, test } from 'vitest';
import { amountsOf, podRequestsOf } from '#src/checks/lib/scheduling/pod-requests.ts';
import { object } from '#test/harness/objects.ts';

const asks = (cpu: string, memory?: string): object => ({
  resources: { requests: { cpu, ...(memory === undefined ? {} : { memory }) } },
});

function requests(spec: object): Record<string, number> {
  return Object.fromEntries(podRequestsOf(object('Pod', { metadata: { namespace: 'a', name: 'p' }, spec })));
}

describe('amounts are counted as the scheduler counts them', () => {
  test('CPU in thousandths of a core, fractions rounded up', () => {
    expect(Object.fromEntries(amountsOf({ cpu: '1.5', memory: '1Ki', 'ephemeral-storage': '1.5' }))).toEqual({
      cpu: 1500,
      memory: 1024,
      'ephemeral-storage': 2,
    });
    expect(amountsOf({ cpu: '100u' }).get('cpu')).toBe(1);
    expect(amountsOf({ cpu: '0.1' }).get('cpu')).toBe(100);
  });
  test('what cannot be read does not count', () => {
    expect(amountsOf({ cpu: 'much' }).size).toBe(0);
  });
});

describe('a pod takes the most that it ever needs at once', () => {
  test('containers add up', () => {
    expect(
      requests({
        containers: [
          { name: 'a', ...asks('1', '1Gi') },
          { name: 'b', ...asks('500m') },
        ],
      }),
    ).toEqual({ cpu: 1500, memory: 2 ** 30 });
  });
  test('init containers run one after the other: only the largest counts, and only where it exceeds the sum', () => {
    expect(
      requests({
        initContainers: [
          { name: 'i', ...asks('2') },
          { name: 'j', ...asks('3') },
        ],
        containers: [{ name: 'a', ...asks('1') }],
      }),
    ).toEqual({ cpu: 3000 });
    expect(
      requests({ initContainers: [{ name: 'i', ...asks('500m') }], containers: [{ name: 'a', ...asks('1') }] }),
    ).toEqual({ cpu: 1000 });
  });
  test('a sidecar runs beside the containers and beside the init containers after it', () => {
    const sidecar = { name: 's', restartPolicy: 'Always', ...asks('1') };
    expect(requests({ initContainers: [sidecar], containers: [{ name: 'a', ...asks('1') }] })).toEqual({ cpu: 2000 });
    expect(
      requests({ initContainers: [sidecar, { name: 'i', ...asks('2') }], containers: [{ name: 'a', ...asks('1') }] }),
    ).toEqual({ cpu: 3000 });
    expect(
      requests({
        initContainers: [{ name: 'i', ...asks('2') }, sidecar],
        containers: [{ name: 'a', ...asks('500m') }],
      }),
    ).toEqual({ cpu: 2000 });
  });
  test('figures of the pod as a whole stand in place of the sums, for the resources that may be asked for so', () => {
    expect(
      requests({
        resources: { requests: { cpu: '4', 'example.com/gpu': '9' } },
        containers: [{ name: 'a', resources: { requests: { cpu: '1', memory: '1Ki', 'example.com/gpu': '1' } } }],
      }),
    ).toEqual({ cpu: 4000, memory: 1024, 'example.com/gpu': 1 });
  });
  test('overhead comes on top', () => {
    expect(
      requests({
        overhead: { cpu: '250m' },
        initContainers: [{ name: 'i', ...asks('2') }],
        containers: [{ name: 'a', ...asks('1') }],
      }),
    ).toEqual({ cpu: 2250 });
  });
  test('a pod without figures takes nothing', () => {
    expect(requests({ containers: [{ name: 'a' }] })).toEqual({});
    expect(requests({})).toEqual({});
  });
});
