import { EXACT_DIGITS } from '../table/plain-number.ts';

/** Powers of ten that a float64 holds exactly. */
const POWERS = Float64Array.from({ length: EXACT_DIGITS + 1 }, (_, i) => 10 ** i);

/** A number found in a text; one object for all, so that nothing is allocated for a cell. */
export const scanned = { value: 0, decimals: 0 };

/**
 * Reads a plain number of at most 15 digits between two places of a text, without making a text of it. Its value is the
 * nearest float64: digits and a power of ten that are both exact are divided once.
 *
 * @returns whether there is one; it is then in `scanned`.
 * @see Clinger: How to read floating point numbers accurately, 1990
 */
export function scanNumber(text: string, start: number, end: number): boolean {
  let at = start;
  const isNegative = text.charCodeAt(at) === 45;
  if (isNegative) at++;
  const first = text.charCodeAt(at);
  if (!(first >= 48 && first <= 57) || end - at > EXACT_DIGITS + 1) return false;
  let mantissa = first - 48;
  let digits = 1;
  let decimals = -1;
  for (at++; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) {
      // A leading zero makes it a code.
      if (decimals < 0 && mantissa === 0) return false;
      mantissa = mantissa * 10 + (code - 48);
      digits++;
      if (decimals >= 0) decimals++;
    } else if (code === 46 && decimals < 0) decimals = 0;
    else return false;
  }
  // "7." is written otherwise, and a negative zero is kept as a text.
  if (decimals === 0 || digits > EXACT_DIGITS || (isNegative && mantissa === 0)) return false;
  const value = decimals > 0 ? mantissa / POWERS[decimals]! : mantissa;
  scanned.value = isNegative ? -value : value;
  scanned.decimals = Math.max(0, decimals);
  return true;
}
