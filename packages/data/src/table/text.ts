import type { TextColumn, TokenStore } from './columns.ts';

/** Word ids below this take one unit of 16 bits; others take two: `WIDE` + the upper bits, then the lower 16. */
export const WIDE = 0xf000;
/** The first id that two units can't hold. */
export const MAX_WORDS = (0x10000 - WIDE) * 0x10000;

/** What Keras's tokenizer takes for spaces by default: punctuation but for the apostrophe, and white space. */
const SEPARATORS = /[\s!"#$%&()*+,\-./:;<=>?@[\\\]^_`{|}~]+/u;

/** No letter of a script without spaces comes before these. */
const LATE_LETTER = /[\u0e00-\uffff]/;
const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const PUNCTUATION = /[\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff3d\uff5b-\uff65]/u;

/** A word with its letters of scripts without spaces as words of their own. */
function lettersOf(word: string): string[] {
  if (!WITHOUT_SPACES.test(word)) return [word];
  const words: string[] = [];
  let run = '';
  for (const letter of word) {
    const isAlone = WITHOUT_SPACES.test(letter);
    if (!isAlone && !PUNCTUATION.test(letter)) {
      run += letter;
      continue;
    }
    if (run !== '') words.push(run);
    run = '';
    if (isAlone) words.push(letter);
  }
  if (run !== '') words.push(run);
  return words;
}

/**
 * The words of a text, as Keras's tokenizer has them by default: lower case, split at white space and at all ASCII
 * punctuation but the apostrophe. In scripts that are written without spaces (Chinese, Japanese, Thai and others) each letter is a
 * word, and their punctuation is left out.
 *
 * @see https://keras.io/api/preprocessing/text: `Tokenizer`, filters and lower
 */
export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(SEPARATORS)
    .flatMap((word) => (word === '' ? [] : LATE_LETTER.test(word) ? lettersOf(word) : [word]));
}

/** A store of a text column, and the row in it. */
export interface StoredText {
  /** Which of the column's stores. */
  index: number;
  store: TokenStore;
  row: number;
}

/** @returns where a row's text is kept. */
export function storedText({ stores, at }: TextColumn, row: number): StoredText {
  let stored = at[row]!;
  let index = 0;
  while (stored >= stores[index]!.starts.length - 1) stored -= stores[index++]!.starts.length - 1;
  return { index, store: stores[index]!, row: stored };
}

/** @returns whether the row's text has no word. */
export function isEmptyText(column: TextColumn, row: number): boolean {
  const { store, row: stored } = storedText(column, row);
  return store.starts[stored] === store.starts[stored + 1];
}

/**
 * Reads the ids of a stored row's words, in their order, into `ids`.
 *
 * @param ids grown by the caller: at least as long as `unitsIn`.
 * @returns how many there are.
 */
export function readIds({ starts, units }: TokenStore, row: number, ids: Int32Array): number {
  const end = starts[row + 1]!;
  let count = 0;
  for (let i = starts[row]!; i < end; i++) {
    const unit = units[i]!;
    ids[count++] = unit < WIDE ? unit : ((unit - WIDE) << 16) | units[++i]!;
  }
  return count;
}

/** @returns units of the stored row: at least as many as it has words. */
export function unitsIn({ starts }: TokenStore, row: number): number {
  return starts[row + 1]! - starts[row]!;
}

/** @returns the words of a row, in their order; at most so many. */
export function textAt(column: TextColumn, row: number, most: number = Number.POSITIVE_INFINITY): string[] {
  const { store, row: stored } = storedText(column, row);
  const ids = new Int32Array(unitsIn(store, stored));
  const count = readIds(store, stored, ids);
  return Array.from(ids.subarray(0, Math.min(count, most)), (id) => store.dictionary[id]!);
}

/** @returns the number of words in a row. */
export function wordCountAt(column: TextColumn, row: number): number {
  const { store, row: stored } = storedText(column, row);
  const { starts, units } = store;
  const end = starts[stored + 1]!;
  let count = 0;
  for (let i = starts[stored]!; i < end; i++) {
    if (units[i]! >= WIDE) i++;
    count++;
  }
  return count;
}
