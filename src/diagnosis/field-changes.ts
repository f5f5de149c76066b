import type { FieldChange } from './comparison.ts';
import type { Severity } from './words.ts';

/** The part of a finding whose difference makes it CHANGED. */
export interface Material {
  readonly severity: Severity;
  readonly message: string;
  readonly changes: Readonly<Record<string, string>>;
}

/** Which fields differ: severity, message, then the changing data by key (each named by its key). Empty: the same. */
export function fieldChanges(before: Material, after: Material): readonly FieldChange[] {
  const keys = [...new Set([...Object.keys(before.changes), ...Object.keys(after.changes)])].sort();
  const fields: FieldChange[] = [
    { field: 'severity', before: before.severity, after: after.severity },
    { field: 'message', before: before.message, after: after.message },
    ...keys.map((key) => ({ field: key, before: before.changes[key], after: after.changes[key] })),
  ];
  return fields.filter((field) => field.before !== field.after);
}
