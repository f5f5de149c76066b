import { test } from 'vitest';
import { diagnosed } from './findings.ts';
import { ADMIN, createWorld } from './world.ts';
test('timing', async () => {
  const world = await createWorld();
  const many = (text: string, sev: 'ERROR' | 'INFO' = 'ERROR') => Array.from({ length: 5000 }, (_, i) => diagnosed(`f${i}`.padEnd(64, '0'), { severity: sev, name: `web-${i}`, namespace: `ns-${i % 50}`, root: { kind: 'Deployment', namespace: `ns-${i % 50}`, name: `web-${i}` }, text: `${text} Pod web-${i} of Deployment web crashed with exit code ${i} again and again.`,
    subjects: Array.from({ length: 3 }, (_, k) => ({ kind: 'Pod', namespace: `ns-${i % 50}`, name: `web-${i}-${k}`, uid: `11111111-1111-1111-1111-${i}${k}` })),
    evidence: Array.from({ length: 5 }, (_, k) => ({ type: 'EVENT' as const, object: { kind: 'Pod', namespace: `ns-${i % 50}`, name: `web-${i}-${k}` }, reason: 'BackOff', message: `Back-off restarting failed container web in pod web-${i}_(${i * 7919}) and more text ${i}`, count: 3, at: '2026-03-01T12:00:00Z' })),
    changes: { exitCodes: String(i) } }));
  const time = async <T>(label: string, f: () => Promise<T>): Promise<T> => { const b = performance.now(); const r = await f(); console.error(label, Math.round(performance.now() - b), 'ms'); return r; };
  const first = many('one'); 
  const a = await time('open 5000', () => world.tell({ findings: first, namespaces: ['a'] }));
  const b = await time('unchanged 5000', () => world.tell({ findings: many('two') }));
  const c = await time('changed 5000', () => world.tell({ findings: many('three', 'INFO') }));
  await time('scoped one ns', () => world.tell({ findings: many('x', 'INFO').filter((f) => f.namespace === 'ns-1'), request: { scope: { namespaces: ['ns-1'] } } }));
  await time('list 50', () => world.findings.list(ADMIN, { state: 'OPEN' }, { first: 50, after: undefined }));
  await time('list 50 again', () => world.findings.list(ADMIN, { state: 'OPEN' }, { first: 50, after: undefined }));
  const p = await time('list 500', () => world.findings.list(ADMIN, { state: 'OPEN' }, { first: 500, after: undefined }));
  await time('list text', () => world.findings.list(ADMIN, { text: 'code 777' }, { first: 50, after: undefined }));
  await time('get', () => world.findings.get(ADMIN, p.items[3]?.node.id ?? ''));
  await time('root causes', () => world.findings.list(ADMIN, { rootCausesOnly: true }, { first: 50, after: undefined }));
  const v = await world.comparisons.compareRuns(ADMIN, a.run.id, c.run.id);
  await time('counts', () => v.counts());
  await time('compare 50', () => v.page({}, { first: 50, after: undefined }));
  await time('compare 500', () => v.page({}, { first: 500, after: undefined }));
  const d = await time('resolve 5000', () => world.tell({ findings: [] }));
  await time('reopen 5000', () => world.tell({ findings: many('four') }));
  const v2 = await world.comparisons.compareRuns(ADMIN, b.run.id, d.run.id);
  await time('counts', () => v2.counts());
  const { rows } = await world.db.pool.query(`SELECT relname, pg_size_pretty(pg_total_relation_size(oid)) s FROM pg_class WHERE relname IN ('finding_latest','findings','finding_revisions','finding_episodes','run_outcomes')`);
  console.error(rows);
  await world.close();
}, 120_000);
