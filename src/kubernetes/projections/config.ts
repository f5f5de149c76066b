import { X509Certificate } from 'node:crypto';
import type { ProjectedObject, Projection } from './define-projection.ts';
import { projectMetadata } from './metadata.ts';

/** A key of a ConfigMap: size in bytes, and a digest that tells only whether the value changed. */
export interface ConfigKey {
  readonly size: number;
  readonly digest: string;
}

/** A ConfigMap without its values. `data` and `binaryData` share one key space in Kubernetes, so they do here. */
export interface ConfigMap extends ProjectedObject<'ConfigMap'> {
  readonly immutable?: boolean;
  readonly keys: Readonly<Record<string, ConfigKey>>;
}

/** The public part of a TLS secret: what its first certificate says. Times are RFC 3339. */
export interface PublicCertificate {
  readonly subject: string;
  readonly issuer: string;
  readonly serialNumber: string;
  readonly notBefore: string;
  readonly notAfter: string;
  /** DNS names and IP addresses of subjectAltName. */
  readonly names: readonly string[];
}

/** A Secret without its values: key names and, of a TLS secret, the public certificate or the fact that it can't be read. */
export interface Secret extends ProjectedObject<'Secret'> {
  readonly type: string;
  readonly immutable?: boolean;
  readonly keys: readonly string[];
  readonly certificate?: PublicCertificate | 'UNREADABLE';
}

function bytesOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Projects a ConfigMap; values are digested here and go no further. */
export const configMapProjection: Projection<'ConfigMap', ConfigMap> = {
  kind: 'ConfigMap',
  project(raw, { digest }) {
    const source = raw as { metadata?: unknown; immutable?: boolean; data?: object | null; binaryData?: object | null };
    const entries = (values: object | null | undefined, encoding: 'utf8' | 'base64'): [string, ConfigKey][] =>
      Object.entries(values ?? {}).map(([key, value]) => [
        key,
        { size: Buffer.byteLength(bytesOf(value), encoding), digest: digest(bytesOf(value)) },
      ]);
    // Not by assignment: `__proto__` is a valid key of a ConfigMap.
    const keys = Object.fromEntries([...entries(source.data, 'utf8'), ...entries(source.binaryData, 'base64')]);
    const immutable = source.immutable === undefined ? {} : { immutable: source.immutable };
    return { kind: 'ConfigMap', metadata: projectMetadata(source.metadata), ...immutable, keys };
  },
};

const SUBJECT_ALT_NAME = /(?:DNS|IP Address):([^,]+)/g;

function certificateOf(base64: string): PublicCertificate | 'UNREADABLE' {
  try {
    const certificate = new X509Certificate(Buffer.from(base64, 'base64'));
    return {
      subject: certificate.subject,
      issuer: certificate.issuer,
      serialNumber: certificate.serialNumber,
      notBefore: new Date(certificate.validFrom).toISOString(),
      notAfter: new Date(certificate.validTo).toISOString(),
      names: [...(certificate.subjectAltName ?? '').matchAll(SUBJECT_ALT_NAME)].map((match) => match[1] ?? ''),
    };
  } catch {
    return 'UNREADABLE';
  }
}

/** Projects a Secret; its values are dropped here, before anything else sees the object, its annotations with them. */
export const secretProjection: Projection<'Secret', Secret> = {
  kind: 'Secret',
  project(raw) {
    const source = raw as {
      metadata?: unknown;
      type?: string;
      immutable?: boolean;
      data?: Record<string, unknown> | null;
    };
    const { annotations: _, ...metadata } = projectMetadata(source.metadata);
    const data = source.data ?? {};
    const certificate =
      source.type === 'kubernetes.io/tls' && typeof data['tls.crt'] === 'string'
        ? { certificate: certificateOf(data['tls.crt']) }
        : {};
    const immutable = source.immutable === undefined ? {} : { immutable: source.immutable };
    return {
      kind: 'Secret',
      metadata,
      type: source.type ?? 'Opaque',
      ...immutable,
      keys: Object.keys(data),
      ...certificate,
    };
  },
};
