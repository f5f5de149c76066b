import { matches } from '#src/lib/label-selector.ts';
import { parseLabelSelector } from '#src/lib/parse-label-selector.ts';
import { fieldMatcher } from './field-selector.ts';
import type { RecordedList, RecordedObject } from './recorded-object.ts';
import type { RecordedResource } from './recorded-resource.ts';
import { statusError } from './status.ts';

/** Which objects of a resource a list or watch is about. */
export interface Selection {
  /** Whether a selector narrows it: then Kubernetes does not count what remains. */
  readonly selective: boolean;
  holds(object: RecordedObject): boolean;
}

/** Reads namespace and selectors of a request. Throws a StatusError (400). */
export function selectionOf(
  resource: RecordedResource,
  namespace: string | undefined,
  query: URLSearchParams,
): Selection {
  const labelText = query.get('labelSelector') ?? '';
  const fieldText = query.get('fieldSelector') ?? '';
  const labels = parseLabelSelector(labelText);
  if (!labels.ok) {
    throw statusError(
      'BadRequest',
      `unable to parse requirement: ${labels.fault.message} (at character ${labels.fault.position} of "${labelText}")`,
    );
  }
  const fields = fieldMatcher(resource, fieldText);
  return {
    selective: labels.requirements.length > 0 || fieldText !== '',
    holds: (object) =>
      (namespace === undefined || object.metadata.namespace === namespace) &&
      matches(labels.requirements, object.metadata.labels) &&
      fields(object),
  };
}

/** The objects of a list that a selection holds; none where the moment has no such list. */
export function selected(list: RecordedList | undefined, selection: Selection): readonly RecordedObject[] {
  return list === undefined ? [] : list.items.filter(selection.holds);
}
