import { podSchedulingGated } from '#src/checks/catalogue/pods/pod-scheduling-gated.ts';
import { object, pod, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

const gates = [{ name: 'kueue.x-k8s.io/admission' }, { name: 'example.com/quota' }];
const gated = {
  spec: { schedulingGates: gates, containers: [{ name: 'web', image: 'web:1' }] },
  status: { phase: 'Pending' },
};

testCheck(podSchedulingGated, {
  quiet: {
    'a healthy pod': { objects: [pod()] },
    'a pod without a node and without a gate': {
      objects: [object('Pod', { metadata: { namespace: 'shop', name: 'web-1' }, status: { phase: 'Pending' } })],
    },
    'a pod that has passed its gates': { objects: [pod({ spec: { schedulingGates: gates } })] },
    'a pod on its way out': {
      objects: [
        object('Pod', { metadata: { namespace: 'shop', name: 'web-1', deletionTimestamp: secondsAgo(1) }, ...gated }),
      ],
    },
  },
  fires: {
    'two gates hold it back': {
      objects: [object('Pod', { metadata: { namespace: 'shop', name: 'web-1' }, ...gated })],
      reports: [
        {
          on: 'shop/Pod/web-1',
          message: 'gated',
          data: { gates: ['kueue.x-k8s.io/admission', 'example.com/quota'] },
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-Pod-shop-web-1' },
              path: 'spec.schedulingGates',
              value: 'kueue.x-k8s.io/admission, example.com/quota',
            },
          ],
        },
      ],
    },
  },
});
