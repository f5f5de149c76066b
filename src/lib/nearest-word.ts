/** How many single letters must be added, taken away or replaced to make one word of the other (Levenshtein). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/**
 * The known word most like the given one, for "did you mean": one that begins with it, else the one with the fewest
 * letters to change. Undefined when more than two, and more than a third of the letters, would change. Words beyond 200 letters are cut.
 */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const cut = word.slice(0, 200);
  const longer = known.find((candidate) => cut.length >= 3 && candidate.startsWith(cut));
  if (longer !== undefined) return longer;
  let best: { word: string; distance: number } | undefined;
  for (const candidate of known) {
    const distance = editDistance(cut, candidate);
    if (best === undefined || distance < best.distance) best = { word: candidate, distance };
  }
  return best !== undefined && best.distance <= Math.max(2, best.word.length / 3) ? best.word : undefined;
}
