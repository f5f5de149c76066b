/** What a shell, a runtime or the kernel means by an exit code; above 128 it is a signal's number plus 128. */
const MEANINGS: ReadonlyMap<number, string> = new Map([
  [126, 'command cannot be executed'],
  [127, 'command not found'],
  [130, 'SIGINT'],
  [134, 'SIGABRT'],
  [135, 'SIGBUS'],
  [136, 'SIGFPE'],
  [137, 'SIGKILL'],
  [139, 'SIGSEGV'],
  [143, 'SIGTERM'],
]);

/** An exit code as a person says it: `3`, `139 (SIGSEGV)`. */
export function exitCodeText(exitCode: number): string {
  const meaning = MEANINGS.get(exitCode);
  return meaning === undefined ? String(exitCode) : `${exitCode} (${meaning})`;
}
