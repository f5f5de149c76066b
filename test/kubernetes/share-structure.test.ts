import { expect, test } from 'vitest';
import { shareStructure } from '#src/kubernetes/share-structure.ts';

const MODEL = { a: { b: ['x', { c: 'deep' }] }, n: 1 };

test('an equal value becomes the model itself', () => {
  expect(shareStructure(MODEL, structuredClone(MODEL))).toBe(MODEL);
});

test.each([
  ['a changed scalar', { ...MODEL, n: 2 }],
  ['a further key', { ...MODEL, more: true }],
  ['a missing key', { a: MODEL.a }],
  ['a longer array', { ...MODEL, a: { b: [...MODEL.a.b, 'y'] } }],
  ['a shorter array', { ...MODEL, a: { b: ['x'] } }],
  ['an array for an object', { ...MODEL, a: [] }],
  ['an object for an array', { ...MODEL, a: { b: { 0: 'x', 1: { c: 'deep' } } } }],
  ['null for an object', { ...MODEL, a: null }],
  ['the same values in another order', { ...MODEL, a: { b: [{ c: 'deep' }, 'x'] } }],
])('%s is kept, and the model is not changed', (_, value) => {
  const model = structuredClone(MODEL);
  expect(shareStructure(model, structuredClone(value))).toEqual(value);
  expect(model).toEqual(MODEL);
});

test('equal parts of a different value are those of the model', () => {
  const shared = shareStructure<typeof MODEL>(MODEL, { ...structuredClone(MODEL), n: 2 });
  expect(shared.a).toBe(MODEL.a);
});

test('a key called __proto__ stays a key', () => {
  const text = '{"keys":{"__proto__":{"size":1}},"n":2}';
  const shared = shareStructure(JSON.parse('{"keys":{"__proto__":{"size":1}},"n":1}'), JSON.parse(text));
  expect(JSON.stringify(shared)).toBe(text);
});
