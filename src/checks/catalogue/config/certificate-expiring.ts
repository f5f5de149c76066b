import { z } from 'zod';
import type { PublicCertificate, Secret } from '#src/kubernetes/objects.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { secondsBetween, spanOf, toTheSecond } from '../../lib/time.ts';

const DAY = 86_400;

/** Clocks of issuers run ahead; a certificate that begins in a moment is no fault. */
const CLOCK_SKEW_SECONDS = 300;

/** cert-manager marks its Secrets so, and renews when a third of the certificate's life is left, whatever the days. */
const CERT_MANAGER = 'controller.cert-manager.io/fao';
const OVERDUE_SHARE = 1 / 4;

const MAX_NAMES = 5;

function namesIn({ names, subject }: PublicCertificate): readonly string[] {
  return names.length > 0 ? names.slice(0, MAX_NAMES) : [subject.replaceAll('\n', ', ') || 'no name'];
}

/** Seconds before its end from which a certificate is warned of. */
function warnSeconds({ metadata }: Secret, { notBefore, notAfter }: PublicCertificate, days: number): number {
  const life = secondsBetween(notBefore, notAfter) ?? 0;
  return metadata.labels?.[CERT_MANAGER] === 'true' ? Math.min(days * DAY, life * OVERDUE_SHARE) : days * DAY;
}

const next =
  "kubectl -n {{namespace}} get secret {{name}} -o jsonpath='{.data.tls\\.crt}' | base64 -d | openssl x509 -noout -dates -subject";

export const certificateExpiring = defineCheck({
  id: 'certificate-expiring',
  title: 'TLS certificate is out of date or soon will be',
  stage: 'CONFIG',
  severity: 'WARNING',
  needs: ['Secret'],
  params: z.object({
    days: z.number().min(0).default(14).describe('how many days before its end a certificate is warned of'),
  }),
  messages: {
    expired: {
      text: 'The certificate for {{hosts}} in Secret {{name}} of {{namespace}} ended {{span}} ago, at {{until}}.',
      severity: 'ERROR',
      problem: 'expiry',
      changes: ['until'],
      next,
    },
    expiring: {
      text: 'The certificate for {{hosts}} in Secret {{name}} of {{namespace}} ends in {{span}}, at {{until}}.',
      problem: 'expiry',
      changes: ['until'],
      next,
    },
    notYetValid: {
      text: 'The certificate for {{hosts}} in Secret {{name}} of {{namespace}} is not valid before {{from}}.',
      severity: 'ERROR',
      changes: ['from'],
      next,
    },
    unreadable: {
      text: 'Secret {{name}} in {{namespace}} is of type kubernetes.io/tls, but its tls.crt is no certificate.',
      next,
    },
  },
  remedy:
    'Renew the certificate and replace the Secret; where cert-manager should do it, look at its Certificate and Order.',
  *run({ snapshot, params, now }) {
    for (const secret of snapshot.list('Secret')) {
      const { certificate } = secret;
      if (certificate === undefined || secret.metadata.deletionTimestamp !== undefined) continue;
      if (certificate === 'UNREADABLE') {
        yield {
          on: secret,
          message: 'unreadable',
          data: {},
          evidence: [fieldEvidence(secret, 'data[tls.crt]', 'no certificate')],
        };
        continue;
      }

      const hosts = namesIn(certificate);
      const [from, until] = [toTheSecond(certificate.notBefore), toTheSecond(certificate.notAfter)];
      const left = -(secondsBetween(until, now) ?? Number.NEGATIVE_INFINITY);
      const evidence = [
        fieldEvidence(secret, 'data[tls.crt].notAfter', until),
        fieldEvidence(secret, 'data[tls.crt].notBefore', from),
      ];
      if (left <= 0) yield { on: secret, message: 'expired', data: { hosts, span: spanOf(-left), until }, evidence };
      else if ((secondsBetween(from, now) ?? 0) < -CLOCK_SKEW_SECONDS)
        yield { on: secret, message: 'notYetValid', data: { hosts, from }, evidence };
      else if (left < warnSeconds(secret, certificate, params.days))
        yield { on: secret, message: 'expiring', data: { hosts, span: spanOf(left), until }, evidence };
    }
  },
});
