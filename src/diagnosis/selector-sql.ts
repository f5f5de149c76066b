import type { Requirement } from '#src/lib/label-selector.ts';
import { unreachable } from '#src/lib/unreachable.ts';

/** One requirement as a condition on a jsonb column of labels; the same rules as `fulfils` in lib/label-selector. */
function requirementSql(
  { key, operator, values }: Requirement,
  labels: string,
  bind: (value: unknown) => string,
): string {
  const value = `(${labels} ->> ${bind(key)}::text)`;
  const number = (sign: '>' | '<'): string =>
    `(CASE WHEN ${value} ~ '^-?[0-9]+$' THEN ${value}::numeric ${sign} ${bind(values[0])}::numeric ELSE false END)`;
  switch (operator) {
    case 'in':
      return `coalesce(${value} = ANY(${bind(values)}::text[]), false)`;
    case 'notIn':
      return `coalesce(${value} <> ALL(${bind(values)}::text[]), true)`;
    case 'exists':
      return `(${value} IS NOT NULL)`;
    case 'notExists':
      return `(${value} IS NULL)`;
    case 'gt':
      return number('>');
    case 'lt':
      return number('<');
    default:
      return unreachable(operator);
  }
}

/** All requirements of a selector; none at all hold everywhere. */
export function selectorSql(
  requirements: readonly Requirement[],
  labels: string,
  bind: (value: unknown) => string,
): string {
  return ['true', ...requirements.map((requirement) => requirementSql(requirement, labels, bind))].join(' AND ');
}
