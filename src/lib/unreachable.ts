/** Ends an exhaustive switch: the compiler proves that no case is left, and a value from outside the types is named. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable case: ${JSON.stringify(value)}`);
}
