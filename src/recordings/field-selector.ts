import type { RecordedObject } from './recorded-object.ts';
import { statusError } from './status.ts';

interface FieldTerm {
  readonly field: string;
  readonly equal: boolean;
  readonly value: string;
}

type FieldPaths = Readonly<Record<string, readonly string[]>>;

/** A selectable field and where its value lies; the first path with a value counts. */
const EVERYWHERE: FieldPaths = { 'metadata.name': ['metadata.name'], 'metadata.namespace': ['metadata.namespace'] };

function same(...fields: string[]): FieldPaths {
  return Object.fromEntries(fields.map((field) => [field, [field]]));
}

const INVOLVED = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'];

/**
 * Which fields API servers select by, beyond name and namespace; by group and resource. From the field label
 * conversions in k8s.io/kubernetes pkg/apis/<group>/<version>/conversion.go and the registries' SelectableFields.
 */
const SELECTABLE: Readonly<Record<string, FieldPaths>> = {
  '/pods': same(
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ),
  '/nodes': same('spec.unschedulable'),
  '/namespaces': { name: ['metadata.name'], ...same('status.phase') },
  '/secrets': same('type'),
  '/services': same('spec.clusterIP', 'spec.type'),
  '/replicationcontrollers': same('status.replicas'),
  'apps/replicasets': same('status.replicas'),
  'batch/jobs': { 'status.successful': ['status.succeeded'] },
  'certificates.k8s.io/certificatesigningrequests': same('spec.signerName'),
  '/events': {
    ...Object.fromEntries(INVOLVED.map((part) => [`involvedObject.${part}`, [`involvedObject.${part}`]])),
    ...same('reason', 'type'),
    reportingComponent: ['reportingComponent'],
    source: ['source.component', 'reportingComponent'],
  },
  'events.k8s.io/events': {
    ...Object.fromEntries(INVOLVED.map((part) => [`regarding.${part}`, [`regarding.${part}`]])),
    ...same('reason', 'type'),
    reportingController: ['reportingController'],
  },
};

/** Fields that are numbers or booleans are never missing for an API server: Go's zero value stands in. */
const ZERO: Readonly<Record<string, string>> = {
  'spec.hostNetwork': 'false',
  'spec.unschedulable': 'false',
  'status.replicas': '0',
  'status.successful': '0',
};

function textAt(object: RecordedObject, path: string): string | undefined {
  let value: unknown = object;
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

/** `\,`, `\=` and `\\` stand for themselves (k8s.io/apimachinery pkg/fields/selector.go). */
function withoutEscapes(text: string): string {
  return text.replaceAll(/\\([\\,=])/g, '$1');
}

function termsOf(selector: string): FieldTerm[] {
  const terms = selector.match(/(?:\\.|[^\\,])+/gs) ?? [];
  return terms.map((term) => {
    const [, field, operator, value] = /^([^=!]+)(==|!=|=)(.*)$/s.exec(term) ?? [];
    if (field === undefined || value === undefined || /(?<!\\)=/.test(value)) {
      throw statusError('BadRequest', `invalid selector: '${selector}'; can't understand '${term}'`);
    }
    return { field: field.trim(), equal: operator !== '!=', value: withoutEscapes(value) };
  });
}

/** Makes a test of a field selector. Throws a StatusError (400) for bad syntax and for fields that the resource does not select by. */
export function fieldMatcher(
  resource: { readonly group: string; readonly name: string },
  selector: string,
): (object: RecordedObject) => boolean {
  const known: FieldPaths = { ...EVERYWHERE, ...SELECTABLE[`${resource.group}/${resource.name}`] };
  const tests = termsOf(selector).map(({ field, equal, value }) => {
    const paths = Object.hasOwn(known, field) ? known[field] : undefined;
    if (paths === undefined) throw statusError('BadRequest', `field label not supported: ${field}`);
    return (object: RecordedObject): boolean => {
      const actual = paths.map((path) => textAt(object, path)).find((text) => text !== undefined && text !== '');
      return ((actual ?? ZERO[field] ?? '') === value) === equal;
    };
  });
  return (object) => tests.every((test) => test(object));
}
