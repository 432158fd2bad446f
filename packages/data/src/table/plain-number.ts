/** Digits of a number that a float64 holds exactly, whatever they are. */
export const EXACT_DIGITS = 15;
/** In place of a count of decimals: the number was written as JavaScript writes it. */
export const AS_SHORTEST = 255;

const PLAIN = /^-?(?:0|[1-9]\d*)(?:\.(\d+))?$/;
const SCIENTIFIC = /^-?(?:0|[1-9]\d*)(?:\.\d*[eE][+-]?|[eE][+-])\d{1,3}$/;
const MOST_PLAIN_LENGTH = 40;
const [MINUS, ZERO, NINE] = [45, 48, 57];

/** A plain number, and how to write it again. */
export interface PlainNumber {
  value: number;
  /** Decimals as written; `AS_SHORTEST` if it's written back as JavaScript writes it. */
  decimals: number;
}

/**
 * Reads a number as programs write it: `-12.50`, `1.5e-7`, without a plus sign, leading zeros, or marks between groups, if it can be
 * written again just so. Whole numbers beyond 2^53 are none, because a float64 would merge them.
 *
 * @returns null for anything else.
 */
export function plainNumber(text: string): PlainNumber | null {
  const first = text.charCodeAt(0);
  if (!((first >= ZERO && first <= NINE) || first === MINUS) || text.length > MOST_PLAIN_LENGTH) return null;
  const match = PLAIN.exec(text);
  if (match === null) {
    if (!SCIENTIFIC.test(text)) return null;
    const value = Number(text);
    return String(value) === text ? { value, decimals: AS_SHORTEST } : null;
  }
  const value = Number(text);
  if (Object.is(value, -0)) return null;
  const decimals = match[1]?.length ?? 0;
  if (text.length <= EXACT_DIGITS) return { value, decimals };
  if (decimals === 0 && Number.isSafeInteger(value)) return { value, decimals };
  return String(value) === text ? { value, decimals: AS_SHORTEST } : null;
}

/** @returns the number as it was written. */
export function writtenAgain(value: number, decimals: number): string {
  return decimals === AS_SHORTEST ? String(value) : value.toFixed(decimals);
}
