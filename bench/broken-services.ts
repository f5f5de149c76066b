import type { LiteralObject, RecordingLiteral } from '#test/harness/recording-builder.ts';

const TAKEN_AT = '2026-03-01T12:00:00Z';
const AN_HOUR_BEFORE = '2026-03-01T11:00:00Z';

function service(index: number): LiteralObject {
  const name = `service-${String(index).padStart(5, '0')}`;
  return {
    metadata: { name, namespace: `team-${index % 20}`, uid: `uid-${name}`, creationTimestamp: AN_HOUR_BEFORE },
    spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }] },
  };
}

/** A recorded cluster with so many Services that no pod answers for: one finding each, and nothing else. */
export function brokenServices(count: number): RecordingLiteral {
  const namespaces = [...new Set(['kube-system', ...Array.from({ length: 20 }, (_, index) => `team-${index}`)])];
  return {
    moments: {
      only: {
        takenAt: TAKEN_AT,
        lists: {
          'v1/namespaces': namespaces.map((name) => ({
            metadata: { name, uid: `uid-${name}`, creationTimestamp: AN_HOUR_BEFORE },
          })),
          'v1/services': Array.from({ length: count }, (_, index) => service(index)),
        },
      },
    },
  };
}
