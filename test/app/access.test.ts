import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Answer } from '#test/harness/graphql-client.ts';
import { type PersonName, type Portal, startPortal } from './portal.ts';

/** Who may do what, and that whatever was refused or changed can be read afterwards. */
let portal: Portal;
const cleanups: (() => Promise<void>)[] = [];
beforeAll(async () => {
  portal = await startPortal((stop) => void cleanups.push(stop));
}, 120_000);
afterAll(async () => {
  for (const stop of cleanups.reverse()) await stop();
});

const START =
  'mutation ($input: RunStartInput!) { runStart(input: $input) { run { id } userErrors { message field code } } }';
const CANCEL =
  'mutation ($id: ID!) { runCancel(input: { id: $id }) { run { state } userErrors { message field code } } }';
const AUDIT =
  '{ auditEvents(first: 500) { totalCount nodes { viewer via role action cluster arguments outcome reason milliseconds correlationId } } }';

interface Event {
  readonly viewer: string;
  readonly action: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly correlationId: string;
  readonly arguments: unknown;
}

async function events(): Promise<readonly Event[]> {
  return (await portal.query<{ auditEvents: { nodes: Event[] } }>(AUDIT, {}, portal.tokens.chief)).auditEvents.nodes;
}

/** What was recorded while something was done; refused requests are recorded after they are answered. */
async function recordedDuring(count: number, work: () => Promise<unknown>): Promise<readonly Event[]> {
  const before = (await events()).length;
  await work();
  await expect.poll(async () => (await events()).length).toBe(before + count);
  return (await events()).slice(0, count);
}

/** The one error of an answer. */
function refusal(answer: Answer<unknown> & { readonly status: number }) {
  const [error, ...others] = answer.errors ?? [];
  expect(others).toEqual([]);
  return { status: answer.status, code: error?.extensions?.['code'], message: error?.message };
}

const as = (person: PersonName) => portal.tokens[person];

describe('who is not known', () => {
  test('is answered 401 over HTTP and 4401 over WebSocket, whatever is asked; expired is like unknown; all is recorded', async () => {
    const nobody = `kc_${'x'.repeat(43)}`;
    const recorded = await recordedDuring(5, async () => {
      for (const token of [undefined, nobody, as('leaver')]) {
        const answer = await portal.ask('{ clusters { nodes { name } } }', {}, token);
        expect(refusal(answer)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
        expect(answer.data ?? null).toBeNull();
      }
      expect(refusal(await portal.ask(START, { input: { cluster: 'prod' } }, as('leaver')))).toMatchObject({
        status: 401,
        code: 'UNAUTHENTICATED',
        message: 'The token has expired.',
      });
      const client = createClient({
        url: `${portal.url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        connectionParams: { authorization: `Bearer ${as('leaver')}` },
      });
      await expect(client.iterate({ query: '{ clusters { totalCount } }' }).next()).rejects.toMatchObject({
        code: 4401,
      });
      await client.dispose();
    });
    // In whatever order: they are written after the answers.
    expect(recorded.map(({ viewer, action, outcome }) => `${viewer} ${action} ${outcome}`).sort()).toEqual([
      'leaver http.request REFUSED',
      'leaver http.request REFUSED',
      'leaver websocket.connect REFUSED',
      'unauthenticated http.request REFUSED',
      'unauthenticated http.request REFUSED',
    ]);
    expect(JSON.stringify(recorded)).not.toMatch(/kc_[A-Za-z0-9_-]{43}/);
  });
});

describe('who is known and may not', () => {
  const refused: readonly {
    title: string;
    person: PersonName;
    query: string;
    variables: () => Record<string, unknown>;
    action: string;
    message: RegExp;
  }[] = [
    {
      title: 'a VIEWER starts a run',
      person: 'cashier',
      query: START,
      variables: () => ({ input: { cluster: 'prod', scope: { namespaces: ['payments'] } } }),
      action: 'runStart',
      message: /OPERATOR/,
    },
    {
      title: 'a VIEWER cancels a run',
      person: 'researcher',
      query: CANCEL,
      variables: () => ({ id: portal.runs.after }),
      action: 'runCancel',
      message: /OPERATOR/,
    },
    {
      title: 'an OPERATOR of a namespace starts a run of everything',
      person: 'shopkeeper',
      query: START,
      variables: () => ({ input: { cluster: 'prod' } }),
      action: 'runStart',
      message: /shop/,
    },
    {
      title: 'an OPERATOR of a namespace starts a run that names another too',
      person: 'shopkeeper',
      query: START,
      variables: () => ({ input: { cluster: 'prod', scope: { namespaces: ['shop', 'payments'] } } }),
      action: 'runStart',
      message: /shop/,
    },
    {
      title: 'an OPERATOR of a namespace cancels a run of everything',
      person: 'shopkeeper',
      query: CANCEL,
      variables: () => ({ id: portal.runs.after }),
      action: 'runCancel',
      message: /shop/,
    },
    {
      title: 'an OPERATOR reads the audit',
      person: 'shopkeeper',
      query: AUDIT,
      variables: () => ({}),
      action: 'Query.auditEvents',
      message: /ADMIN/,
    },
    {
      title: 'a VIEWER reads the audit',
      person: 'cashier',
      query: AUDIT,
      variables: () => ({}),
      action: 'Query.auditEvents',
      message: /ADMIN/,
    },
  ];
  for (const { title, person, query, variables, action, message } of refused) {
    test(`${title}: FORBIDDEN with the reason, and recorded`, async () => {
      const [event] = await recordedDuring(1, async () => {
        const answer = await portal.ask(query, variables(), as(person));
        expect(refusal(answer)).toEqual({ status: 200, code: 'FORBIDDEN', message: expect.stringMatching(message) });
        expect(JSON.stringify(answer.data ?? null)).not.toContain('"id"');
      });
      expect(event).toMatchObject({
        viewer: person,
        action,
        outcome: 'REFUSED',
        reason: expect.stringMatching(/^FORBIDDEN: /),
      });
    });
  }

  test('the metrics of the whole server are not for who sees a part: 403, and recorded', async () => {
    const [event] = await recordedDuring(1, async () => {
      const answer = await fetch(`${portal.url}/metrics`, { headers: { authorization: `Bearer ${as('cashier')}` } });
      expect(answer.status).toBe(403);
      expect(await answer.text()).not.toContain('kubeclinic_');
    });
    expect(event).toMatchObject({
      viewer: 'cashier',
      action: 'http.request',
      outcome: 'REFUSED',
      reason: expect.stringMatching(/^FORBIDDEN: /),
    });
  });

  test('a run of others and a run that nobody has are cancelled alike: not found', async () => {
    const ofOthers = await portal.diagnose({ cluster: 'prod', scope: { namespaces: ['payments'] } }, as('chief'));
    const cancel = async (id: string) => (await portal.ask(CANCEL, { id }, as('shopkeeper'))).data;
    const idOfNobody = Buffer.from(
      Buffer.from(ofOthers, 'base64url')
        .toString()
        .replace(/[0-9a-f-]{36}$/, '00000000-0000-4000-8000-000000000000'),
    ).toString('base64url');
    expect(await cancel(ofOthers)).toMatchObject({ runCancel: { run: null, userErrors: [{ code: 'NOT_FOUND' }] } });
    expect(await cancel(ofOthers)).toEqual(await cancel(idOfNobody));
  });

  test('a cluster of others and one that does not exist are examined alike: not found', async () => {
    const start = async (cluster: string): Promise<unknown> =>
      JSON.parse(
        JSON.stringify(await portal.ask(START, { input: { cluster } }, as('gardener'))).replaceAll(cluster, 'NAME'),
      );
    expect(await start('prod')).toMatchObject({
      data: { runStart: { run: null, userErrors: [{ code: 'NOT_FOUND', field: ['input', 'cluster'] }] } },
    });
    expect(await start('prod')).toEqual(await start('nowhere'));
  });
});

describe('who is known and may', () => {
  test('an OPERATOR of a namespace examines it; the run, its findings and the audit say so', async () => {
    const [event] = await recordedDuring(1, async () => {
      const id = await portal.diagnose(
        { cluster: 'prod', scope: { namespaces: ['shop'] }, idempotencyKey: 'monday' },
        as('shopkeeper'),
      );
      const { run } = await portal.query<{
        run: { startedBy: string; scope: { namespaces: string[] }; correlationId: string };
      }>(
        'query ($id: ID!) { run(id: $id) { startedBy scope { namespaces } correlationId } }',
        { id },
        as('shopkeeper'),
      );
      expect(run).toMatchObject({ startedBy: 'shopkeeper', scope: { namespaces: ['shop'] } });
    });
    expect(event).toMatchObject({
      viewer: 'shopkeeper',
      via: 'TOKEN',
      role: 'OPERATOR',
      action: 'runStart',
      cluster: 'prod',
      arguments: { input: { cluster: 'prod', scope: { namespaces: ['shop'] }, idempotencyKey: 'monday' } },
      outcome: 'SUCCESS',
      reason: null,
    });
    const { runs } = await portal.query<{ runs: { nodes: { correlationId: string; startedBy: string }[] } }>(
      '{ runs(first: 1) { nodes { startedBy correlationId } } }',
      {},
      as('shopkeeper'),
    );
    expect(runs.nodes).toEqual([{ startedBy: 'shopkeeper', correlationId: event?.correlationId }]);
  });

  test('reading is not recorded', async () => {
    const [event] = await recordedDuring(1, async () => {
      await portal.query('{ findings { totalCount } clusters { totalCount } runs { totalCount } }', {}, as('cashier'));
      await portal.ask(START, { input: { cluster: 'prod' } }, as('cashier'));
    });
    expect(event?.action).toBe('runStart');
  });
});

describe('what was recorded', () => {
  test.each([
    ["UPDATE audit_events SET viewer = 'nobody'"],
    ['DELETE FROM audit_events'],
    ['TRUNCATE audit_events'],
    ['TRUNCATE audit_events, runs CASCADE'],
  ])('stays: %s is refused by the database itself', async (statement) => {
    const before = await events();
    expect(before.length).toBeGreaterThan(0);
    await expect(portal.database.pool.query(statement)).rejects.toThrow(/append-only|audit/i);
    expect(await events()).toEqual(before);
  });
});
