import type { LabelSelector, Service } from '#src/kubernetes/objects.ts';

/**
 * The selector by which a Service gets its endpoints; undefined where it gets none: an ExternalName is a DNS alias, and
 * without a selector somebody else writes the EndpointSlices.
 */
export function selectorOf(service: Service): LabelSelector | undefined {
  const { selector, type } = service.spec;
  if (type === 'ExternalName' || selector === undefined || Object.keys(selector).length === 0) return undefined;
  return { matchLabels: selector };
}

function expressionText({
  key,
  operator,
  values,
}: {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[] | undefined;
}): string {
  switch (operator) {
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return `${key} ${operator.toLowerCase()} (${(values ?? []).join(',')})`;
  }
}

/** A selector in kubectl's words: `app=web,tier in (a,b)`. */
export function selectorText(selector: LabelSelector): string {
  const equal = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  return [...equal, ...(selector.matchExpressions ?? []).map(expressionText)].join(',');
}
