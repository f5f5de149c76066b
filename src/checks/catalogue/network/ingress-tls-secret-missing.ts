import { z } from 'zod';
import { defineCheck } from '../../engine/define-check.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { seconds } from '../../lib/seconds-param.ts';
import { isYoungerThan } from '../../lib/time.ts';

/** Annotations by which cert-manager (or its predecessor) is asked to make the Secret. */
const ISSUERS: readonly string[] = [
  'cert-manager.io/issuer',
  'cert-manager.io/cluster-issuer',
  'kubernetes.io/tls-acme',
];

export const ingressTlsSecretMissing = defineCheck({
  id: 'ingress-tls-secret-missing',
  title: 'TLS Secret of an Ingress does not exist',
  stage: 'NETWORK',
  severity: 'WARNING',
  needs: ['Ingress', 'Secret'],
  params: z.object({
    graceSeconds: seconds(60, 'how long a new Ingress may wait for its Secret'),
    issueSeconds: seconds(900, 'the same where cert-manager is asked to issue the certificate'),
  }),
  messages: {
    missing: {
      // Controllers then answer with a certificate of their own: browsers warn, the route itself works.
      text: 'Ingress {{name}} in {{namespace}} takes the certificate for {{hosts}} from Secret {{secret}}, which does not exist.',
      next: 'kubectl -n {{namespace}} get secret {{secret}}',
    },
  },
  remedy:
    'Create the Secret with tls.crt and tls.key, or correct its name; where cert-manager makes it, look at its Certificate.',
  aliases: ['k8sgpt:Ingress'],
  *run({ snapshot, params, now }) {
    for (const ingress of snapshot.list('Ingress')) {
      const { metadata, spec } = ingress;
      const isIssued = ISSUERS.some((key) => metadata.annotations?.[key] !== undefined);
      if (metadata.deletionTimestamp !== undefined) continue;
      if (isYoungerThan(ingress, isIssued ? params.issueSeconds : params.graceSeconds, now)) continue;

      // Without a name the controller's default certificate is meant.
      const named = (spec.tls ?? []).filter(({ secretName }) => secretName !== undefined && secretName !== '');
      for (const [secret, entries] of Map.groupBy(named, ({ secretName }) => secretName ?? '')) {
        if (snapshot.get('Secret', metadata.namespace, secret) !== undefined) continue;
        const hosts = [...new Set(entries.flatMap((entry) => entry.hosts ?? []))];
        yield {
          on: ingress,
          message: 'missing',
          part: secret,
          data: { secret, hosts: hosts.length === 0 ? ['all hosts'] : hosts },
          evidence: [
            fieldEvidence(
              ingress,
              `spec.tls[${(spec.tls ?? []).findIndex(({ secretName }) => secretName === secret)}].secretName`,
              secret,
            ),
          ],
        };
      }
    }
  },
});
