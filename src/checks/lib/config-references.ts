import type { Container, Pod } from '#src/kubernetes/objects.ts';
import type { Snapshot } from '#src/kubernetes/port.ts';
import { isSeen } from './seen.ts';

/** A ConfigMap or Secret that a pod asks for, whole or one key of it. */
interface ConfigReference {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string | undefined;
  readonly key: string | undefined;
  readonly optional: boolean | undefined;
}

type ConfigSnapshot = Snapshot<'ConfigMap' | 'Secret'>;

/** The keys of a ConfigMap or Secret; undefined where there is no such object. */
function keysOf(
  snapshot: ConfigSnapshot,
  kind: ConfigReference['kind'],
  namespace: string | undefined,
  name: string,
): readonly string[] | undefined {
  if (kind === 'Secret') return snapshot.get('Secret', namespace, name)?.keys;
  const config = snapshot.get('ConfigMap', namespace, name);
  return config === undefined ? undefined : Object.keys(config.keys);
}

function lacks(
  snapshot: ConfigSnapshot,
  namespace: string | undefined,
  { kind, name, key, optional }: ConfigReference,
): string[] {
  if (optional === true || name === undefined || !isSeen(snapshot, kind)) return [];
  const keys = keysOf(snapshot, kind, namespace, name);
  if (keys === undefined) return [`${kind} ${name} does not exist`];
  return key === undefined || keys.includes(key) ? [] : [`${kind} ${name} has no key ${key}`];
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort((a, b) => (a < b ? -1 : 1));
}

/** What a container's environment asks for and the cluster does not have, one phrase each: `ConfigMap web has no key URL`. */
export function missingFromEnvironment(snapshot: ConfigSnapshot, pod: Pod, container: Container): readonly string[] {
  const single = (container.env ?? []).flatMap(({ valueFrom }): ConfigReference[] => {
    const { configMapKeyRef, secretKeyRef } = valueFrom ?? {};
    return [
      ...(configMapKeyRef === undefined
        ? []
        : [{ kind: 'ConfigMap' as const, ...referenceOf(configMapKeyRef), key: configMapKeyRef.key }]),
      ...(secretKeyRef === undefined
        ? []
        : [{ kind: 'Secret' as const, ...referenceOf(secretKeyRef), key: secretKeyRef.key }]),
    ];
  });
  const whole = (container.envFrom ?? []).flatMap(({ configMapRef, secretRef }): ConfigReference[] => [
    ...(configMapRef === undefined
      ? []
      : [{ kind: 'ConfigMap' as const, ...referenceOf(configMapRef), key: undefined }]),
    ...(secretRef === undefined ? [] : [{ kind: 'Secret' as const, ...referenceOf(secretRef), key: undefined }]),
  ]);
  return unique([...single, ...whole].flatMap((reference) => lacks(snapshot, pod.metadata.namespace, reference)));
}

function referenceOf({
  name,
  optional,
}: {
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}): Pick<ConfigReference, 'name' | 'optional'> {
  return { name, optional };
}

type Items = readonly { readonly key: string }[] | undefined;

function fromVolume(
  kind: ConfigReference['kind'],
  name: string | undefined,
  optional: boolean | undefined,
  items: Items,
): ConfigReference[] {
  const keys = (items ?? []).map(({ key }) => key);
  return (keys.length === 0 ? [undefined] : keys).map((key) => ({ kind, name, key, optional }));
}

/** What a pod's volumes ask for and the cluster does not have, one phrase each: `Secret tls of volume certs does not exist`. */
export function missingFromVolumes(snapshot: ConfigSnapshot, pod: Pod): readonly string[] {
  const found = (pod.spec.volumes ?? []).flatMap(({ name, configMap, secret, projected }) => {
    const references = [
      ...(configMap === undefined ? [] : fromVolume('ConfigMap', configMap.name, configMap.optional, configMap.items)),
      ...(secret === undefined ? [] : fromVolume('Secret', secret.secretName, secret.optional, secret.items)),
      ...(projected?.sources ?? []).flatMap((source) => [
        ...(source.configMap === undefined
          ? []
          : fromVolume('ConfigMap', source.configMap.name, source.configMap.optional, source.configMap.items)),
        ...(source.secret === undefined
          ? []
          : fromVolume('Secret', source.secret.name, source.secret.optional, source.secret.items)),
      ]),
    ];
    return references
      .flatMap((reference) => lacks(snapshot, pod.metadata.namespace, reference))
      .map((text) => `${text} (volume ${name})`);
  });
  return unique(found);
}
