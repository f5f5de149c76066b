/** Parses JSON. V8 quotes the text in its own message, which may be a Secret's: only the fact is thrown. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError('not JSON');
  }
}

/**
 * What may be kept of an error that reading a foreign value threw: our own words, and of the engine's errors only
 * their name, since some quote the value (`Cannot use 'in' operator to search for 'a' in <the value>`).
 */
export function harmless(error: unknown): Error {
  if (!(error instanceof Error)) return new Error('something that is no error was thrown');
  const ours = error.name === 'Error' || (error instanceof SyntaxError && error.message === 'not JSON');
  return ours ? new Error(error.message) : new Error(`a ${error.name} while the answer was read`);
}
