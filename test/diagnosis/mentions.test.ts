import { describe, expect, test } from 'vitest';
import { maskNames, mentionsOf, namespacesIn } from '#src/diagnosis/mentions.ts';
import { diagnosed } from './findings.ts';

const NAMESPACES = new Set(['shop', 'shop-eu', 'default', 'payments']);

describe('namespaces that a text names', () => {
  test.each<[string, string[]]>([
    ['Service payments/gateway has no pod.', ['payments']],
    ['forbidden to list secrets in namespace shop', ['shop']],
    ['forbidden in namespaces "shop-eu".', ['shop-eu']],
    ['The default StorageClass is missing.', []],
    ['https://registry.test/shop/web:1 and my.shop/x', []],
    ['not-shop/x', []],
    ['elsewhere/x', []],
  ])('%s', (text, names) => {
    expect(namespacesIn(text, NAMESPACES)).toEqual(names);
  });
});

test('a finding speaks of other namespaces by its references, its data and its evidence, never of its own', () => {
  const finding = diagnosed('a', {
    text: 'Pod shop/web-1 crashed.',
    data: { peer: ['payments/gateway'] },
    subjects: [{ kind: 'Pod', namespace: 'shop', name: 'web-1' }],
    evidence: [
      { type: 'FIELD', object: { kind: 'Namespace', name: 'default' }, path: 'status', value: 'in namespace shop-eu' },
    ],
  });
  expect(mentionsOf(finding, NAMESPACES)).toEqual(['default', 'payments', 'shop-eu']);
});

describe('masking a name', () => {
  test.each([
    ['shop/web in shop', ['shop'], '[hidden]/web in [hidden]'],
    ['shop-eu, shop, eu-shop, shops, shop.', ['shop'], 'shop-eu, [hidden], eu-shop, shops, [hidden].'],
    ['shop-eu and shop', ['shop', 'shop-eu'], '[hidden] and [hidden]'],
    ['a.b', ['a.b'], '[hidden]'],
    ['axb', ['a.b'], 'axb'],
    ['shop', [], 'shop'],
  ])('%s without %o', (text, hidden, masked) => {
    expect(maskNames(text, hidden)).toBe(masked);
  });
});
