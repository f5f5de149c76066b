import type { DataValue, ReportData } from './define-check.ts';

const PLACEHOLDER = /\{\{(\w+)\}\}/g;

/** How a value stands in a sentence: lists with commas. */
export function showValue(value: DataValue): string {
  return typeof value === 'object' ? value.join(', ') : String(value);
}

/** Fills `{{key}}`. A key without a value throws: a sentence with a hole must not reach a person. */
export function fillText(text: string, values: ReportData): string {
  return text.replace(PLACEHOLDER, (_, key: string) => {
    const value = values[key];
    if (value === undefined) throw new Error(`no value for {{${key}}} in "${text}"`);
    return showValue(value);
  });
}

/** The keys that a text asks for. */
export function placeholdersOf(text: string): readonly string[] {
  return [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
}
