/** A fault in a text somewhere in the arguments, with the way to it. */
function faultAt(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') {
    if (value.includes('\0')) return `${path} holds the character U+0000, which no text here may hold.`;
    return value.isWellFormed() ? undefined : `${path} holds half of a character (a lone surrogate).`;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const fault = faultAt(key, `A key of ${path}`) ?? faultAt(inner, `${path}.${key}`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/**
 * What is wrong with the texts among the arguments; undefined when nothing is. Postgres takes no U+0000 in a text, and
 * would replace what is no character, so that different texts became the same. Arguments are bounded before.
 */
export function textFault(values: readonly Readonly<Record<string, unknown>>[]): string | undefined {
  for (const value of values) {
    for (const [name, inner] of Object.entries(value)) {
      const fault = faultAt(inner, `The argument "${name}"`);
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
}
