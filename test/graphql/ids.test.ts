import { describe, expect, test } from 'vitest';
import { AppError } from '#src/errors/errors.ts';
import { decodeId, decodeIdOf, encodeId } from '#src/graphql/ids.ts';

const base64url = (text: string): string => Buffer.from(text, 'utf8').toString('base64url');

function refusal(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error instanceof AppError ? { code: error.code, message: error.message, field: error.field } : error;
  }
}

describe('an id is opaque base64url of version:type:cluster:uid', () => {
  test('it says what it was made of', () => {
    expect(encodeId('Run', 'c-1', 'r-1')).toBe(base64url('1:Run:c-1:r-1'));
    expect(decodeId(encodeId('Run', 'c-1', 'r-1'), ['id'])).toEqual({ type: 'Run', cluster: 'c-1', uid: 'r-1' });
  });

  test('a cluster whose name has colons, umlauts and line breaks comes back whole', () => {
    const name = 'arn:aws:eks:eu-west-1:1:cluster/größe\n';
    expect(decodeId(encodeId('Cluster', name, ''), ['id'])).toEqual({ type: 'Cluster', cluster: name, uid: '' });
  });
});

const OPAQUE = 'This is not an id of this server. Ids are opaque: pass on what an `id` field gave.';

describe('what is no id of this server is refused with INVALID_ID, the field and what would be right', () => {
  test.for([
    { title: 'nothing', id: '', message: OPAQUE },
    { title: 'plain words', id: 'my-run', message: OPAQUE },
    { title: 'base64url of something else', id: base64url('hello'), message: OPAQUE },
    { title: 'an id with a letter that decoders skip', id: `${encodeId('Run', 'c', 'r')} `, message: OPAQUE },
    { title: 'an id in plain base64 with padding', id: Buffer.from('1:Run:c:rr').toString('base64'), message: OPAQUE },
    {
      title: 'bytes that are no UTF-8',
      id: Buffer.from([0x31, 0x3a, 0x52, 0x3a, 0xff, 0x3a]).toString('base64url'),
      message: OPAQUE,
    },
    { title: 'an id of 2,001 characters', id: base64url(`1:Run:${'c'.repeat(1_494)}:`), message: OPAQUE },
    {
      title: 'another version',
      id: base64url('2:Run:c:r'),
      message: 'This id was made by another version of this server. Read it anew.',
    },
    {
      title: 'an unknown type',
      id: base64url('1:Pod:c:r'),
      message: 'This id names a type that this server does not know.',
    },
    {
      title: 'a property that every object has',
      id: base64url('1:constructor:c:r'),
      message: 'This id names a type that this server does not know.',
    },
  ])('$title', ({ id, message }) => {
    expect(refusal(() => decodeId(id, ['filter', 'id']))).toEqual({
      code: 'INVALID_ID',
      message,
      field: ['filter', 'id'],
    });
  });

  test('2,000 characters are still read', () => {
    const id = base64url(`1:Run:${'c'.repeat(1_493)}:`);
    expect(id).toHaveLength(2_000);
    expect(decodeId(id, ['id']).cluster).toHaveLength(1_493);
  });

  test('the id of another type, with both types named', () => {
    expect(refusal(() => decodeIdOf('Run', encodeId('Finding', 'c', 'f'), ['base']))).toEqual({
      code: 'INVALID_ID',
      message: 'This is the id of a Finding; the id of a Run is needed.',
      field: ['base'],
    });
  });
});
