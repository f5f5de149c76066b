import { podUnschedulable } from '#src/checks/catalogue/pods/pod-unschedulable.ts';
import type { ObjectOf } from '#src/kubernetes/objects.ts';
import { eventOn, merge, node, object, ownedBy, pod, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

const SAID = '0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available.';

/** A pod that the scheduler refused so many seconds ago; it asks for 100m of CPU. */
function refused(seconds: number, over: Record<string, unknown> = {}): ObjectOf<'Pod'> {
  return object(
    'Pod',
    merge(
      {
        metadata: { namespace: 'shop', name: 'new', labels: { app: 'new' }, creationTimestamp: secondsAgo(seconds) },
        spec: { containers: [{ name: 'new', image: 'new:1', resources: { requests: { cpu: '100m' } } }] },
        status: {
          phase: 'Pending',
          conditions: [
            {
              type: 'PodScheduled',
              status: 'False',
              reason: 'Unschedulable',
              message: SAID,
              lastTransitionTime: secondsAgo(seconds),
            },
          ],
        },
      },
      over,
    ),
  );
}

const asks = (cpu: string): Record<string, unknown> => ({
  spec: { containers: [{ name: 'new', image: 'new:1', resources: { requests: { cpu } } }] },
});
const busy = pod({
  metadata: { name: 'busy' },
  spec: { containers: [{ name: 'busy', image: 'b:1', resources: { requests: { cpu: '3' } } }] },
});
const worker2 = node({ metadata: { name: 'node-2' } });
const gpu = { spec: { nodeSelector: { accelerator: 'gpu' } } };
const wantsClaim = { spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'uploads' } }] } };
const claim = (storageClassName: string, over: object = {}): ObjectOf<'PersistentVolumeClaim'> =>
  object('PersistentVolumeClaim', {
    metadata: { namespace: 'shop', name: 'uploads' },
    spec: { storageClassName, accessModes: ['ReadWriteOnce'] },
    status: { phase: 'Pending' },
    ...over,
  });
/** The scheduler has chosen a node and waits for the provisioner before it binds the pod. */
const chosen = claim('late', {
  metadata: { namespace: 'shop', name: 'uploads', annotations: { 'volume.kubernetes.io/selected-node': 'node-1' } },
});
const heldBy = (fault: string) =>
  ({
    on: 'shop/Pod/new',
    message: 'claims',
    data: { claims: [`its claim uploads ${fault}`] },
    causes: ['shop/PersistentVolumeClaim/uploads'],
  }) as const;
const immediate = object('StorageClass', {
  metadata: { name: 'fast' },
  provisioner: 'csi.test',
  volumeBindingMode: 'Immediate',
});
const late = object('StorageClass', {
  metadata: { name: 'late' },
  provisioner: 'csi.test',
  volumeBindingMode: 'WaitForFirstConsumer',
});
const scaling = refused(600, gpu);
const scalingFor15Minutes = refused(901, gpu);
const daemonSet = object('DaemonSet', { metadata: { namespace: 'shop', name: 'agent' } });
const onlyNode2 = {
  metadata: { ownerReferences: [ownedBy(daemonSet)] },
  spec: {
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-2'] }] }],
        },
      },
    },
  },
};
const unknownNode = node({
  metadata: { name: 'node-2' },
  spec: { taints: [{ key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' }] },
  status: { conditions: [{ type: 'Ready', status: 'Unknown' }] },
});

testCheck(podUnschedulable, {
  quiet: {
    'its node is chosen, and its volume has been in the making for 299 s': {
      objects: [node(), late, chosen, refused(299, merge(wantsClaim, { status: { conditions: [] } }))],
    },
    'a healthy pod': { objects: [pod(), node()] },
    'refused 59 s ago': { objects: [node(), refused(59, gpu)] },
    'behind a scheduling gate, which has a check of its own': {
      objects: [node(), refused(600, { spec: { schedulingGates: [{ name: 'x' }] } })],
    },
    'a young pod that no scheduler has looked at': {
      objects: [object('Pod', { metadata: { namespace: 'shop', name: 'new', creationTimestamp: secondsAgo(59) } })],
    },
    'placed a moment ago: the node is about to be written down': {
      objects: [refused(600, { status: { conditions: [{ type: 'PodScheduled', status: 'True' }] } })],
    },
    'a kubelet has spoken of it, so it has a node': {
      objects: [refused(600, { status: { containerStatuses: [{ name: 'new', restartCount: 0, state: {} }] } })],
    },
    'a pod on its way out': { objects: [node(), refused(600, { metadata: { deletionTimestamp: secondsAgo(1) } })] },
    'a pod that failed before it had a node': { objects: [node(), refused(600, { status: { phase: 'Failed' } })] },
  },
  fires: {
    'no node has the label': {
      objects: [node(), worker2, refused(60, gpu)],
      reports: [
        {
          on: 'shop/Pod/new',
          message: 'noNodeFits',
          data: { why: 'none of 2 nodes fits: 2 without the label accelerator=gpu' },
          causes: [],
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'new', uid: 'uid-Pod-shop-new' },
              path: 'status.conditions[PodScheduled].message',
              value: SAID,
              at: '2026-03-01T11:59:00Z',
            },
          ],
        },
      ],
    },
    'fits in sum, but on no single node': {
      objects: [node(), worker2, busy, refused(60, asks('4.5'))],
      reports: [
        {
          on: 'shop/Pod/new',
          message: 'noNodeFits',
          data: { why: 'none of 2 nodes fits: 2 without enough cpu (asks for 4.5, the largest of them has 4 in all)' },
        },
      ],
    },
    'the nodes are full': {
      objects: [node(), busy, refused(60, asks('1500m'))],
      reports: [
        {
          on: 'shop/Pod/new',
          message: 'noNodeFits',
          data: { why: 'the only node does not fit: 1 without enough cpu (asks for 1.5, most free 1 on node-1)' },
        },
      ],
    },
    'one node for each reason': {
      objects: [
        node({
          spec: { unschedulable: true, taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] },
        }),
        node({
          metadata: { name: 'node-2' },
          spec: { taints: [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }] },
        }),
        node({ metadata: { name: 'node-3' }, status: { allocatable: { cpu: '50m', pods: '110' } } }),
        refused(60),
      ],
      reports: [
        {
          on: 'shop/Pod/new',
          message: 'noNodeFits',
          data: {
            why: 'none of 3 nodes fits: 1 cordoned; 1 with the taint dedicated=db:NoSchedule, which it does not tolerate; 1 without enough cpu (asks for 100m, the largest of them has 50m in all)',
          },
        },
      ],
    },
    'the only node that would do is down': {
      objects: [
        node({ spec: { taints: [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }] } }),
        unknownNode,
        refused(60),
      ],
      reports: [
        {
          on: 'shop/Pod/new',
          message: 'noNodeFits',
          data: {
            why: 'none of 2 nodes fits: 1 unreachable; 1 with the taint dedicated=db:NoSchedule, which it does not tolerate',
          },
          causes: ['/Node/node-2'],
        },
      ],
    },
    "a DaemonSet's pod and its full node": {
      objects: [
        node(),
        node({ metadata: { name: 'node-2' }, status: { allocatable: { cpu: '50m', pods: '110' } } }),
        refused(60, onlyNode2),
      ],
      reports: [
        {
          on: 'shop/Pod/new',
          message: 'noNodeFits',
          data: {
            why: 'node node-2, the only one it is for, is without enough cpu (asks for 100m, the largest of them has 50m in all)',
          },
        },
      ],
    },
    'the cluster has no node': {
      objects: [refused(60)],
      reports: [{ on: 'shop/Pod/new', message: 'noNodeFits', data: { why: 'the cluster has no node' } }],
    },
    'its claim does not exist': {
      objects: [node(), refused(60, wantsClaim)],
      reports: [heldBy('does not exist')],
    },
    'its claim is not bound, though its class binds at once': {
      objects: [node(), immediate, claim('fast'), refused(60, wantsClaim)],
      reports: [heldBy('of class fast is not bound to a volume')],
    },
    "its claim's class does not exist": {
      objects: [node(), claim('fast-ssd'), refused(60, wantsClaim)],
      reports: [heldBy('of class fast-ssd is not bound to a volume')],
    },
    'its node is chosen, and its volume has been in the making for 300 s; the words are of before': {
      objects: [node(), late, chosen, refused(300, wantsClaim)],
      reports: [heldBy('of class late waits for its volume to be made')],
    },
    'its node is chosen, the scheduler has said nothing, and its volume does not come': {
      objects: [node(), late, chosen, refused(300, merge(wantsClaim, { status: { conditions: [] } }))],
      reports: [heldBy('of class late waits for its volume to be made')],
    },
    'its claim waits for it, so something else is the matter': {
      objects: [node(), late, claim('late'), refused(60, merge(wantsClaim, gpu))],
      reports: [
        {
          on: 'shop/Pod/new',
          message: 'noNodeFits',
          data: { why: 'the only node does not fit: 1 without the label accelerator=gpu' },
        },
      ],
    },
    'nodes may not be read: the scheduler is quoted': {
      objects: [refused(60, gpu)],
      states: { Node: { state: 'FORBIDDEN', verb: 'list', resource: 'nodes' } },
      reports: [
        {
          on: 'shop/Pod/new',
          message: 'schedulerSays',
          data: { words: '0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available' },
        },
      ],
    },
    'a node would do as far as is known here': {
      objects: [node(), refused(60)],
      reports: [
        {
          on: 'shop/Pod/new',
          message: 'schedulerSays',
          data: { words: '0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available' },
        },
      ],
    },
    'it asks for a device by a claim, which is not read here': {
      objects: [
        node(),
        refused(60, { spec: { nodeSelector: { accelerator: 'gpu' }, resourceClaims: [{ name: 'gpu' }] } }),
      ],
      reports: [
        {
          on: 'shop/Pod/new',
          message: 'schedulerSays',
          data: { words: '0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available' },
        },
      ],
    },
    'refused without a word': {
      objects: [
        refused(60, {
          status: {
            conditions: [
              { type: 'PodScheduled', status: 'False', reason: 'SchedulerError', lastTransitionTime: secondsAgo(60) },
            ],
          },
        }),
      ],
      states: { Node: { state: 'FORBIDDEN', verb: 'list', resource: 'nodes' } },
      reports: [{ on: 'shop/Pod/new', message: 'schedulerSays', data: { words: 'SchedulerError' } }],
    },
    'no scheduler of that name is at work': {
      objects: [
        node(),
        object('Pod', {
          metadata: { namespace: 'shop', name: 'new', creationTimestamp: secondsAgo(60) },
          spec: { schedulerName: 'batch-scheduler' },
          status: { phase: 'Pending' },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/new',
          message: 'unconsidered',
          data: { span: '60 s', scheduler: 'batch-scheduler' },
          causes: [],
        },
      ],
    },
    'the scheduler is down': {
      objects: [
        object('Pod', { metadata: { namespace: 'shop', name: 'new' }, status: { phase: 'Pending' } }),
        pod({
          metadata: {
            namespace: 'kube-system',
            name: 'kube-scheduler-node-1',
            annotations: { 'kubernetes.io/config.mirror': 'x' },
          },
          status: { conditions: [{ type: 'Ready', status: 'False' }] },
        }),
        pod({
          metadata: {
            namespace: 'kube-system',
            name: 'kube-scheduler-node-2',
            annotations: { 'kubernetes.io/config.mirror': 'x' },
          },
          spec: { nodeName: 'node-2' },
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/new',
          message: 'unconsidered',
          data: { span: '60 min', scheduler: 'default-scheduler' },
          causes: ['kube-system/Pod/kube-scheduler-node-1'],
        },
      ],
    },
    'the cluster autoscaler is making a node': {
      objects: [
        node(),
        scaling,
        eventOn(scaling, {
          type: 'Normal',
          reason: 'TriggeredScaleUp',
          message: 'pod triggered scale-up: [{gpu-pool 0->1 (max: 3)}]',
          lastSeen: secondsAgo(590),
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/new',
          message: 'scalingUp',
          data: { words: 'pod triggered scale-up: [{gpu-pool 0->1 (max: 3)}]' },
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'new', uid: 'uid-Pod-shop-new' },
              path: 'status.conditions[PodScheduled].message',
              value: SAID,
              at: '2026-03-01T11:50:00Z',
            },
          ],
        },
      ],
    },
    'the promised node has not come in 15 minutes': {
      objects: [
        node(),
        scalingFor15Minutes,
        eventOn(scalingFor15Minutes, {
          type: 'Normal',
          reason: 'TriggeredScaleUp',
          message: 'pod triggered scale-up',
          lastSeen: secondsAgo(890),
        }),
      ],
      reports: [
        {
          on: 'shop/Pod/new',
          message: 'noNodeFits',
          data: { why: 'the only node does not fit: 1 without the label accelerator=gpu' },
        },
      ],
    },
    'pods of lower priority are leaving a node for it': {
      objects: [node(), refused(60, merge(asks('5'), { status: { nominatedNodeName: 'node-1' } }))],
      reports: [
        { on: 'shop/Pod/new', message: 'scalingUp', data: { words: 'pods of lower priority leave node node-1' } },
      ],
    },
  },
});
