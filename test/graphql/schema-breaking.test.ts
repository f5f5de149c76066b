import { expect, test } from 'vitest';
import { breakingChanges } from '../../scripts/lib/breaking-changes.ts';

const BEFORE = 'type Query { run(id: ID!): Run } type Run { state: State! note: String } enum State { QUEUED RUNNING }';

test.for([
  { title: 'a field that was taken away', after: BEFORE.replace('note: String', ''), change: 'FIELD_REMOVED Run.note' },
  {
    title: 'a field that may be null now',
    after: BEFORE.replace('State!', 'State'),
    change: 'FIELD_TYPE_CHANGED Run.state',
  },
  {
    title: 'an argument that is needed now',
    after: BEFORE.replace('id: ID!', 'id: ID!, cluster: ID!'),
    change: 'FIELD_ARGUMENT_ADDED Query.run.cluster',
  },
  {
    title: 'an enum value that was taken away',
    after: BEFORE.replace(' RUNNING', ''),
    change: 'ENUM_VALUE_REMOVED State.RUNNING',
  },
])('$title is breaking, unless it is listed', async ({ after, change }) => {
  const found = await breakingChanges(BEFORE, after, []);
  expect(found.map((one) => one.change)).toEqual([change]);
  expect(await breakingChanges(BEFORE, after, [{ change, why: 'Nobody reads it.' }])).toEqual([]);
});

test('a new field, a new value and other words break nothing', async () => {
  const after = `"Runs." ${BEFORE.replace('note: String', 'note: String end: String').replace('RUNNING', 'RUNNING DONE')}`;
  expect(await breakingChanges(BEFORE, after, [])).toEqual([]);
});
