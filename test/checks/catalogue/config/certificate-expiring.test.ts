import { certificateExpiring } from '#src/checks/catalogue/config/certificate-expiring.ts';
import type { Secret } from '#src/kubernetes/objects.ts';
import { merge, object, type RawObject, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

/** For shop.example.com and www.shop.example.com, 2026-01-01 to 2026-04-01. */
const NINETY_DAYS =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJlVENDQVIrZ0F3SUJBZ0lCQVRBS0JnZ3Foa2pPUFFRREFqQWJNUmt3RndZRFZRUUREQkJ6YUc5d0xtVjQKWVcxd2JHVXVZMjl0TUI0WERUSTJNREV3TVRBd01EQXdNRm9YRFRJMk1EUXdNVEF3TURBd01Gb3dHekVaTUJjRwpBMVVFQXd3UWMyaHZjQzVsZUdGdGNHeGxMbU52YlRCWk1CTUdCeXFHU000OUFnRUdDQ3FHU000OUF3RUhBMElBCkJMMzdEUWlXSmdialdYdkpiQUJDNjVNYms4TzUvMWd4Y1M2V1BUNW02Sll2THlVdGcrNGVZOEZjSkRxck5KUzUKeU9Hc0NXcStxZ25nN2NmTTFuZlRzYmVqVkRCU01ERUdBMVVkRVFRcU1DaUNFSE5vYjNBdVpYaGhiWEJzWlM1agpiMjJDRkhkM2R5NXphRzl3TG1WNFlXMXdiR1V1WTI5dE1CMEdBMVVkRGdRV0JCU082amdGOWJFdUUyRjZnQktYCjZ4UWE5dDY0d1RBS0JnZ3Foa2pPUFFRREFnTklBREJGQWlBTmw1MDYyeHM1dUNZSG9KN0VNazNrMmljRWJwL2UKdFZEbEEyUGd6MDFrT0FJaEFJRU9ZbDViSXB3bXVnTHFqc0JZOUllYmFXeUltQldGWUpMSk1XcjlqRWJVCi0tLS0tRU5EIENFUlRJRklDQVRFLS0tLS0K';

/** Only a common name, 2026-02-28 to 2026-03-02. */
const TWO_DAYS =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJDakNCc0FJQkFqQUtCZ2dxaGtqT1BRUURBakFSTVE4d0RRWURWUVFEREFac1pXZGhZM2t3SGhjTk1qWXcKTWpJNE1EQXdNREF3V2hjTk1qWXdNekF5TURBd01EQXdXakFSTVE4d0RRWURWUVFEREFac1pXZGhZM2t3V1RBVApCZ2NxaGtqT1BRSUJCZ2dxaGtqT1BRTUJCd05DQUFTOSt3MElsaVlHNDFsN3lXd0FRdXVURzVQRHVmOVlNWEV1CmxqMCtadWlXTHk4bExZUHVIbVBCWENRNnF6U1V1Y2pockFscXZxb0o0TzNIek5aMzA3RzNNQW9HQ0NxR1NNNDkKQkFNQ0Ewa0FNRVlDSVFEY0s4a3M0Y014NDRaYWhVR2JVRmgrYjlDS1prNzhUTkRlRmYyNzZqUGVyQUloQUxSWQordmhPVDVhOVo2TGgvQlE0WDZteGJaaVhxcDlvLzFqWVJONjQyaytLCi0tLS0tRU5EIENFUlRJRklDQVRFLS0tLS0K';

function secret(certificate: string, raw: RawObject = {}): Secret {
  return object(
    'Secret',
    merge(
      {
        metadata: { namespace: 'shop', name: 'shop-tls' },
        type: 'kubernetes.io/tls',
        data: { 'tls.crt': certificate, 'tls.key': '' },
      },
      raw,
    ),
  );
}

const MANAGED = { metadata: { labels: { 'controller.cert-manager.io/fao': 'true' } } };
const hosts = ['shop.example.com', 'www.shop.example.com'];
const on = 'shop/Secret/shop-tls';
const until = '2026-04-01T00:00:00Z';

testCheck(certificateExpiring, {
  quiet: {
    'it ends in a month': { objects: [secret(NINETY_DAYS)] },
    'it ends in 14 days': { objects: [secret(NINETY_DAYS)], now: new Date('2026-03-18T00:00:00Z') },
    'params decide': { objects: [secret(NINETY_DAYS)], params: { days: 3 }, now: new Date('2026-03-29T00:00:00Z') },
    'cert-manager renews a short-lived one when a third of its life is left': { objects: [secret(TWO_DAYS, MANAGED)] },
    'it begins in 5 minutes: clocks differ': { objects: [secret(NINETY_DAYS)], now: new Date('2025-12-31T23:55:00Z') },
    'not a TLS secret': { objects: [secret(NINETY_DAYS, { type: 'Opaque' })], now: new Date('2027-01-01T00:00:00Z') },
    'a Secret that is being deleted': {
      objects: [secret(NINETY_DAYS, { metadata: { deletionTimestamp: secondsAgo(1) } })],
      now: new Date('2027-01-01T00:00:00Z'),
    },
  },
  fires: {
    'it ends in a second less than 14 days': {
      objects: [secret(NINETY_DAYS)],
      now: new Date('2026-03-18T00:00:01Z'),
      reports: [
        {
          on,
          message: 'expiring',
          data: { hosts, span: '13 days', until },
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Secret', namespace: 'shop', name: 'shop-tls', uid: 'uid-Secret-shop-shop-tls' },
              path: 'data[tls.crt].notAfter',
              value: until,
            },
            {
              type: 'FIELD',
              object: { kind: 'Secret', namespace: 'shop', name: 'shop-tls', uid: 'uid-Secret-shop-shop-tls' },
              path: 'data[tls.crt].notBefore',
              value: '2026-01-01T00:00:00Z',
            },
          ],
        },
      ],
    },
    'without subjectAltName its subject names it': {
      objects: [secret(TWO_DAYS)],
      reports: [
        { on, message: 'expiring', data: { hosts: ['CN=legacy'], span: '12 h', until: '2026-03-02T00:00:00Z' } },
      ],
    },
    'cert-manager has not renewed it though less than a quarter of its life is left': {
      objects: [secret(TWO_DAYS, MANAGED)],
      now: new Date('2026-03-01T12:00:01Z'),
      reports: [
        { on, message: 'expiring', data: { hosts: ['CN=legacy'], span: '11 h', until: '2026-03-02T00:00:00Z' } },
      ],
    },
    'days count for cert-manager too': {
      objects: [secret(NINETY_DAYS, MANAGED)],
      now: new Date('2026-03-20T00:00:00Z'),
      reports: [{ on, message: 'expiring', data: { hosts, span: '12 days', until } }],
    },
    'its last second is over': {
      objects: [secret(NINETY_DAYS)],
      now: new Date('2026-04-01T00:00:00Z'),
      reports: [{ on, message: 'expired', data: { hosts, span: '0 s', until } }],
    },
    'it ended a week ago': {
      objects: [secret(NINETY_DAYS)],
      now: new Date('2026-04-08T00:00:00Z'),
      reports: [{ on, message: 'expired', data: { hosts, span: '7 days', until } }],
    },
    'it begins in more than 5 minutes': {
      objects: [secret(NINETY_DAYS)],
      now: new Date('2025-12-31T23:54:59Z'),
      reports: [{ on, message: 'notYetValid', data: { hosts, from: '2026-01-01T00:00:00Z' } }],
    },
    'it is no certificate': { objects: [secret('Z2FyYmFnZQ==')], reports: [{ on, message: 'unreadable', data: {} }] },
    'it is empty': { objects: [secret('')], reports: [{ on, message: 'unreadable', data: {} }] },
  },
});
