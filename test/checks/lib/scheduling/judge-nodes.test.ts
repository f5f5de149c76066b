import { describe, expect, test } from 'vitest';
import { createSchedulingView } from '#src/checks/lib/scheduling/judge-nodes.ts';
import type { KubernetesObject, Pod } from '#src/kubernetes/objects.ts';
import { merge, node, object, pod } from '#test/harness/objects.ts';
import { snapshotOf } from '#test/harness/snapshot-of.ts';

const inZone = (name: string, zone: string, over: Record<string, unknown> = {}): ReturnType<typeof node> =>
  node(merge({ metadata: { name, labels: { 'kubernetes.io/hostname': name, zone } } }, over));

function placed(name: string, nodeName: string, over: Record<string, unknown> = {}): Pod {
  return pod(merge({ metadata: { name }, spec: { nodeName } }, over));
}

function fresh(spec: Record<string, unknown> = {}, metadata: Record<string, unknown> = {}): Pod {
  return object('Pod', {
    metadata: { namespace: 'shop', name: 'fresh', labels: { app: 'web' }, ...metadata },
    spec: { containers: [{ name: 'web', image: 'web:1' }], ...spec },
  });
}

function why(candidate: Pod, ...others: readonly KubernetesObject[]): string | undefined {
  return createSchedulingView(snapshotOf([candidate, ...others])).judge(candidate)?.why;
}

const affinity = (kind: 'podAffinity' | 'podAntiAffinity', term: object): Record<string, unknown> => ({
  affinity: { [kind]: { requiredDuringSchedulingIgnoredDuringExecution: [term] } },
});
const apart = affinity('podAntiAffinity', {
  labelSelector: { matchLabels: { app: 'web' } },
  topologyKey: 'kubernetes.io/hostname',
});
const spread = {
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'zone',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { app: 'web' } },
    },
  ],
};

describe('pods that must be apart', () => {
  test('a node of its own is free', () => {
    expect(why(fresh(apart), inZone('n1', 'a'), inZone('n2', 'a'), placed('w1', 'n1'))).toBeUndefined();
  });
  test('every node has one already', () => {
    expect(why(fresh(apart), inZone('n1', 'a'), placed('w1', 'n1'))).toBe(
      'the only node does not fit: 1 with pods (app=web) that it must not share kubernetes.io/hostname with',
    );
  });
  test('a namesake of another namespace does not count, unless the term says so', () => {
    const other = placed('w1', 'n1', { metadata: { namespace: 'other' } });
    expect(why(fresh(apart), inZone('n1', 'a'), other)).toBeUndefined();
    const everywhere = affinity('podAntiAffinity', {
      labelSelector: { matchLabels: { app: 'web' } },
      namespaceSelector: {},
      topologyKey: 'zone',
    });
    expect(why(fresh(everywhere), inZone('n1', 'a'), other)).toMatch(/must not share zone/);
    const byLabel = affinity('podAntiAffinity', {
      labelSelector: { matchLabels: { app: 'web' } },
      namespaceSelector: { matchLabels: { team: 'x' } },
      topologyKey: 'zone',
    });
    expect(
      why(
        fresh(byLabel),
        inZone('n1', 'a'),
        other,
        object('Namespace', { metadata: { name: 'other', labels: { team: 'x' } } }),
      ),
    ).toMatch(/must not share zone/);
    expect(
      why(
        fresh(byLabel),
        inZone('n1', 'a'),
        other,
        object('Namespace', { metadata: { name: 'other', labels: { team: 'y' } } }),
      ),
    ).toBeUndefined();
  });
  test('a pod that has ended does not count', () => {
    expect(
      why(fresh(apart), inZone('n1', 'a'), placed('w1', 'n1', { status: { phase: 'Succeeded' } })),
    ).toBeUndefined();
  });
  test('a term without a selector means no pod', () => {
    expect(
      why(fresh(affinity('podAntiAffinity', { topologyKey: 'zone' })), inZone('n1', 'a'), placed('w1', 'n1')),
    ).toBeUndefined();
  });
  test('the refusal works both ways', () => {
    expect(why(fresh(), inZone('n1', 'a'), placed('w1', 'n1', { spec: apart }))).toBe(
      'the only node does not fit: 1 with pods that refuse to share kubernetes.io/hostname with it',
    );
  });
});

describe('pods that must be together', () => {
  const beside = affinity('podAffinity', { labelSelector: { matchLabels: { app: 'cache' } }, topologyKey: 'zone' });
  test('only where the other is', () => {
    const cache = placed('c1', 'n1', { metadata: { labels: { app: 'cache' } } });
    expect(why(fresh(beside), inZone('n1', 'a'), cache)).toBeUndefined();
    expect(why(fresh(beside), inZone('n1', 'a', { spec: { unschedulable: true } }), inZone('n2', 'b'), cache)).toBe(
      'none of 2 nodes fits: 1 cordoned; 1 without the pods (app=cache) that it must share zone with',
    );
  });
  test('the first of a group that wants its own kind may go anywhere with the label', () => {
    const itself = affinity('podAffinity', { labelSelector: { matchLabels: { app: 'web' } }, topologyKey: 'zone' });
    expect(why(fresh(itself), inZone('n1', 'a'))).toBeUndefined();
    expect(why(fresh(itself), node({ metadata: { name: 'n1' } }))).toMatch(
      /without the pods \(app=web\) that it must share zone with/,
    );
  });
});

describe('pods that must be spread', () => {
  test('one more is allowed up to the skew', () => {
    expect(
      why(fresh(spread), inZone('n1', 'a'), inZone('n2', 'b', { spec: { unschedulable: true } }), placed('w1', 'n2')),
    ).toBeUndefined();
  });
  test('more than the skew is not: the other zone is full', () => {
    const nodes = [inZone('n1', 'a'), inZone('n2', 'b', { spec: { unschedulable: true } })];
    expect(why(fresh(spread), ...nodes, placed('w1', 'n1'))).toBe(
      'none of 2 nodes fits: 1 cordoned; 1 in a zone that holds too many of its kind already (max skew 1)',
    );
  });
  test('a pod on its way out is not counted', () => {
    const leaving = placed('w1', 'n1', { metadata: { deletionTimestamp: '2026-03-01T12:00:10Z' } });
    const nodes = [inZone('n1', 'a'), inZone('n2', 'b', { spec: { unschedulable: true } })];
    expect(why(fresh(spread), ...nodes, leaving)).toBeUndefined();
  });
  test('a tainted zone does not count where the constraint says so', () => {
    const [constraint] = spread.topologySpreadConstraints;
    const honest = { topologySpreadConstraints: [{ ...constraint, nodeTaintsPolicy: 'Honor' }] };
    expect(
      why(fresh(honest), inZone('n1', 'a'), inZone('n2', 'b', { spec: { unschedulable: true } }), placed('w1', 'n1')),
    ).toBeUndefined();
  });
  test('too few domains count as an empty one', () => {
    const [constraint] = spread.topologySpreadConstraints;
    const three = { topologySpreadConstraints: [{ ...constraint, minDomains: 3 }] };
    expect(why(fresh(three), inZone('n1', 'a'), inZone('n2', 'b'), placed('w1', 'n1'), placed('w2', 'n2'))).toBe(
      'none of 2 nodes fits: 2 in a zone that holds too many of its kind already (max skew 1)',
    );
  });
  test('another revision does not count where the constraint goes by its hash', () => {
    const [constraint] = spread.topologySpreadConstraints;
    const byHash = { topologySpreadConstraints: [{ ...constraint, matchLabelKeys: ['pod-template-hash'] }] };
    const old = placed('w1', 'n1', { metadata: { labels: { app: 'web', 'pod-template-hash': 'old' } } });
    expect(
      why(
        fresh(byHash, { labels: { app: 'web', 'pod-template-hash': 'new' } }),
        inZone('n1', 'a'),
        inZone('n2', 'b', { spec: { unschedulable: true } }),
        old,
      ),
    ).toBeUndefined();
  });
  test('a soft constraint keeps nobody away, a node without the label is out', () => {
    const [constraint] = spread.topologySpreadConstraints;
    const soft = { topologySpreadConstraints: [{ ...constraint, whenUnsatisfiable: 'ScheduleAnyway' }] };
    expect(why(fresh(soft), node({ metadata: { name: 'n1' } }))).toBeUndefined();
    expect(why(fresh(spread), node({ metadata: { name: 'n1' } }))).toBe(
      'the only node does not fit: 1 without the label zone, over which it must be spread',
    );
  });
});

describe('volumes that tie a pod to a place', () => {
  const wantsClaim = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] };
  const inA = {
    nodeAffinity: {
      required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] }] },
    },
  };
  const bound = object('PersistentVolumeClaim', {
    metadata: { namespace: 'shop', name: 'data' },
    spec: { volumeName: 'pv-1' },
    status: { phase: 'Bound' },
  });
  const volume = object('PersistentVolume', { metadata: { name: 'pv-1' }, spec: inA, status: { phase: 'Bound' } });
  test('a bound volume is reached from its zone only', () => {
    expect(why(fresh(wantsClaim), bound, volume, inZone('n1', 'a'))).toBeUndefined();
    expect(why(fresh(wantsClaim), bound, volume, inZone('n2', 'b'))).toBe(
      'the only node does not fit: 1 out of reach of volume pv-1 (claim data)',
    );
  });
  test('a claim for volumes made by hand needs one that is free and in reach', () => {
    const local = object('StorageClass', {
      metadata: { name: 'local' },
      provisioner: 'kubernetes.io/no-provisioner',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    const claim = object('PersistentVolumeClaim', {
      metadata: { namespace: 'shop', name: 'data' },
      spec: { storageClassName: 'local', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Gi' } } },
      status: { phase: 'Pending' },
    });
    const free = (storage: string): KubernetesObject =>
      object('PersistentVolume', {
        metadata: { name: 'pv-1' },
        spec: { ...inA, storageClassName: 'local', accessModes: ['ReadWriteOnce'], capacity: { storage } },
        status: { phase: 'Available' },
      });
    expect(why(fresh(wantsClaim), local, claim, free('5Gi'), inZone('n1', 'a'))).toBeUndefined();
    expect(why(fresh(wantsClaim), local, claim, free('4Gi'), inZone('n1', 'a'))).toBe(
      'the only node does not fit: 1 without a free volume for claim data (class local)',
    );
    expect(why(fresh(wantsClaim), local, claim, free('5Gi'), inZone('n2', 'b'))).toBe(
      'the only node does not fit: 1 without a free volume for claim data (class local)',
    );
  });
});

describe('how it is said', () => {
  test('a host port that is taken', () => {
    const holds = { containers: [{ name: 'web', ports: [{ containerPort: 80, hostPort: 80 }] }] };
    expect(why(fresh(holds), inZone('n1', 'a'), placed('w1', 'n1', { spec: holds }))).toBe(
      'the only node does not fit: 1 with host port TCP/80 in use',
    );
  });
  test('two resources that are short together, and a device that no node has', () => {
    const big = {
      containers: [{ name: 'web', resources: { requests: { cpu: '5', memory: '1Gi', 'nvidia.com/gpu': '1' } } }],
    };
    expect(why(fresh(big), inZone('n1', 'a'))).toBe(
      'the only node does not fit: 1 without enough cpu (asks for 5, the largest of them has 4 in all) and nvidia.com/gpu (asks for 1, they have none)',
    );
  });
  test('no room for one more pod', () => {
    expect(why(fresh(), inZone('n1', 'a', { status: { allocatable: { pods: '1' } } }), placed('w1', 'n1'))).toBe(
      'the only node does not fit: 1 without enough room for pods (all 1 taken)',
    );
  });
  test('reasons with most nodes come first', () => {
    const dedicated = { spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } };
    expect(
      why(
        fresh(),
        inZone('n1', 'a', { spec: { unschedulable: true } }),
        inZone('n2', 'a', dedicated),
        inZone('n3', 'a', dedicated),
      ),
    ).toBe('none of 3 nodes fits: 2 with the taint a:NoSchedule, which it does not tolerate; 1 cordoned');
  });
});
