import { describe, expect, test } from 'vitest';
import { difference } from '#src/recordings/difference.ts';
import type { RecordedObject } from '#src/recordings/recorded-object.ts';

function object(name: string, resourceVersion: string, uid = name): RecordedObject {
  return { metadata: { name, uid, resourceVersion } };
}

function events(earlier: RecordedObject[][], now: RecordedObject[]): string[] {
  return difference(earlier, now, '77').map(
    (event) => `${event.type} ${event.object.metadata.name}@${event.object.metadata.resourceVersion}`,
  );
}

describe('the difference between moments', () => {
  test.for<[title: string, earlier: RecordedObject[][], now: RecordedObject[], told: string[]]>([
    ['nothing changed', [[object('a', '1')]], [object('a', '1')], []],
    ['one came', [[]], [object('a', '1')], ['ADDED a@1']],
    ['one went, at the version of its deletion', [[object('a', '1')]], [], ['DELETED a@77']],
    ['one changed', [[object('a', '1')]], [object('a', '2')], ['MODIFIED a@2']],
    ['a name has a new object', [[object('a', '1', 'old')]], [object('a', '2', 'new')], ['DELETED a@77', 'ADDED a@2']],
    [
      'changes come in the order of their versions',
      [[object('a', '1'), object('b', '2')]],
      [object('a', '9'), object('b', '8')],
      ['MODIFIED b@8', 'MODIFIED a@9'],
    ],
    ['versions are numbers, not texts', [[]], [object('a', '10'), object('b', '9')], ['ADDED b@9', 'ADDED a@10']],
    ['on the way an object came and went', [[], [object('a', '1')]], [], ['DELETED a@77']],
    ['on the way an object came and stayed', [[], [object('a', '1')]], [object('a', '1')], ['ADDED a@1']],
    ['on the way an object went and came back', [[object('a', '1')], []], [object('a', '1')], ['ADDED a@1']],
    [
      'on the way an object changed and changed back',
      [[object('a', '1')], [object('a', '2')]],
      [object('a', '1')],
      ['MODIFIED a@1'],
    ],
    ['all along it stayed', [[object('a', '1')], [object('a', '1')]], [object('a', '1')], []],
  ])('%s', ([, earlier, now, told]) => {
    expect(events(earlier, now)).toEqual(told);
  });

  test('objects without uid and version are known by place and content', () => {
    const usage = (name: string, cpu: string): RecordedObject => ({ metadata: { name }, cpu });
    const told = difference([[usage('a', '1'), usage('b', '1')]], [usage('a', '1'), usage('b', '2')], '77');
    expect(told).toEqual([{ type: 'MODIFIED', object: { metadata: { name: 'b' }, cpu: '2' } }]);
  });
});
