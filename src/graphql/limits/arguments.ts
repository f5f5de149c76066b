import { exceeded, type Limits } from './limits.ts';

/**
 * What is too much about an operation's arguments, the first fault only; undefined when nothing is. Also looks into JSON
 * scalars, whose insides no schema bounds.
 */
export function argumentsFault(values: readonly unknown[], limits: Limits): string | undefined {
  function fault(value: unknown, level: number): string | undefined {
    if (typeof value === 'string') {
      return value.length > limits.stringLength
        ? exceeded('characters in one argument', value.length, limits.stringLength)
        : undefined;
    }
    if (typeof value !== 'object' || value === null || value instanceof Date) return undefined;
    const children = Object.values(value);
    if (children.length > limits.listItems) return exceeded('items in one argument', children.length, limits.listItems);
    if (level > limits.inputDepth)
      return exceeded('levels of lists and objects in one argument', level, limits.inputDepth);
    return firstFault(children, level + 1);
  }

  function firstFault(children: readonly unknown[], level: number): string | undefined {
    for (const child of children) {
      const found = fault(child, level);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  return firstFault(values, 0);
}
