import { parseLine } from './parse-line.ts';

/** Lines that are looked at. */
const MOST_LINES = 200;
/** Hours and minutes look like a feature and its value. */
const CLOCK = /^(?:[01]?\d|2[0-3]):[0-5]\d$/;

/**
 * @param head the text's first 64 kB, or all of it.
 * @returns whether it is svmlight: labels before features with ascending numbers, in every line; never for delimited text.
 */
export function looksLikeSvmlight(head: string): boolean {
  const lines = head.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  // The last line may be cut off.
  if (lines.length > 1) lines.pop();
  let [rows, labels, features, clocks] = [0, 0, 0, 0];
  for (const line of lines.slice(0, MOST_LINES)) {
    const found = parseLine(line);
    if (found === null) continue;
    if (typeof found === 'string') return false;
    rows++;
    if (found.label !== '') labels++;
    features += found.indices.length;
    clocks += line.split(/\s+/).filter((token) => CLOCK.test(token)).length;
  }
  return labels * 2 > rows && features > clocks;
}
