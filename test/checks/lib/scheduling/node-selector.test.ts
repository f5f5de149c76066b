import { describe, expect, test } from 'vitest';
import { matchesTerms, onlyNodeOf, unmetLabelsOf } from '#src/checks/lib/scheduling/node-selector.ts';
import type { Pod } from '#src/kubernetes/objects.ts';
import { node, pod } from '#test/harness/objects.ts';

const here = node({ metadata: { labels: { zone: 'a', disk: 'ssd', cores: '8' } } });

function wants(nodeSelectorTerms: readonly object[], nodeSelector?: object): Pod {
  return pod({
    spec: {
      nodeSelector,
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
    },
  });
}

const expression = (key: string, operator: string, ...values: string[]): object => ({
  matchExpressions: [{ key, operator, values }],
});

describe('a node is held against nodeSelector and required node affinity', () => {
  test('a pod without wishes fits', () => {
    expect(unmetLabelsOf(pod(), here)).toBeUndefined();
  });
  test('every label of nodeSelector must be there', () => {
    expect(unmetLabelsOf(pod({ spec: { nodeSelector: { zone: 'a', disk: 'hdd', gpu: 'yes' } } }), here)).toBe(
      'disk=hdd and gpu=yes',
    );
  });
  test('terms are alternatives', () => {
    expect(unmetLabelsOf(wants([expression('zone', 'In', 'b'), expression('disk', 'Exists')]), here)).toBeUndefined();
    expect(unmetLabelsOf(wants([expression('zone', 'In', 'b', 'c'), expression('disk', 'DoesNotExist')]), here)).toBe(
      'zone in (b, c) or !disk',
    );
  });
  test('all expressions of a term must hold; only the unmet ones are named', () => {
    const term = {
      matchExpressions: [
        { key: 'zone', operator: 'In', values: ['a'] },
        { key: 'disk', operator: 'NotIn', values: ['ssd'] },
        { key: 'cores', operator: 'Gt', values: ['8'] },
      ],
    };
    expect(unmetLabelsOf(wants([term]), here)).toBe('disk!=ssd and cores>8');
  });
  test('nodeSelector and affinity must both hold', () => {
    expect(unmetLabelsOf(wants([expression('zone', 'In', 'b')], { disk: 'hdd' }), here)).toBe('disk=hdd and zone=b');
  });
  test('an empty term fits nothing, and no terms at all neither', () => {
    expect(matchesTerms([{}], here)).toBe(false);
    expect(matchesTerms([], here)).toBe(false);
    expect(unmetLabelsOf(wants([{}]), here)).toBe('an empty node affinity');
  });
  test('a field names a node', () => {
    const byName = { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }] };
    expect(unmetLabelsOf(wants([byName]), here)).toBeUndefined();
    expect(onlyNodeOf(wants([byName]))).toBe('node-1');
  });
  test('a pod for one node is told from others', () => {
    expect(onlyNodeOf(pod())).toBeUndefined();
    expect(onlyNodeOf(wants([expression('zone', 'In', 'a')]))).toBeUndefined();
    expect(
      onlyNodeOf(wants([{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a', 'b'] }] }])),
    ).toBeUndefined();
    expect(
      onlyNodeOf(wants([{ matchFields: [{ key: 'metadata.name', operator: 'NotIn', values: ['a'] }] }])),
    ).toBeUndefined();
  });
});
