import { readDate } from '../values/date-format.ts';
import { isAlwaysMissing } from '../values/missing-marks.ts';
import { numberParts } from '../values/number-format.ts';
import { splitRecord, type Dialect } from './dialect.ts';

/** Delimiters in the order in which ties are settled, and how likely each is beside a comma. */
const DELIMITERS: readonly [string, number][] = [
  [',', 1], ['\t', 1], [';', 1], ['|', 1], [' ', 0.85], [':', 0.6], ['^', 0.9], ['~', 0.9], ['\u0001', 1], ['#', 0.5],
]; // prettier-ignore

/** Records that are looked at for each candidate. */
const RECORDS = 100;
/** … and cells. */
const CELLS = 20_000;
/** Characters of a cell that are looked at. */
const CELL = 80;
const WORDS = /^[\p{L}\p{N}_][\p{L}\p{N} _.'’()/&+@%-]*$/u;
const SPELLED_BACKSLASH = /\\"/;
const SPELLED_DOUBLE = /[^,;\t|\s\\]""|""[^,;\t|\s]/;

/**
 * Tells how a text is delimited by its structure: of the candidates, the one whose records have most alike numbers of cells
 * that read as numbers, dates and words.
 *
 * @param head the text's beginning, in whole lines.
 * @param asked the delimiter, if it is known.
 * @see van den Burg, Nazábal, Sutton: Wrangling messy CSV files by detecting row and type patterns, 2019, whose consistency
 *   measure this follows in kind
 */
export function sniffDialect(head: string, asked: string | null): Dialect {
  const escape = SPELLED_BACKSLASH.test(head) && !SPELLED_DOUBLE.test(head) ? 'backslash' : 'double';
  const quotes: Dialect['quote'][] = head.includes("'") ? ['"', "'"] : ['"'];
  let best: { dialect: Dialect; score: number } | null = null;
  const known = new Map<string, number>();
  for (const [delimiter, weight] of asked === null ? DELIMITERS : [[asked, 1] as const]) {
    if (asked === null && delimiter !== ' ' && !head.includes(delimiter)) continue;
    for (const quote of quotes) {
      const dialect: Dialect = { delimiter, quote, escape };
      const score = scoreOf(head, dialect, known) * weight * (quote === "'" ? 0.98 : 1);
      if (best === null || score > best.score) best = { dialect, score };
    }
  }
  return best?.dialect ?? { delimiter: asked ?? ',', quote: '"', escape };
}

function scoreOf(head: string, dialect: Dialect, known: Map<string, number>): number {
  const widths = new Map<number, { records: number; typed: number; cells: number }>();
  let records = 0;
  let odd = 0;
  let looked = 0;
  for (let at = 0; at < head.length && records < RECORDS && looked < CELLS;) {
    const { cells, end, isOdd } = splitRecord(head, at, dialect);
    at = end;
    if (cells.length === 1 && cells[0]!.trim() === '') continue;
    records++;
    looked += cells.length;
    if (isOdd) odd++;
    const width = widths.get(cells.length) ?? { records: 0, typed: 0, cells: 0 };
    width.records++;
    for (const cell of cells.slice(0, CELLS)) {
      width.cells++;
      width.typed += typeOf(cell, known);
    }
    widths.set(cells.length, width);
  }
  let score = 0;
  for (const [cells, width] of widths) {
    // One cell a line says little, even if it reads well.
    const structure = cells === 1 ? 0.05 : (cells - 1) / cells;
    score += width.records ** 2 * structure * (width.typed / width.cells);
  }
  return (score / Math.max(1, records ** 2)) * (1 - (0.5 * odd) / Math.max(1, records));
}

/** How much a cell reads like a value: 1 for a number, a date or nothing, 0.8 for words, 0.1 otherwise. */
function typeOf(cell: string, known: Map<string, number>): number {
  const text = cell.trim().slice(0, CELL);
  const before = known.get(text);
  if (before !== undefined) return before;
  const isValue = isAlwaysMissing(text) || numberParts(text) !== null || !Number.isNaN(readDate(text, 'day-first'));
  const found = isValue ? 1 : WORDS.test(text) ? 0.8 : 0.1;
  known.set(text, found);
  return found;
}
