import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** What zod found wrong with a param, in our words: its own are not ours to promise. */
export function sayIssue(issue: Issue | undefined): string {
  switch (issue?.code) {
    case 'invalid_type':
      return `it must be ${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
    case 'too_small':
      return `it must be at least ${issue.minimum}`;
    case 'too_big':
      return `it must be at most ${issue.maximum}`;
    case 'unrecognized_keys':
      return `there is no param ${issue.keys.map((key) => JSON.stringify(key.slice(0, 80))).join(', ')}`;
    case 'invalid_value':
      return `it must be one of ${issue.values.map(String).join(', ')}`;
    default:
      return 'it is not of the form that the check takes';
  }
}
