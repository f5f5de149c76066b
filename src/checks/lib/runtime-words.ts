import { asClause } from './text.ts';

/** Where the runtime's words begin behind a chain of prefixes (containerd, shim, runc, crun). */
const PREFIXES =
  /^.*(?:unable to start container process: |OCI runtime (?:create|exec|error)[^:]*: (?:runc create failed: )?|crun: )/s;

/** The last words of a runtime's complaint, without the chain of prefixes and containerd's `: unknown`. */
export function runtimeWordsOf(message: string): string {
  const words = asClause(message.replace(PREFIXES, '').replace(/: unknown\s*$/, ''), 300);
  return words === '' ? 'the runtime gave no reason' : words;
}
