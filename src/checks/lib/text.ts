/** A foreign message fits a sentence and a screen at this length; kubelets send up to 4 KiB. */
const MAX_CHARACTERS = 500;

/** A foreign message on one line, at most 500 characters, cut with `…`. */
export function bounded(text: string, max: number = MAX_CHARACTERS): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= max ? line : `${line.slice(0, max - 1)}…`;
}

/** A foreign message as the end of a sentence of ours: bounded, without its own full stop. */
export function asClause(text: string, max: number = MAX_CHARACTERS): string {
  return bounded(text, max).replace(/[.:;,\s]+$/, '');
}
