import { describe, expect, test } from 'vitest';
import type { Pod } from '#src/kubernetes/objects.ts';
import { podProjection } from '#src/kubernetes/projections/core.ts';
import { createStore, type KindStore } from '#src/kubernetes/store.ts';

const OWNER = {
  ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'rs-1', controller: true }],
};

/** A pod as it comes from the wire: every call makes strings and objects of its own. */
function pod(name: string, version: string, more: { metadata?: object; spec?: object; status?: object } = {}): Pod {
  const raw = {
    metadata: {
      name,
      namespace: 'shop',
      uid: `uid-${name}`,
      resourceVersion: version,
      creationTimestamp: '2026-01-01T00:00:00Z',
      ...more.metadata,
    },
    spec: more.spec ?? {},
    status: more.status ?? {},
  };
  return podProjection.project(JSON.parse(JSON.stringify(raw)), { digest: (value) => value });
}

function podStore(...pods: Pod[]): KindStore {
  const store = createStore().kind('Pod');
  store.replace(pods);
  return store;
}

const SPEC = {
  containers: [{ name: 'web', image: 'registry.example/web:1', resources: { limits: { memory: '128Mi' } } }],
  nodeName: 'n1',
};

describe('the store', () => {
  test('takes a newer version only', () => {
    const store = podStore(pod('a', '9'));
    expect(store.put(pod('a', '9', { status: { phase: 'Failed' } }))).toBe(false);
    expect(store.put(pod('a', '8', { status: { phase: 'Failed' } }))).toBe(false);
    expect(store.get('shop', 'a')).toMatchObject({ status: {} });
    expect(store.put(pod('a', '10', { status: { phase: 'Running' } }))).toBe(true);
    expect(store.get('shop', 'a')).toMatchObject({ status: { phase: 'Running' } });
  });

  test('gives the same table until something changes, then another one, and the first stays as it was', () => {
    const store = podStore(pod('a', '1'));
    const first = store.table();
    expect(store.table()).toBe(first);
    store.put(pod('a', '1'));
    store.remove('shop', 'nobody');
    expect(store.table()).toBe(first);
    store.put(pod('b', '2'));
    store.remove('shop', 'a');
    store.put(pod('c', '3'));
    const names = (table: typeof first): string[] => table.list().map(({ metadata }) => metadata.name);
    expect([names(first), first.size]).toEqual([['a'], 1]);
    expect(names(store.table())).toEqual(['b', 'c']);
    store.replace([]);
    expect([names(first), names(store.table())]).toEqual([['a'], []]);
  });

  test('keeps tables of other kinds when one changes', () => {
    const store = createStore();
    const before = store.tables();
    store.kind('Pod').put(pod('a', '1'));
    const after = store.tables();
    expect(after.get('Service')).toBe(before.get('Service'));
    expect(after.get('Pod')).not.toBe(before.get('Pod'));
  });

  test('freezes all that is in it', () => {
    const store = podStore(pod('a', '1', { spec: SPEC }));
    store.put(pod('b', '2', { spec: SPEC, metadata: OWNER }));
    for (const name of ['a', 'b']) {
      const stored = store.get('shop', name) as Pod;
      expect(
        [stored, stored.metadata, stored.spec, stored.spec.containers, stored.spec.containers[0]?.resources].every(
          Object.isFrozen,
        ),
      ).toBe(true);
    }
  });

  test('holds equal parts of pods of one controller once', () => {
    const store = podStore(
      pod('a', '1', { spec: SPEC, metadata: OWNER }),
      pod('b', '2', { spec: { ...SPEC, nodeName: 'n2' }, metadata: OWNER }),
    );
    const [a, b] = ['a', 'b'].map((name) => store.get('shop', name) as Pod);
    expect(b?.spec.containers).toBe(a?.spec.containers);
    expect(b?.metadata.ownerReferences).toBe(a?.metadata.ownerReferences);
    expect([a?.spec.nodeName, b?.spec.nodeName]).toEqual(['n1', 'n2']);
    expect(b).toEqual(pod('b', '2', { spec: { ...SPEC, nodeName: 'n2' }, metadata: OWNER }));
  });

  test('shares nothing between pods of different controllers', () => {
    const other = { ownerReferences: [{ ...OWNER.ownerReferences[0], uid: 'rs-2' }] };
    const store = podStore(
      pod('a', '1', { spec: SPEC, metadata: OWNER }),
      pod('b', '2', { spec: SPEC, metadata: other }),
    );
    expect((store.get('shop', 'b') as Pod).spec).not.toBe((store.get('shop', 'a') as Pod).spec);
  });

  test('holds on to the same object when a new list brings it unchanged, and to its spec when only the status changed', () => {
    const store = podStore(pod('a', '1', { spec: SPEC }), pod('b', '2', { spec: SPEC }));
    const before = ['a', 'b'].map((name) => store.get('shop', name) as Pod);
    store.replace([pod('a', '1', { spec: SPEC }), pod('b', '3', { spec: SPEC, status: { phase: 'Running' } })]);
    expect(store.get('shop', 'a')).toBe(before[0]);
    const after = store.get('shop', 'b') as Pod;
    expect(after.spec).toBe(before[1]?.spec);
    expect(after.status).toEqual({ phase: 'Running' });
  });

  test('lets go of the objects of a controller that is gone', () => {
    const store = podStore(pod('a', '1', { spec: SPEC, metadata: OWNER }));
    const gone = store.get('shop', 'a') as Pod;
    store.remove('shop', 'a');
    store.put(pod('b', '2', { spec: SPEC, metadata: OWNER }));
    const next = store.get('shop', 'b') as Pod;
    expect(next.spec).not.toBe(gone.spec);
    store.replace([]);
    store.put(pod('b', '2', { spec: SPEC, metadata: OWNER }));
    expect((store.get('shop', 'b') as Pod).spec).not.toBe(next.spec);
  });
});
