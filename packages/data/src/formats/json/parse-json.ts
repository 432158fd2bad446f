/** In place of a value: the text is no JSON. */
export const UNREADABLE = Symbol('unreadable');

/** A whole number that may be too large for a float64; digits behind a point don't count. */
const LONG_WHOLE = /(?<![\d.])\d{16}/;
const BARE_WORD = /NaN|Infinity/;
const NUMBER = /-?\d+(?:\.\d*)?(?:[eE][+-]?\d*)?/y;
const WHOLE = /^-?\d+$/;
/** What Python's json writes beside JSON. */
const WORDS = { NaN: 'null', Infinity: '"Infinity"', '-Infinity': '"-Infinity"' };

/**
 * Parses JSON, and what Python writes beside it: a bare NaN is null, infinities are texts. Whole numbers that a float64 doesn't
 * hold are texts of their digits.
 *
 * @returns `UNREADABLE` where it's no JSON.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(LONG_WHOLE.test(text) ? rewritten(text) : text);
  } catch {
    if (!BARE_WORD.test(text)) return UNREADABLE;
    try {
      return JSON.parse(rewritten(text));
    } catch {
      return UNREADABLE;
    }
  }
}

/** The text with what JSON.parse wouldn't keep in quotes; strings stay as they are. */
function rewritten(text: string): string {
  let out = '';
  let from = 0;
  const replace = (start: number, end: number, by: string) => {
    out += text.slice(from, start) + by;
    from = end;
  };
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    const word = code === 78 || code === 73 || code === 45 ? wordAt(text, at) : null;
    if (code === 34) at = endOfString(text, at);
    else if (word !== null) {
      replace(at, at + word.length, WORDS[word]);
      at += word.length;
    } else if (code === 45 || (code >= 48 && code <= 57)) {
      NUMBER.lastIndex = at;
      const found = NUMBER.exec(text)?.[0] ?? '-';
      if (WHOLE.test(found) && !Number.isSafeInteger(Number(found))) replace(at, at + found.length, `"${found}"`);
      at += found.length;
    } else at++;
  }
  return out + text.slice(from);
}

function wordAt(text: string, at: number): keyof typeof WORDS | null {
  if (text.startsWith('NaN', at)) return 'NaN';
  if (text.startsWith('Infinity', at)) return 'Infinity';
  return text.startsWith('-Infinity', at) ? '-Infinity' : null;
}

/** @returns the place behind the string that begins here; the text's end if it's never closed. */
export function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === 34) return at + 1;
  }
  return text.length;
}
