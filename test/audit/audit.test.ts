import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuthorizer } from '#src/access/authorizer.ts';
import type { Viewer } from '#src/access/viewer.ts';
import type { AuditEvent } from '#src/audit/audit-event.ts';
import { createAuditService } from '#src/audit/audit-service.ts';
import { createAuditStore } from '#src/audit/audit-store.ts';
import { type Database, openDatabase } from '#src/db/database.ts';
import { createTestDatabase, type TestDatabase } from '#test/harness/database.ts';

const ADMIN: Viewer = { name: 'local', via: 'LOCAL', role: 'ADMIN', clusters: undefined, namespaces: undefined };
const ALL = { first: 500, after: undefined };
const EVENT: Omit<AuditEvent, 'id' | 'at'> = {
  viewer: 'local',
  via: 'LOCAL',
  role: 'ADMIN',
  action: 'runStart',
  cluster: 'shop',
  arguments: { input: { cluster: 'shop' } },
  outcome: 'SUCCESS',
  reason: undefined,
  milliseconds: 12.5,
  correlationId: 'c-1',
};

let database: TestDatabase;
let db: Database;
const lines: string[] = [];
const logger = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });
const service = () => createAuditService({ store: createAuditStore(db), authorizer: createAuthorizer(), logger });

beforeAll(async () => {
  database = await createTestDatabase();
  db = await openDatabase({ url: database.url, logger: pino({ level: 'silent' }) });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

test('a row is written whole, without secrets, and shown newest first', async () => {
  await service().record({ ...EVENT, arguments: { input: { cluster: 'shop', token: 'hunter2' } } });
  await service().record({
    ...EVENT,
    action: 'runCancel',
    cluster: undefined,
    outcome: 'REFUSED',
    reason: 'FORBIDDEN: no',
    arguments: undefined,
  });
  const page = await service().list(ADMIN, {}, ALL);
  expect(page.items.map(({ node }) => node)).toMatchObject([
    { ...EVENT, action: 'runCancel', cluster: undefined, outcome: 'REFUSED', reason: 'FORBIDDEN: no', arguments: null },
    { ...EVENT, arguments: { input: { cluster: 'shop', token: '[redacted]' } } },
  ]);
  const { rows } = await db.pool.query('SELECT arguments::text AS arguments FROM audit_events');
  expect(JSON.stringify(rows)).not.toContain('hunter2');
});

test('texts that Postgres would refuse are kept all the same', async () => {
  await service().record({
    ...EVENT,
    viewer: 'nul\0',
    action: 'odd',
    arguments: { a: '\ud83d\0' },
    milliseconds: Number.NaN,
  });
  const page = await service().list(ADMIN, { action: 'odd' }, ALL);
  expect(page.items.map(({ node }) => node)).toMatchObject([
    { viewer: 'nul\ufffd', arguments: { a: '\ufffd\ufffd' }, milliseconds: 0 },
  ]);
});

test('pages and filters: each given part must hold', async () => {
  for (let index = 0; index < 5; index += 1)
    await service().record({
      ...EVENT,
      viewer: 'paged',
      correlationId: `p-${index}`,
      outcome: index === 4 ? 'FAILED' : 'SUCCESS',
    });
  const seen: string[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < 9; pages += 1) {
    const page = await service().list(ADMIN, { viewer: 'paged' }, { first: 2, after });
    expect(await page.total()).toBe(5);
    seen.push(...page.items.map(({ node }) => node.correlationId));
    after = page.items.at(-1)?.cursor;
    if (!page.hasNextPage) break;
  }
  expect(seen).toEqual(['p-4', 'p-3', 'p-2', 'p-1', 'p-0']);
  const ids = async (filter: Parameters<ReturnType<typeof service>['list']>[1]) =>
    (await service().list(ADMIN, { viewer: 'paged', ...filter }, ALL)).items.map(({ node }) => node.correlationId);
  expect(await ids({ outcome: 'FAILED' })).toEqual(['p-4']);
  expect(await ids({ cluster: 'other' })).toEqual([]);
  const { rows } = await db.pool.query<{ at: Date }>(`SELECT at FROM audit_events WHERE correlation_id = 'p-2'`);
  const at = rows[0]?.at ?? new Date(0);
  expect(await ids({ since: at })).toContain('p-2');
  expect(await ids({ until: at })).not.toContain('p-2');
  await expect(service().list(ADMIN, { since: at, until: at }, ALL)).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    field: ['filter', 'since'],
  });
  await expect(service().list(ADMIN, {}, { first: 1, after: 'WyJ4Il0' })).rejects.toMatchObject({
    code: 'INVALID_CURSOR',
  });
});

test('only an ADMIN of everything may read it', async () => {
  for (const viewer of [
    { ...ADMIN, role: 'OPERATOR' as const },
    { ...ADMIN, clusters: ['shop'] },
    { ...ADMIN, namespaces: ['shop'] },
  ]) {
    await expect(service().list(viewer, {}, ALL)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  }
});

test.each([
  'UPDATE audit_events SET viewer = $$x$$',
  'DELETE FROM audit_events',
  'DELETE FROM audit_events WHERE false',
  'TRUNCATE audit_events',
])('%s is refused by the table itself', async (sql) => {
  const count = async () => (await db.pool.query('SELECT 1 FROM audit_events')).rowCount;
  const before = await count();
  await expect(db.pool.query(sql)).rejects.toThrow(
    /^audit_events is append-only: (UPDATE|DELETE|TRUNCATE) is refused$/,
  );
  expect(await count()).toBe(before);
});

test('a row that can not be written goes to the log with its content, and nobody is told', async () => {
  const broken = createAuditService({
    store: { ...createAuditStore(db), append: () => Promise.reject(new Error('database is away')) },
    authorizer: createAuthorizer(),
    logger,
  });
  lines.length = 0;
  await broken.record({ ...EVENT, arguments: { password: 'hunter2' } });
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    {
      level: 50,
      msg: 'an audit event could not be written',
      auditEvent: { action: 'runStart', arguments: { password: '[redacted]' } },
    },
  ]);
  expect(lines.join('')).not.toContain('hunter2');
});
