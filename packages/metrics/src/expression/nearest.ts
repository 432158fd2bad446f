/**
 * The word that someone may have meant: the one with the fewest letters to change, if they are few.
 *
 * @returns one of `words`, or undefined where none is near.
 * @see Levenshtein: Binary codes capable of correcting deletions, insertions, and reversals (1966)
 */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const ranked = words
    .map((known) => ({ known, distance: changes(word.toLowerCase(), known.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(1, word.length / 3) ? best.known : undefined;
}

function changes(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}
