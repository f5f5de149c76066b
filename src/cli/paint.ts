import { styleText } from 'node:util';
import type { Severity } from '#src/checks/engine/define-check.ts';

type Style = Parameters<typeof styleText>[0];

/** Puts colour on text, or leaves it plain where nobody would see it. */
export type Paint = (style: Style, text: string) => string;

/** Colours only on a terminal, and not where NO_COLOR or a dumb terminal says otherwise. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return (style, text) => styleText(style, text, { stream, validateStream: true });
}

const STYLES: Readonly<Record<Severity, Style>> = {
  CRITICAL: ['bold', 'magenta'],
  ERROR: ['bold', 'red'],
  WARNING: 'yellow',
  INFO: 'blue',
};

/** A severity in its colour, padded to the longest. */
export function paintSeverity(paint: Paint, severity: Severity): string {
  return paint(STYLES[severity], severity.padEnd('CRITICAL'.length));
}
