import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Check, defineCheck } from '#src/checks/engine/define-check.ts';
import { validateRunStart } from '#src/diagnosis/validate-run-start.ts';
import { AppError } from '#src/errors/errors.ts';
import { sickPods, startOf } from './server.ts';

const slowPods: Check = defineCheck({
  id: 'slow-pods',
  title: 'Pod is slow',
  stage: 'POD',
  severity: 'WARNING',
  needs: ['Pod'],
  params: z.object({ seconds: z.number().int().min(0).default(60), names: z.array(z.string()).default([]) }),
  messages: { slow: { text: 'Slow.', next: 'wait' } },
  remedy: 'Wait.',
  *run() {},
});
const known = { catalogue: [sickPods, slowPods], defaults: {} };

function refusal(over: Parameters<typeof startOf>[0]): {
  code: string;
  field: readonly string[] | undefined;
  message: string;
} {
  try {
    validateRunStart(startOf(over), known);
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, field: error.field, message: error.message };
    throw error;
  }
  throw new Error('was accepted');
}

describe('what is kept of a start', () => {
  test('names in order and once, so that equal requests are equal texts', () => {
    const start = startOf({
      scope: { namespaces: ['shop', 'batch', 'shop'], labelSelector: ' app = web ' },
      checks: ['slow-pods', 'sick-pods', 'slow-pods'],
      params: { 'slow-pods': { seconds: 0 } },
    });
    expect(validateRunStart(start, known)).toEqual({
      scope: { namespaces: ['batch', 'shop'], labelSelector: 'app = web' },
      checks: ['sick-pods', 'slow-pods'],
      params: { 'slow-pods': { seconds: 0 } },
    });
  });

  test('nothing said is everything', () => {
    expect(validateRunStart(startOf({ scope: { labelSelector: '  ' } }), known)).toEqual({
      scope: {},
      checks: undefined,
      params: {},
    });
  });

  test('the longest that is allowed', () => {
    const namespaces = Array.from({ length: 100 }, (_, index) => `n${index}`);
    const labelSelector = `a in (${'b,'.repeat(496)}b)`;
    expect(labelSelector).toHaveLength(1000);
    expect(
      validateRunStart(startOf({ scope: { namespaces, labelSelector }, idempotencyKey: 'k'.repeat(200) }), known).scope
        .namespaces,
    ).toHaveLength(100);
    expect(validateRunStart(startOf({ checks: Array.from({ length: 200 }, () => 'sick-pods') }), known).checks).toEqual(
      ['sick-pods'],
    );
    expect(
      validateRunStart(startOf({ scope: { namespaces: ['a', 'a'.repeat(63), '0-9'] } }), known).scope.namespaces,
    ).toHaveLength(3);
  });
});

describe('what is refused says what, where, and what would be right', () => {
  test.each<[string, Parameters<typeof startOf>[0], string, string[], string]>([
    [
      'a namespace in capitals',
      { scope: { namespaces: ['ok', 'Shop'] } },
      'BAD_USER_INPUT',
      ['input', 'scope', 'namespaces', '1'],
      '"Shop" is no namespace name: 1 to 63 lower-case letters, digits or "-", beginning and ending with a letter or digit.',
    ],
    [
      'an empty namespace',
      { scope: { namespaces: [''] } },
      'BAD_USER_INPUT',
      ['input', 'scope', 'namespaces', '0'],
      '"" is no namespace name',
    ],
    [
      'a namespace of 64',
      { scope: { namespaces: ['a'.repeat(64)] } },
      'BAD_USER_INPUT',
      ['input', 'scope', 'namespaces', '0'],
      'is no namespace name',
    ],
    [
      'a namespace that ends in "-"',
      { scope: { namespaces: ['a-'] } },
      'BAD_USER_INPUT',
      ['input', 'scope', 'namespaces', '0'],
      '"a-" is no namespace name',
    ],
    [
      '101 namespaces',
      { scope: { namespaces: Array.from({ length: 101 }, (_, index) => `n${index}`) } },
      'LIMIT_EXCEEDED',
      ['input', 'scope', 'namespaces'],
      'At most 100 namespaces may be named; these are 101.',
    ],
    [
      'a selector that ends too early',
      { scope: { labelSelector: 'app=web,' } },
      'INVALID_SELECTOR',
      ['input', 'scope', 'labelSelector'],
      'At character 8: expected a label key, found the end.',
    ],
    [
      'a selector of 1,001',
      { scope: { labelSelector: 'a'.repeat(1001) } },
      'LIMIT_EXCEEDED',
      ['input', 'scope', 'labelSelector'],
      'A label selector has at most 1000 characters; this one has 1001.',
    ],
    [
      'an unknown check',
      { checks: ['sick-pods', 'slow-pod'] },
      'BAD_USER_INPUT',
      ['input', 'checks', '1'],
      'There is no check "slow-pod". The nearest is "slow-pods".',
    ],
    [
      'no check at all',
      { checks: [] },
      'BAD_USER_INPUT',
      ['input', 'checks'],
      'Name at least one check, or leave the list out to run all.',
    ],
    [
      '201 checks',
      { checks: Array.from({ length: 201 }, () => 'sick-pods') },
      'LIMIT_EXCEEDED',
      ['input', 'checks'],
      'At most 200 checks may be named; these are 201.',
    ],
    [
      'no namespace at all, which is not all of them',
      { scope: { namespaces: [] } },
      'BAD_USER_INPUT',
      ['input', 'scope', 'namespaces'],
      'Name at least one namespace, or leave the list out to examine all.',
    ],
    [
      'params of an unknown check',
      { params: { 'slow-pds': {} } },
      'BAD_USER_INPUT',
      ['input', 'params', '0', 'check'],
      'There is no check "slow-pds". The nearest is "slow-pods".',
    ],
    [
      'params of Object.prototype',
      { params: { constructor: {} } },
      'BAD_USER_INPUT',
      ['input', 'params', '0', 'check'],
      'There is no check "constructor".',
    ],
    [
      'params of a check that is not run',
      { checks: ['sick-pods'], params: { 'slow-pods': {} } },
      'BAD_USER_INPUT',
      ['input', 'params', '0', 'check'],
      'has params but is not among the checks of this run.',
    ],
    [
      'params where there are none',
      { params: { 'sick-pods': { seconds: 1 } } },
      'BAD_USER_INPUT',
      ['input', 'params', '0', 'params'],
      'The check "sick-pods" takes no params.',
    ],
    [
      'params that are no object',
      { params: { 'slow-pods': [1] } },
      'BAD_USER_INPUT',
      ['input', 'params', '0', 'params'],
      'The params of "slow-pods" must be an object.',
    ],
    [
      'a param of the wrong type',
      { params: { 'slow-pods': { seconds: 'ten' } } },
      'BAD_USER_INPUT',
      ['input', 'params', '0', 'params', 'seconds'],
      'The params of "slow-pods" do not fit at seconds: it must be a number.',
    ],
    [
      'a param deep inside',
      { params: { 'slow-pods': { names: ['a', 2] } } },
      'BAD_USER_INPUT',
      ['input', 'params', '0', 'params', 'names', '1'],
      'do not fit at names.1',
    ],
    [
      'a param with a typing error',
      { params: { 'slow-pods': { second: 1 } } },
      'BAD_USER_INPUT',
      ['input', 'params', '0', 'params'],
      'The params of "slow-pods" do not fit: there is no param "second".',
    ],
    [
      'an empty idempotency key',
      { idempotencyKey: '' },
      'BAD_USER_INPUT',
      ['input', 'idempotencyKey'],
      'An idempotency key has 1 to 200 characters.',
    ],
    [
      'an idempotency key of 201',
      { idempotencyKey: 'k'.repeat(201) },
      'BAD_USER_INPUT',
      ['input', 'idempotencyKey'],
      'An idempotency key has 1 to 200 characters.',
    ],
  ])('%s', (_, over, code, field, message) => {
    const refused = refusal(over);
    expect([refused.code, refused.field]).toEqual([code, field]);
    expect(refused.message).toContain(message);
  });

  test('params are judged together with the defaults of the cluster', () => {
    const start = startOf({ params: { 'slow-pods': { names: ['a'] } } });
    expect(() => validateRunStart(start, { ...known, defaults: { 'slow-pods': { seconds: -1 } } })).toThrow(
      'do not fit at seconds',
    );
  });
});
