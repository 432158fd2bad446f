import { closestMatch } from 'leven';

/** Edits that a typing error may take, as a share of the word. Two letters that changed places are two edits. */
const SHARE = 1 / 3;

/** @returns the candidate that was probably meant by a word; undefined if none is similar. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  const isLong = typed.length > 3;
  const maxDistance = isLong ? Math.max(2, Math.round(typed.length * SHARE)) : 1;
  return (
    closestMatch(typed, candidates, { maxDistance }) ??
    (isLong ? candidates.find((candidate) => candidate.startsWith(typed)) : undefined) ??
    (isLong ? candidates.find((candidate) => candidate.split('-').includes(typed)) : undefined)
  );
}

/** @returns ` Did you mean "…"?`, or an empty text if nothing is similar. */
export function didYouMean(word: string, candidates: readonly string[], before = ''): string {
  const found = nearest(word, candidates);
  return found === undefined ? '' : ` Did you mean "${before}${found}"?`;
}
