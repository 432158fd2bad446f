/** Cells that count as missing in every column: the list of pandas, "?", and what MySQL, Hive and spreadsheets write. */
const ALWAYS = new Set([
  '', '?', '#N/A', '#N/A N/A', '#NA', '-1.#IND', '-1.#QNAN', '-NaN', '-nan', '1.#IND', '1.#QNAN', '<NA>',
  'N/A', 'NULL', 'NaN', 'None', 'n/a', 'nan', 'null', '\\N', '(null)', '#DIV/0!', '#VALUE!', '#REF!', '#NAME?', '#NUM!',
  '#NULL!', 'NaT',
]); // prettier-ignore

/** Words that count as missing unless the column holds codes of the same form: NA is also North America. */
const CODES = new Set(['NA']);

/** Cells that count as missing among numbers and dates only, where no such word can be a value. */
const AMONG_NUMBERS = new Set([
  '-', '--', '---', '.', '..', '…', '*', '–', '—', 'na', 'n.a.', 'N.A.', 'n.d.', 'nil', 'none', 'NONE', 'Nan', 'NAN',
  'Null', 'missing', 'Missing', 'MISSING', 'unknown', 'Unknown', 'UNKNOWN', 'n/d', 'N/D', 'nd', 'ND', 'tbd', 'TBD',
  'not available', 'Not available', 'Not Available', 'not applicable', 'k.A.',
]); // prettier-ignore

const SHORT_CODE = /^[A-Z]{2}$/;
/** Codes that a column must hold beside "NA" before "NA" is one of them. */
const MIN_CODES = 2;

/** @returns whether a cell is missing, whatever its column holds. */
export function isAlwaysMissing(text: string): boolean {
  return ALWAYS.has(text);
}

/** @returns whether a cell is missing in a column of numbers or dates. */
export function isMissingAmongNumbers(text: string): boolean {
  return ALWAYS.has(text) || CODES.has(text) || AMONG_NUMBERS.has(text);
}

/**
 * Which of a column's distinct words are missing marks, if it holds words.
 *
 * "NA" is a name among two-letter codes (AS, EU, NA), and missing everywhere else.
 *
 * @param words the distinct cells, trimmed.
 */
export function missingWords(words: Iterable<string>): Set<string> {
  const missing = new Set<string>();
  const codes: string[] = [];
  let codesOnly = true;
  let hasCode = false;
  for (const word of words) {
    if (ALWAYS.has(word)) missing.add(word);
    else if (CODES.has(word)) hasCode = true;
    else if (SHORT_CODE.test(word)) codes.push(word);
    else codesOnly = false;
  }
  if (hasCode && !(codesOnly && codes.length >= MIN_CODES)) missing.add('NA');
  return missing;
}
