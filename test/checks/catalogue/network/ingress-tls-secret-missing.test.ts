import { ingressTlsSecretMissing } from '#src/checks/catalogue/network/ingress-tls-secret-missing.ts';
import { merge, object, type RawObject, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

function ingress(raw: RawObject = {}): ReturnType<typeof object<'Ingress'>> {
  const tls = [{ hosts: ['shop.example.com'], secretName: 'shop-tls' }];
  return object('Ingress', merge({ metadata: { namespace: 'shop', name: 'shop' }, spec: { tls } }, raw));
}

function issued(annotation: string, age: number): ReturnType<typeof ingress> {
  return ingress({ metadata: { annotations: { [annotation]: 'yes' }, creationTimestamp: secondsAgo(age) } });
}

const secret = object('Secret', { metadata: { namespace: 'shop', name: 'shop-tls' }, type: 'kubernetes.io/tls' });
const missing = {
  on: 'shop/Ingress/shop',
  message: 'missing',
  part: 'shop-tls',
  data: { secret: 'shop-tls', hosts: ['shop.example.com'] },
} as const;

testCheck(ingressTlsSecretMissing, {
  quiet: {
    'the Secret is there': { objects: [ingress(), secret] },
    'no TLS at all': { objects: [object('Ingress', { metadata: { namespace: 'shop', name: 'shop' } })] },
    "no name: the controller's own certificate is meant": {
      objects: [ingress({ spec: { tls: [{ hosts: ['shop.example.com'] }] } })],
    },
    'an empty name': { objects: [ingress({ spec: { tls: [{ hosts: ['shop.example.com'], secretName: '' }] } })] },
    'an Ingress 59 s old, applied before its Secret': {
      objects: [ingress({ metadata: { creationTimestamp: secondsAgo(59) } })],
    },
    'cert-manager has been asked 899 s ago': { objects: [issued('cert-manager.io/cluster-issuer', 899)] },
    'an issuer of the namespace has been asked': { objects: [issued('cert-manager.io/issuer', 899)] },
    'the older annotation asks too': { objects: [issued('kubernetes.io/tls-acme', 899)] },
    'an Ingress that is being deleted': { objects: [ingress({ metadata: { deletionTimestamp: secondsAgo(1) } })] },
  },
  fires: {
    'the Secret does not exist': {
      objects: [ingress({ metadata: { creationTimestamp: secondsAgo(60) } })],
      reports: [
        {
          ...missing,
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Ingress', namespace: 'shop', name: 'shop', uid: 'uid-Ingress-shop-shop' },
              path: 'spec.tls[0].secretName',
              value: 'shop-tls',
            },
          ],
        },
      ],
    },
    'a Secret of that name exists only in another namespace': {
      objects: [
        ingress(),
        object('Secret', { metadata: { namespace: 'other', name: 'shop-tls' }, type: 'kubernetes.io/tls' }),
      ],
      reports: [missing],
    },
    'cert-manager was asked 900 s ago': {
      objects: [issued('cert-manager.io/cluster-issuer', 900)],
      reports: [missing],
    },
    'two entries for one missing Secret are one defect': {
      objects: [
        ingress({
          spec: {
            tls: [
              { hosts: ['a.example.com'], secretName: 'shop-tls' },
              { hosts: ['b.example.com'], secretName: 'shop-tls' },
            ],
          },
        }),
      ],
      reports: [{ ...missing, data: { secret: 'shop-tls', hosts: ['a.example.com', 'b.example.com'] } }],
    },
    'without hosts it is for all': {
      objects: [ingress({ spec: { tls: [{ secretName: 'shop-tls' }] } })],
      reports: [{ ...missing, data: { secret: 'shop-tls', hosts: ['all hosts'] } }],
    },
  },
});
